import type { Vocabulary } from '../intent.ts'
import { problemToken, type Token } from '../text/token.ts'

type Joiner = (tokens: readonly Token[]) => readonly Token[]

/**
 * Alias and name of one candidate side by side are one group ("Pete Buttigieg"); a word that alone could be several is
 * settled by its neighbour ("Michael Bennet"). A word that still means several is a question. A word said twice is left as it is.
 */
export function nameJoiner({ candidates }: Vocabulary): Joiner {
  const knownCandidates = candidates.map(({ name, aliases }) => ({
    name,
    contraries: contrariesOf([name, ...aliases]),
  }))
  return (tokens) => {
    const joined: Token[] = []
    for (const token of tokens) {
      const last = joined.at(-1)
      const pair = last && joinedPair(last, token)
      if (pair) joined[joined.length - 1] = pair
      else joined.push(token)
    }
    return joined.map((token) => (token.symbol === 'g' ? namedToken(token, knownCandidates) : token))
  }
}

interface KnownCandidate {
  readonly name: string
  readonly contraries: ReadonlySet<string>
}

function joinedPair(a: Token, b: Token): Token | null {
  if (a.symbol !== 'g' || b.symbol !== 'g' || a.value === b.value) return null
  const ids = a.ids.filter((id) => b.ids.includes(id))
  if (ids.length === 0) return null
  return { ...a, ids, written: `${a.written} ${b.written}`, value: b.value, misspelled: a.misspelled || b.misspelled }
}

function namedToken(token: Token, knownCandidates: readonly KnownCandidate[]): Token {
  const meant = token.ids.flatMap((id) => knownCandidates[id] ?? [])
  const [candidate] = meant
  if (!candidate) return token
  const { name, contraries } = candidate
  if (meant.length > 1)
    return problemToken(
      'two_names',
      token.written,
      meant.map((each) => each.name),
    )
  if (isContrary(token.written, contraries)) return problemToken('unknown_name', token.written, [name])
  return { ...token, name, repair: token.misspelled ? { from: token.written, to: name } : null }
}

/** "Committed" is not a slip for "Uncommitted" but its contrary, unless "un" stands before it. */
function isContrary(written: string, contraries: ReadonlySet<string>): boolean {
  if (contraries.size === 0) return false
  const words = written.toLowerCase().split(' ')
  return words.some((word, i) => words[i - 1] !== 'un' && contraries.has(word))
}

/** Names that begin with "un", without it. */
function contrariesOf(names: readonly string[]): ReadonlySet<string> {
  const negated = names.map((name) => name.toLowerCase()).filter((name) => name.startsWith('un'))
  return new Set(negated.map((name) => name.slice(2)))
}
