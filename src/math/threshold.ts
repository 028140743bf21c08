/**
 * Who is viable, by the threshold; `viableOrLowered` in outcome.ts then lowers the bar for rules that do so if nobody
 * reaches it. The table for two, three and four or more delegates is the Iowa Democrats' worksheet of 2015/16
 * (attendance x 0.25, divided by 6, x 0.15, "always round up"); Nevada uses the same. In whole numbers:
 * D = 2: 4m >= A; D = 3: 6m >= A; D >= 4: 20m >= 3A. For whole people the rounded number is the same test.
 */
import { ceilDiv } from './fraction.ts'
import type { RuleSet } from './types.ts'

/**
 * The smallest number of members that makes a group viable, at least 1; null where no threshold applies (one
 * delegate under the table, no viability rule, nobody present, nothing to elect).
 * `people` is the attendance, or for `share` the votes cast.
 */
export function threshold(rules: RuleSet, seats: number, people: number): number | null {
  if (people === 0 || seats === 0) return null
  switch (rules.viability) {
    case 'table':
      return tableThreshold(seats, people)
    case 'share':
      return ceilDiv(3 * people, 20)
    case 'per_delegate':
      return ceilDiv(people, seats)
    case 'none':
      return null
  }
}

function tableThreshold(seats: number, attendance: number): number | null {
  if (seats === 1) return null
  if (seats === 2) return ceilDiv(attendance, 4)
  if (seats === 3) return ceilDiv(attendance, 6)
  return ceilDiv(3 * attendance, 20)
}

/** Whether the table's "one delegate, no groups" applies: then nobody is viable and the room elects one person. */
export function electsOne(rules: RuleSet, seats: number): boolean {
  return seats === 1 && rules.oneDelegate !== 'ordinary'
}

/** Which groups are viable, by position. An empty group never is. */
export function viable(limit: number | null, members: readonly number[]): boolean[] {
  const needed = limit ?? 1
  return members.map((m) => m > 0 && m >= needed)
}
