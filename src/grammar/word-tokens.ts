import type { Names } from './names.ts'
import { pieces } from './pieces.ts'
import { type CodeFinder, repairDigits } from './precinct.ts'
import { type Token, token, troubled } from './token.ts'
import { alignmentNouns, keywords, numberWords } from './words.ts'

export interface Typing {
  readonly names: Names
  readonly code: CodeFinder
  /** A game of chance is spoken of: what looks like a playing card after a name is one. */
  readonly cards: boolean
  /** A precinct code was asked for. */
  readonly codeWanted: boolean
  /** The text between two places of the normalised text, as it was sent. */
  readonly written: (from: number, to: number) => string
}

/** The tokens of one run of letters and digits. A precinct code inside the text must stand in its full form. */
export function wordTokens(word: string, at: number, typing: Typing): readonly Token[] {
  const code = typing.code(word, null)
  if (code && !code.mended && code.also === null) {
    const here = token('P', typing.written(at, at + code.length), { value: code.id })
    return code.length === word.length
      ? [here]
      : [here, ...wordTokens(word.slice(code.length), at + code.length, typing)]
  }
  const tokens: Token[] = []
  let from = at
  const divided = pieces(word, typing.names)
  for (const [i, { text, kind, glued }] of divided.entries()) {
    const written = typing.written(from, from + text.length)
    if (kind === 'digits') tokens.push(number(text, written, tokens.length > 0))
    else if (kind === 'doubt' || (text.length === 1 && !keywords.has(text) && i > 0 && i < divided.length - 1))
      tokens.push(troubled('bad_number', typing.written(at, at + word.length)))
    else tokens.push(lettered(text, written, glued, typing.names))
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
