import { type Count, count, type Tallies, type Tally } from './intent.ts'
import type { Part } from './report.ts'
import type { Token, TokenProblem } from './text/token.ts'

/** What a part of a report says, its words looked up. */
export interface Reading {
  readonly part: Part
  readonly tallies: Tallies
  readonly sum: number
  /** The attendance, or the list's checksum. */
  readonly number: Count | null
  readonly problem: TokenProblem | null
}

/**
 * Looks up the names and numbers of one part. A group twice with one count is once; with two counts it is a problem, and so
 * are several groups that come twice: that is a second list whose keyword was lost.
 */
export function reading(part: Part, tokens: readonly Token[]): Reading {
  const tallies: Tally[] = []
  let problem: TokenProblem | null = null
  const again = new Set<string>()
  for (const pair of part.pairs) {
    const name = nameAt(pair.group, tokens)
    const number = numberAt(pair.number, tokens)
    if (number === null) continue
    const before = tallies.find(({ group }) => group === name)
    if (!before) tallies.push({ group: name, count: number })
    else if (before.count !== number || again.add(name).size > 1)
      problem ??= { reason: 'twice', word: tokens[pair.group]?.written ?? name, suggestions: [name] }
  }
  const sum = tallies.reduce((total, tally) => total + tally.count, 0)
  return { part, tallies, sum, number: part.number === null ? null : numberAt(part.number, tokens), problem }
}

export const nameAt = (at: number, tokens: readonly Token[]): string => tokens[at]?.name ?? ''

/** The lexer lets no number through that `count` would refuse, but for codes and PINs, which are not counts. */
export const numberAt = (at: number, tokens: readonly Token[]): Count | null => count(tokens[at]?.value ?? '')

export const shares = (a: Reading, b: Reading): boolean =>
  a.tallies.some(({ group }) => b.tallies.some((other) => other.group === group))
