import type { Vocabulary } from './intent.ts'
import type { Lexeme } from './lexer.ts'
import { type Names, nearest } from './names.ts'
import { pieces } from './pieces.ts'
import { type CodeFinder, repairDigits } from './precinct.ts'
import { type Token, token, troubled } from './token.ts'
import { alignmentNouns, keywords, numberWords } from './words.ts'

export interface Typing {
  readonly vocabulary: Vocabulary
  readonly names: Names
  readonly code: CodeFinder
  readonly fold: (text: string) => string
  /** A game of chance is spoken of: what looks like a playing card after a name is one. */
  readonly cards: boolean
  /** The text between two places of the normalised text, as it was sent. */
  readonly written: (from: number, to: number) => string
}

/** Gives every word its type. What belongs to no type becomes `!`, with its reason; nothing is left out. */
export function typed(lexemes: readonly Lexeme[], typing: Typing): readonly Token[] {
  const tokens: Token[] = []
  let i = 0
  const first = lexemes[0]
  if (first?.kind === 'word') {
    const led = leading(first, lexemes, typing)
    tokens.push(...led.tokens)
    i = led.used
  }
  for (; i < lexemes.length; i++) {
    const lexeme = lexemes[i]!
    if (lexeme.kind === 'word')
      tokens.push(...(card(lexeme, tokens, typing) ?? wordTokens(lexeme.text, lexeme.at, typing, tokens.length > 0)))
    else if (lexeme.kind === 'plus') tokens.push(token('+', '+'))
    else if (lexeme.kind === 'and') tokens.push(token('&', '&'))
    else if (lexeme.kind === 'asks') tokens.push(token('?', '?'))
    else tokens.push(...marked(lexeme, lexemes[i + 1], tokens, typing))
  }
  return tokens.some((t) => t.value !== '' && alignmentNouns.has(t.value)) ? withoutNouns(tokens) : tokens
}

/** A mark that spoils the number beside it, or letters of another script. */
function marked(lexeme: Lexeme, next: Lexeme | undefined, before: readonly Token[], typing: Typing): Token[] {
  const to = lexeme.at + lexeme.text.length
  const last = before.at(-1)
  if (lexeme.kind === 'other') return [troubled('unreadable', typing.written(lexeme.at, to))]
  if (lexeme.kind === 'joint' && last?.symbol === 'P') return []
  const number = /^[\doil]+/.exec(next?.kind === 'word' && next.at === to ? next.text : '')?.[0] ?? ''
  const front = lexeme.kind === 'joint' || lexeme.text.startsWith('%') ? (last?.written ?? '') : ''
  return [troubled('bad_number', front + typing.written(lexeme.at, to + number.length))]
}

/** A precinct code at the very start may be padded, repaired or in two words, where nothing else can be meant. */
function leading(
  first: Lexeme,
  lexemes: readonly Lexeme[],
  typing: Typing,
): { readonly tokens: Token[]; readonly used: number } {
  const second = lexemes[1]
  const code = typing.code(first.text, second?.kind === 'word' ? second.text : null)
  if (!code) return { tokens: [], used: 0 }
  const to = code.words === 2 && second ? second.at + second.text.length : first.at + code.length
  const written = typing.written(first.at, to)
  const rest =
    code.words === 1 && code.length < first.text.length
      ? wordTokens(first.text.slice(code.length), first.at + code.length, typing, true)
      : []
  if (code.also !== null) {
    const next = rest[0] ?? after(lexemes[code.words], typing)
    const verdict = contested(code.also, code.mended, first.text, next)
    if (verdict === 'ask')
      return {
        tokens: [troubled(code.also === 'name' ? 'two_names' : 'unreadable', written), ...rest],
        used: code.words,
      }
    if (verdict === 'other') return { tokens: [], used: 0 }
  }
  const repair = code.mended && written.toUpperCase() !== code.id ? { from: written, to: code.id } : null
  return { tokens: [token('P', written, { value: code.id, repair }), ...rest], used: code.words }
}

/** Whether letters before digits are a code although they also begin a name or are a keyword: what follows decides, or nobody. */
function contested(
  also: 'keyword' | 'name',
  mended: boolean,
  word: string,
  next: Token | null,
): 'code' | 'other' | 'ask' {
  if (also === 'name') return next === null || next.symbol === 'g' || next.symbol === '!' ? 'other' : 'code'
  const letter = keywords.get(word.replace(/\d.*/, '')) ?? ''
  if (mended || 'OyKQ'.includes(letter)) return 'other'
  if ('IFD'.includes(letter) && next !== null && next.symbol !== 'g') return 'code'
  return 'ask'
}

const after = (lexeme: Lexeme | undefined, typing: Typing): Token | null =>
  lexeme === undefined
    ? null
    : lexeme.kind === 'word'
      ? (wordTokens(lexeme.text, lexeme.at, typing, true)[0] ?? null)
      : token('&', lexeme.text)

function wordTokens(word: string, at: number, typing: Typing, later: boolean): Token[] {
  const code = later ? typing.code(word, null) : null
  if (code && !code.mended && code.also === null) {
    const here = token('P', typing.written(at, at + code.length), { value: code.id })
    return code.length === word.length
      ? [here]
      : [here, ...wordTokens(word.slice(code.length), at + code.length, typing, true)]
  }
  const tokens: Token[] = []
  let from = at
  for (const { text, kind, glued } of pieces(word, typing.names)) {
    const written = typing.written(from, from + text.length)
    if (kind === 'digits') tokens.push(number(text, written, tokens.length > 0))
    else if (kind === 'doubt') tokens.push(troubled('bad_number', typing.written(at, at + word.length)))
    else tokens.push(lettered(text, written, glued, typing))
    from += text.length
  }
  return tokens
}

function card({ text, at }: Lexeme, before: readonly Token[], { cards, names, written }: Typing): Token[] | null {
  if (!cards || before.at(-1)?.symbol !== 'g' || !/^(?:10|[2-9jqka])[shdc]$/.test(text)) return null
  const shown = written(at, at + text.length)
  return [
    names.exact(text).length > 0 ? troubled('two_names', shown) : token('c', shown, { value: text.toUpperCase() }),
  ]
}

function number(text: string, written: string, glued: boolean): Token {
  const value = repairDigits(text)
  const repair = value === text ? null : { from: written, to: value }
  if (!glued && (text === '1' || text === '2')) return token(text, written, { value })
  return token(value.length > 5 ? 'b' : value.length === 4 ? '4' : 'n', written, { value, repair })
}

function lettered(text: string, written: string, glued: boolean, { names, vocabulary, fold }: Typing): Token {
  const keyword = keywords.get(text)
  if (keyword) return token(keyword, written, { value: text, glued })
  if (alignmentNouns.has(text))
    return token('!', written, { value: text, problem: { reason: 'unreadable', word: written, suggestions: [] } })
  const { ids, how } = names.find(text)
  if (ids.length === 0)
    return troubled(
      numberWords.has(text) ? 'bad_number' : 'unknown_name',
      written,
      numberWords.has(text) ? [] : nearest(text, vocabulary.candidates, fold),
    )
  const only = ids.length === 1 ? vocabulary.candidates[ids[0]!]!.name : null
  return token('g', written, {
    value: text,
    ids,
    repair: how === 'close' && only !== null ? { from: written, to: only } : null,
  })
}

/** "Final alignment" is "final". */
const withoutNouns = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(({ value }, i) => !(alignmentNouns.has(value) && /^[IF]$/.test(tokens[i - 1]?.symbol ?? '')))
