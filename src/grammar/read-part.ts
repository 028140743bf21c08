import { type Count, count, type Tallies, type Tally } from './intent.ts'
import type { Part } from './report.ts'
import type { Token, TokenProblem } from './text/token.ts'

/** A part of a report with its words looked up: the attendance, a list of groups and counts, or the winners of a toss. */
export interface ReadPart {
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
export function readPart(part: Part, tokens: readonly Token[]): ReadPart {
  const tallies: Tally[] = []
  let problem: TokenProblem | null = null
  const repeated = new Set<string>()
  for (const pair of part.pairs) {
    const group = groupAt(pair.group, tokens)
    const number = countAt(pair.number, tokens)
    if (number === null) continue
    const before = tallies.find((tally) => tally.group === group)
    if (!before) tallies.push({ group, count: number })
    else if (before.count !== number || repeated.add(group).size > 1)
      problem ??= { reason: 'twice', word: tokens[pair.group]?.written ?? group, suggestions: [group] }
  }
  const sum = tallies.reduce((total, tally) => total + tally.count, 0)
  return { part, tallies, sum, number: part.number === null ? null : countAt(part.number, tokens), problem }
}

/** The full name of the candidate at a place of the sentence; '' where no single one stands there. */
export const groupAt = (at: number, tokens: readonly Token[]): string => tokens[at]?.name ?? ''

/** The count at a place of the sentence. Null for codes and PINs, which the lexer lets through though they are no counts. */
export const countAt = (at: number, tokens: readonly Token[]): Count | null => count(tokens[at]?.value ?? '')

/** What a part is: A attendance, I initial, F final, D delegates, B a list without a keyword, W winners. 1 and 2 are I and F. */
export const partKind = ({ part: { symbol } }: ReadPart): string =>
  symbol === '1' ? 'I' : symbol === '2' ? 'F' : symbol

/** Whether two parts say the same, however they were written. */
export const sayTheSame = (a: ReadPart, b: ReadPart): boolean => content(a) === content(b)

const content = ({ part, tallies, number }: ReadPart): string => JSON.stringify([tallies, part.winners, number])
