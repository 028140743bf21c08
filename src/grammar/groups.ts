import type { CandidateName, Vocabulary } from './intent.ts'
import { type Token, troubled } from './token.ts'

/**
 * Alias and name of one candidate side by side are one group ("Pete Buttigieg"); a word that alone could be several is
 * settled by its neighbour ("Michael Bennet"). What still means several is a question. A word said twice is left as it is.
 */
export function joined(tokens: readonly Token[], { candidates }: Vocabulary): readonly Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    const one = last && sideBySide(last, token)
    if (one) result[result.length - 1] = one
    else result.push(token)
  }
  return result.map((token) => (token.symbol === 'g' ? named(token, candidates) : token))
}

function sideBySide(a: Token, b: Token): Token | null {
  if (a.symbol !== 'g' || b.symbol !== 'g' || a.value === b.value) return null
  const ids = a.ids.filter((id) => b.ids.includes(id))
  if (ids.length === 0) return null
  return { ...a, ids, written: `${a.written} ${b.written}`, value: b.value, misspelled: a.misspelled || b.misspelled }
}

function named(token: Token, candidates: Vocabulary['candidates']): Token {
  const [name = '', ...others] = token.ids.flatMap((id) => candidates[id]?.name ?? [])
  if (others.length > 0) return troubled('two_names', token.written, [name, ...others])
  if (token.ids.some((id) => isContrary(token.written, candidates[id])))
    return troubled('unknown_name', token.written, [name])
  return { ...token, name, repair: token.misspelled ? { from: token.written, to: name } : null }
}

/** "Committed" is not a slip for "Uncommitted" but its contrary, unless "un" stands before it. */
function isContrary(written: string, candidate: CandidateName | undefined): boolean {
  const names = [candidate?.name, ...(candidate?.aliases ?? [])].map((name) => name?.toLowerCase())
  const words = written.toLowerCase().split(' ')
  return words.some((word, i) => words[i - 1] !== 'un' && names.includes(`un${word}`))
}
