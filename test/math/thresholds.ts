/** The threshold compared with the rational rule for every attendance to 10,000, by BigInt and without rounding. */
import { ruleSets } from '../../src/math/rules.ts'
import type { RuleSet } from '../../src/math/types.ts'

export type Threshold = (rules: RuleSet, seats: number, people: number) => number | null

const bars = [
  { seats: 2, n: 1n, d: 4n },
  { seats: 3, n: 1n, d: 6n },
  { seats: 4, n: 3n, d: 20n },
  { seats: 36, n: 3n, d: 20n },
] as const

/** The first number that is not the smallest whole number of people whose share reaches the bar, or null; and how many were compared. */
export function firstWrongThreshold(threshold: Threshold, upTo: number): { wrong: string | null; compared: number } {
  let compared = 0
  for (const { seats, n, d } of bars) {
    for (let people = 1; people <= upTo; people += 1) {
      const limit = threshold(ruleSets.ia2020!, seats, people)
      compared += 1
      const reaches = limit !== null && BigInt(limit) * d >= BigInt(people) * n
      const smallest = limit !== null && BigInt(limit - 1) * d < BigInt(people) * n
      if (!reaches || !smallest) return { wrong: `${people} people, ${seats} delegates: ${limit}`, compared }
    }
  }
  return { wrong: null, compared }
}
