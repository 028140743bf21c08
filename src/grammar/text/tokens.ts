import { alignmentNouns, keywords, precinctNouns } from '../words.ts'
import type { Lexeme } from './lexer.ts'
import { type Token, token, troubled } from './token.ts'
import { type Typing, wordTokens } from './word-tokens.ts'

/** The tokens at the start of a text that hold a precinct code, and how many pieces they take. */
interface Leading {
  readonly tokens: readonly Token[]
  readonly used: number
}

const nothing: Leading = { tokens: [], used: 0 }

/** A precinct code at the very start may be padded, repaired or in two words, where nothing else can be meant. */
function leading(all: readonly Lexeme[], typing: Typing): Leading {
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

/** Gives every word its type. What belongs to no type becomes `!`, with its reason; nothing is left out. */
export function typeTokens(lexemes: readonly Lexeme[], typing: Typing): readonly Token[] {
  const led = leading(lexemes, typing)
  const tokens = [...led.tokens]
  for (let i = led.used; i < lexemes.length; i++) tokens.push(...typedOne(lexemes, i, tokens, typing))
  return tokens.some(isNoun)
    ? tokens.filter((t, i) => !(isNoun(t) && /^[IF]$/.test(tokens[i - 1]?.symbol ?? '')))
    : tokens
}

/** "Final alignment" is "final"; the noun anywhere else is a question. */
const isNoun = ({ symbol, value }: Token): boolean => symbol === '!' && alignmentNouns.has(value)

function typedOne(lexemes: readonly Lexeme[], i: number, before: readonly Token[], typing: Typing): readonly Token[] {
  const lexeme = lexemes[i]
  if (!lexeme) return []
  switch (lexeme.kind) {
    case 'word':
      return card(lexeme, before, typing) ?? wordTokens(lexeme.text, lexeme.at, typing)
    case 'plus':
      return [token('+', '+')]
    case 'and':
      return [token('e', '&')]
    case 'asks':
      return [token('?', '?')]
    case 'other':
      return [troubled('unreadable', typing.written(lexeme.at, lexeme.at + lexeme.text.length))]
    case 'joint':
    case 'signed':
    case 'bad':
      return spoiled(lexeme, lexemes[i + 1], before.at(-1), typing)
    default:
      return lexeme.kind satisfies never
  }
}

/** A mark that spoils the number beside it: "-5", "4.5", "45%". Between a precinct code and a number it only parts them. */
function spoiled(lexeme: Lexeme, next: Lexeme | undefined, last: Token | undefined, typing: Typing): readonly Token[] {
  if (lexeme.kind === 'joint' && last?.symbol === 'P') return []
  const to = lexeme.at + lexeme.text.length
  const number = /^[\doil]+/.exec(next?.kind === 'word' && next.at === to ? next.text : '')?.[0] ?? ''
  const front = lexeme.kind === 'joint' || lexeme.text.startsWith('%') ? (last?.written ?? '') : ''
  return [troubled('bad_number', front + typing.written(lexeme.at, to + number.length))]
}

function card({ text, at }: Lexeme, before: readonly Token[], typing: Typing): readonly Token[] | null {
  if (!typing.cards || before.at(-1)?.symbol !== 'g' || !/^(?:10|[2-9jqka])[shdc]$/.test(text)) return null
  const shown = typing.written(at, at + text.length)
  const isName = typing.names.exact(text).length > 0
  return [isName ? troubled('two_names', shown) : token('c', shown, { value: text.toUpperCase() })]
}
