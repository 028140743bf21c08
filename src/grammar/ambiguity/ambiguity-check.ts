import { partKind, type ReadPart, sayTheSame } from '../read-part.ts'
import type { Token, TokenProblem } from '../text/token.ts'
import { ordinals } from '../words.ts'

/**
 * What can be read but should not be believed. A bare 1 or 2, "second", a letter that stands alone or is glued to a name: each
 * may be something else (a place in a ranking, the end of the number before it, a slip). It is believed when the list it
 * opens names a group that the other list names too, which one single list would not do. A FIX may well change different
 * groups in two alignments: there only the words that are doubtful in themselves are doubted.
 */
export function findAmbiguity(parts: readonly ReadPart[], tokens: readonly Token[], fix: boolean): TokenProblem | null {
  for (const [i, current] of parts.entries()) {
    if (current.problem) return current.problem
    const { symbol, at, pairs } = current.part
    const keyword = tokens[at]
    const before = parts[i - 1]
    if (!keyword) continue
    const word = keyword.written
    if (symbol === 'A' && before && isNotAttendance(current, before, tokens))
      return { reason: 'unreadable', word, suggestions: [] }
    if (pairs.length === 0) continue
    const uncertain = !fix || keyword.glued || ordinals.has(keyword.value)
    const others = parts.filter((other) => partKind(other) !== partKind(current) && other.part.pairs.length > 0)
    if (uncertain && others.some((other) => !haveCommonGroup(current, other)))
      return { reason: 'which_alignment', word, suggestions: [] }
    if (/[12]/.test(symbol) && endsNumber(current, before, tokens))
      return { reason: 'bad_number', word: `${tokens[at - 1]?.written ?? ''} ${word}`, suggestions: [] }
  }
  return findRepetition(parts, tokens)
}

/** "WA 16 A 2" after a list was meant for YA 2, as was "Y a 2": nobody counts fewer people than one of the groups has. */
function isNotAttendance({ part, number }: ReadPart, before: ReadPart, tokens: readonly Token[]): boolean {
  if (tokens[part.at]?.value !== 'a') return false
  return tokens[part.at - 1]?.symbol === 'y' || before.tallies.some(({ count }) => count > (number ?? 0))
}

const haveCommonGroup = (a: ReadPart, b: ReadPart): boolean =>
  a.tallies.some(({ group }) => b.tallies.some((other) => other.group === group))

/** "A 11 1 Sanders 45": the 1 may belong to the number before it, unless the figures say that it does not. */
function endsNumber({ part, sum }: ReadPart, before: ReadPart | undefined, tokens: readonly Token[]): boolean {
  if (!before || !/[n46b12]/.test(tokens[part.at - 1]?.symbol ?? '')) return false
  if (before.part.symbol === 'A') return before.number === null || sum > before.number
  return before.number !== null && before.number !== before.sum
}

/** The same part twice in one text, not word for word. */
function findRepetition(parts: readonly ReadPart[], tokens: readonly Token[]): TokenProblem | null {
  const seen = new Map<string, ReadPart>()
  for (const current of parts) {
    const kind = partKind(current)
    const before = seen.get(kind)
    seen.set(kind, current)
    if (before && !sayTheSame(before, current))
      return { reason: 'twice', word: tokens[current.part.at]?.written ?? '', suggestions: [] }
  }
  return null
}
