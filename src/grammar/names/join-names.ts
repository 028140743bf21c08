import type { CandidateName, Vocabulary } from '../intent.ts'
import { type Token, troubled } from '../text/token.ts'

type Joiner = (tokens: readonly Token[]) => readonly Token[]

/**
 * Alias and name of one candidate side by side are one group ("Pete Buttigieg"); a word that alone could be several is
 * settled by its neighbour ("Michael Bennet"). What still means several is a question. A word said twice is left as it is.
 */
export function joiner({ candidates }: Vocabulary): Joiner {
  const known = candidates.map((candidate) => ({ name: candidate.name, contraries: contrariesOf(candidate) }))
  return (tokens) => {
    const result: Token[] = []
    for (const token of tokens) {
      const last = result.at(-1)
      const one = last && sideBySide(last, token)
      if (one) result[result.length - 1] = one
      else result.push(token)
    }
    return result.map((token) => (token.symbol === 'g' ? named(token, known) : token))
  }
}

interface Known {
  readonly name: string
  readonly contraries: ReadonlySet<string>
}

function sideBySide(a: Token, b: Token): Token | null {
  if (a.symbol !== 'g' || b.symbol !== 'g' || a.value === b.value) return null
  const ids = a.ids.filter((id) => b.ids.includes(id))
  if (ids.length === 0) return null
  return { ...a, ids, written: `${a.written} ${b.written}`, value: b.value, misspelled: a.misspelled || b.misspelled }
}

function named(token: Token, known: readonly Known[]): Token {
  const [one, ...others] = token.ids.flatMap((id) => known[id] ?? [])
  if (!one) return token
  if (others.length > 0) return troubled('two_names', token.written, [one.name, ...others.map(({ name }) => name)])
  if (isContrary(token.written, one.contraries)) return troubled('unknown_name', token.written, [one.name])
  return { ...token, name: one.name, repair: token.misspelled ? { from: token.written, to: one.name } : null }
}

/** "Committed" is not a slip for "Uncommitted" but its contrary, unless "un" stands before it. */
function isContrary(written: string, contraries: ReadonlySet<string>): boolean {
  if (contraries.size === 0) return false
  const words = written.toLowerCase().split(' ')
  return words.some((word, i) => words[i - 1] !== 'un' && contraries.has(word))
}

/** What is left of a candidate's names that begin with "un". */
function contrariesOf({ name, aliases }: CandidateName): ReadonlySet<string> {
  const names = [name, ...aliases].map((text) => text.toLowerCase())
  return new Set(names.filter((text) => text.startsWith('un')).map((text) => text.slice(2)))
}
