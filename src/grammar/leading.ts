import type { Lexeme } from './lexer.ts'
import { type Token, token, troubled } from './token.ts'
import { type Typing, wordTokens } from './word-tokens.ts'
import { keywords, precinctNouns } from './words.ts'

/** The tokens at the start of a text that hold a precinct code, and how many pieces they take. */
export interface Leading {
  readonly tokens: readonly Token[]
  readonly used: number
}

const nothing: Leading = { tokens: [], used: 0 }

/** A precinct code at the very start may be padded, repaired or in two words, where nothing else can be meant. */
export function leading(all: readonly Lexeme[], typing: Typing): Leading {
  const noun = all[0]?.kind === 'word' && precinctNouns.has(all[0].text) ? 1 : 0
  const { tokens, used } = coded(all.slice(noun), typing)
  return tokens[0]?.symbol === 'P' ? { tokens, used: used + noun } : noun === 1 ? nothing : { tokens, used }
}

function coded(lexemes: readonly Lexeme[], typing: Typing): Leading {
  const [first, second] = lexemes
  if (first?.kind !== 'word') return nothing
  const code = typing.code(first.text, second?.kind === 'word' ? second.text : null)
  if (!code) return nothing
  const to = code.words === 2 && second ? second.at + second.text.length : first.at + code.length
  const written = typing.written(first.at, to)
  const glued = code.words === 1 && code.length < first.text.length
  const rest = glued ? wordTokens(first.text.slice(code.length), first.at + code.length, typing) : []
  const next = rest[0] ?? after(lexemes[code.words], typing)
  if (code.mended && next === null && !typing.codeWanted && (code.words === 2 || code.digits < 3)) return nothing
  if (code.also !== null && !(next === null && typing.codeWanted)) {
    const verdict = code.also === 'name' ? besideName(next) : besideKeyword(first.text, code.mended, next)
    if (verdict === 'other') return nothing
    if (verdict === 'ask') return { tokens: [troubled('unreadable', written), ...rest], used: code.words }
  }
  const repair = code.mended && written.toUpperCase() !== code.id ? { from: written, to: code.id } : null
  return { tokens: [token('P', written, { value: code.id, repair }), ...rest], used: code.words }
}

type Verdict = 'code' | 'other' | 'ask'

/**
 * "W412 A 113" can only be a code, for no number follows a group's number; nor is "W412" alone a list. "W 20", or
 * "S45 W20", may be groups.
 */
function besideName(next: Token | null): Verdict {
  return next !== null && /[g!]/.test(next.symbol) ? 'other' : 'code'
}

/** "A0113" is a code or an attendance, "F0412 A 113" only a code, "Y4821" only an approval. */
function besideKeyword(word: string, mended: boolean, next: Token | null): Verdict {
  const keyword = keywords.get(word.replace(/\d.*/, '')) ?? ''
  if (mended || 'OyKQ'.includes(keyword)) return 'other'
  return 'IFD'.includes(keyword) && next !== null && next.symbol !== 'g' ? 'code' : 'ask'
}

function after(lexeme: Lexeme | undefined, typing: Typing): Token | null {
  if (lexeme === undefined) return null
  return lexeme.kind === 'word' ? (wordTokens(lexeme.text, lexeme.at, typing)[0] ?? null) : token('&', lexeme.text)
}
