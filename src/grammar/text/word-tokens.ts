import { memoize } from '../memoize.ts'
import type { Names } from '../names/names.ts'
import { type CodeFinder, type PrecinctCode, repairDigits } from '../names/precinct-code.ts'
import { alignmentNouns, keywords, numberWords } from '../words.ts'
import { type Token, token, troubled } from './token.ts'
import { pieces } from './word-split.ts'

/** The text between two places of the normalised text, as it was sent. */
type Written = (from: number, to: number) => string

/** What a word is looked up in. */
interface Lookup {
  readonly names: Names
  readonly code: CodeFinder
}

type WordTyper = (word: string, at: number, written: Written) => readonly Token[]

export interface Typing extends Lookup {
  readonly typeWord: WordTyper
  /** A game of chance is spoken of: what looks like a playing card after a name is one. */
  readonly cards: boolean
  /** A precinct code was asked for. */
  readonly codeWanted: boolean
  readonly written: Written
}

/** The tokens of one run of letters and digits. */
export const wordTokens = (word: string, at: number, { typeWord, written }: Typing): readonly Token[] =>
  typeWord(word, at, written)

/** Types the words of one caucus. One that was sent in the very letters that are read is typed once: nothing else matters for it. */
export function wordTyper(lookup: Lookup): WordTyper {
  const plain = memoize((sent) => tokensOf(sent.toLowerCase(), 0, (from, to) => sent.slice(from, to), lookup))
  return (word, at, written) => {
    const sent = written(at, at + word.length)
    return sent.toLowerCase() === word ? plain(sent) : tokensOf(word, at, written, lookup)
  }
}

/** Precinct codes glued to the front of a word go first. */
function tokensOf(word: string, at: number, written: Written, lookup: Lookup): readonly Token[] {
  const codes: Token[] = []
  let rest = word
  let from = at
  for (let code = fullCode(rest, lookup); code; code = fullCode(rest, lookup)) {
    codes.push(token('P', written(from, from + code.length), { value: code.id }))
    rest = rest.slice(code.length)
    from += code.length
  }
  return [...codes, ...divided(rest, from, written, lookup.names)]
}

/** A precinct code inside the text must stand in its full form. */
function fullCode(word: string, { code: find }: Lookup): PrecinctCode | null {
  const code = word === '' ? null : find(word, null)
  return code && !code.mended && code.also === null ? code : null
}

/** Names, keywords and numbers. */
function divided(word: string, at: number, written: Written, names: Names): readonly Token[] {
  const tokens: Token[] = []
  let from = at
  const parts = pieces(word, names)
  for (const [i, { text, kind, glued }] of parts.entries()) {
    const sent = written(from, from + text.length)
    if (kind === 'digits') tokens.push(number(text, sent, tokens.length > 0))
    else if (kind === 'doubt' || (text.length === 1 && !keywords.has(text) && i > 0 && i < parts.length - 1))
      tokens.push(troubled('bad_number', written(at, at + word.length)))
    else tokens.push(lettered(text, sent, glued, names))
    from += text.length
  }
  return tokens
}

function number(text: string, written: string, glued: boolean): Token {
  const value = repairDigits(text)
  const repair = value === text ? null : { from: written, to: value }
  if (!glued && (text === '1' || text === '2')) return token(text, written, { value })
  return token(value.length > 5 ? 'b' : value.length === 4 ? '4' : 'n', written, { value, repair })
}

function lettered(text: string, written: string, glued: boolean, names: Names): Token {
  const keyword = keywords.get(text)
  if (keyword) return token(keyword, written, { value: text, glued })
  if (alignmentNouns.has(text)) return { ...troubled('unreadable', written), value: text }
  const { ids, how } = names.find(text)
  if (ids.length > 0) return token('g', written, { value: text, ids, misspelled: how === 'close' })
  return troubled(numberWords.has(text) ? 'bad_number' : 'unknown_name', written)
}
