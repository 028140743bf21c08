import { type Reading, shares } from '../lists.ts'
import type { Token, TokenProblem } from '../text/token.ts'
import { ordinals } from '../words.ts'

/**
 * What can be read but should not be believed. A bare 1 or 2, "second", a letter that stands alone or is glued to a name: each
 * may be something else (a place in a ranking, the end of the number before it, a slip). It is believed when the list it
 * opens names a group that the other list names too, which one single list would not do. A FIX may well change different
 * groups in two alignments: there only the words that are doubtful in themselves are doubted.
 */
export function ambiguity(readings: readonly Reading[], tokens: readonly Token[], fix: boolean): TokenProblem | null {
  for (const [i, one] of readings.entries()) {
    if (one.problem) return one.problem
    const keyword = tokens[one.part.at]
    const before = readings[i - 1]
    if (!keyword) continue
    const word = keyword.written
    if (one.part.symbol === 'A' && before && notAttendance(one, before, tokens))
      return { reason: 'unreadable', word, suggestions: [] }
    if (one.part.pairs.length === 0) continue
    const uncertain = !fix || keyword.glued || ordinals.has(keyword.value)
    const others = readings.filter(
      (other) => slot(other.part.symbol) !== slot(one.part.symbol) && other.part.pairs.length > 0,
    )
    if (uncertain && others.some((other) => !shares(one, other)))
      return { reason: 'which_alignment', word, suggestions: [] }
    if (/[12]/.test(one.part.symbol) && endsNumber(one, before, tokens)) {
      return { reason: 'bad_number', word: `${tokens[one.part.at - 1]?.written ?? ''} ${word}`, suggestions: [] }
    }
  }
  return repeated(readings, tokens)
}

/** "WA 16 A 2" after a list was meant for YA 2, as was "Y a 2": nobody counts fewer people than one of the groups has. */
function notAttendance(one: Reading, before: Reading, tokens: readonly Token[]): boolean {
  if (tokens[one.part.at]?.value !== 'a') return false
  return tokens[one.part.at - 1]?.symbol === 'y' || before.tallies.some(({ count }) => count > (one.number ?? 0))
}

/** "A 11 1 Sanders 45": the 1 may belong to the number before it, unless the figures say that it does not. */
function endsNumber(one: Reading, before: Reading | undefined, tokens: readonly Token[]): boolean {
  if (!before || !/[n4b12]/.test(tokens[one.part.at - 1]?.symbol ?? '')) return false
  if (before.part.symbol === 'A') return before.number === null || one.sum > before.number
  return before.number !== null && before.number !== before.sum
}

/** The same part twice in one text, not word for word. */
function repeated(readings: readonly Reading[], tokens: readonly Token[]): TokenProblem | null {
  const seen = new Map<string, Reading>()
  for (const one of readings) {
    const what = slot(one.part.symbol)
    const before = seen.get(what)
    seen.set(what, one)
    if (before && content(before) !== content(one))
      return { reason: 'twice', word: tokens[one.part.at]?.written ?? '', suggestions: [] }
  }
  return null
}

/** 1 is initial, 2 is final. */
export const slot = (symbol: string): string => (symbol === '1' ? 'I' : symbol === '2' ? 'F' : symbol)

/** What a part says, however it was written. */
export const content = ({ part, tallies, number }: Reading): string => JSON.stringify([tallies, part.winners, number])
