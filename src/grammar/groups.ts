import type { Vocabulary } from './intent.ts'
import { type Token, troubled } from './token.ts'

/**
 * Alias and name of one candidate side by side are one group ("Pete Buttigieg"); a word that alone could be several is
 * settled by its neighbour ("Michael Bennet"). What still means several is a question. A word said twice is left as it is.
 */
export function joined(tokens: readonly Token[], { candidates }: Vocabulary): readonly Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    const both =
      token.symbol === 'g' && last?.symbol === 'g' && last.value !== token.value
        ? last.ids.filter((id) => token.ids.includes(id))
        : []
    if (last && both.length > 0) {
      const written = `${last.written} ${token.written}`
      const name = both.length === 1 ? candidates[both[0]!]!.name : null
      const repair = name !== null && (last.repair ?? token.repair) ? { from: written, to: name } : null
      result[result.length - 1] = { ...last, ids: both, written, value: token.value, repair }
    } else result.push(token)
  }
  return result.map((token) => {
    if (token.symbol !== 'g') return token
    const meant = token.ids.map((id) => candidates[id]!.name)
    return meant.length === 1 ? { ...token, name: meant[0]! } : troubled('two_names', token.written, meant)
  })
}
