import { memoize } from '../memoize.ts'
import type { NameIndex } from '../names/name-index.ts'
import { type FoundPrecinctCode, type PrecinctCodeFinder, repairDigits } from '../names/precinct-code.ts'
import { alignmentNouns, keywords, numberWords, precinctNouns } from '../words.ts'
import type { Lexeme } from './lexer.ts'
import { splitWord } from './split-word.ts'
import { problemToken, type Token, token } from './token.ts'

/** The text as it was sent between two places of the normalised text. */
type Original = (from: number, to: number) => string

/** What of a text and of the conversation its words depend on. */
interface Context {
  readonly original: Original
  /** A game of chance is spoken of: what looks like a playing card after a name is one. */
  readonly cards: boolean
  /** The bot asked for a precinct code. */
  readonly codeWanted: boolean
}

interface Tokenizing extends Context {
  readonly names: NameIndex
  readonly findCode: PrecinctCodeFinder
  /** The tokens of one run of letters and digits. */
  readonly tokensOf: (word: string, at: number) => readonly Token[]
}

type Tokenizer = (lexemes: readonly Lexeme[], context: Context) => readonly Token[]

/**
 * Gives every word of one caucus' texts its symbol. A word without one becomes `!`, with its reason; nothing is left out.
 * A word that was sent in the very letters that are read gives the same tokens every time: it is worked out once.
 */
export function tokenizer(names: NameIndex, findCode: PrecinctCodeFinder): Tokenizer {
  const remembered = memoize((sent) =>
    wordTokens(sent.toLowerCase(), 0, (from, to) => sent.slice(from, to), names, findCode),
  )
  return (lexemes, context) => {
    const tokensOf = (word: string, at: number): readonly Token[] => {
      const sent = context.original(at, at + word.length)
      return sent.toLowerCase() === word ? remembered(sent) : wordTokens(word, at, context.original, names, findCode)
    }
    return tokenize(lexemes, { ...context, names, findCode, tokensOf })
  }
}

function tokenize(lexemes: readonly Lexeme[], text: Tokenizing): readonly Token[] {
  const start = leadingCode(lexemes, text)
  const tokens = [...start.tokens]
  for (let i = start.used; i < lexemes.length; i++) tokens.push(...lexemeTokens(lexemes, i, tokens.at(-1), text))
  return tokens.some(isAlignmentNoun)
    ? tokens.filter((token, i) => !(isAlignmentNoun(token) && /^[IF]$/.test(tokens[i - 1]?.symbol ?? '')))
    : joinCode(tokens)
}

/**
 * Joins the groups of a code that is written with spaces ("OK 482 163", "KEEP 4821 6307"): of one length, six or eight
 * digits together, and with nothing before OK, KEEP, YES or Y but the precinct. Nowhere else are digits joined across a
 * space: "482 163" alone, or "163" behind a count, may be two numbers.
 */
function joinCode(tokens: readonly Token[]): readonly Token[] {
  const word = tokens[0]?.symbol === 'P' ? 1 : 0
  if (!/^[OKy]$/.test(tokens[word]?.symbol ?? '')) return tokens
  const behind = tokens.slice(word + 1)
  const end = behind.findIndex(({ symbol }) => !/^[n4]$/.test(symbol))
  const groups = end === -1 ? behind : behind.slice(0, end)
  const joined = groups.map(({ value }) => value).join('')
  const even = groups.length > 1 && groups.every(({ value }) => value.length === groups[0]?.value.length)
  if (!even || !/^(?:\d{6}|\d{8})$/.test(joined)) return tokens
  const code = token('6', groups.map(({ written }) => written).join(' '), { value: joined })
  return [...tokens.slice(0, word + 1), code, ...behind.slice(groups.length)]
}

/** "Final alignment" is "final"; the noun anywhere else is a question. */
const isAlignmentNoun = ({ symbol, value }: Token): boolean => symbol === '!' && alignmentNouns.has(value)

/** The tokens at the start of a text that hold a precinct code, and how many lexemes they take. */
interface LeadingCode {
  readonly tokens: readonly Token[]
  readonly used: number
}

const noCode: LeadingCode = { tokens: [], used: 0 }

/** A precinct code at the very start may be padded, repaired or in two words, if nothing else can be meant. */
function leadingCode(lexemes: readonly Lexeme[], text: Tokenizing): LeadingCode {
  const noun = lexemes[0]?.kind === 'word' && precinctNouns.has(lexemes[0].text) ? 1 : 0
  const { tokens, used } = codeAtStart(lexemes.slice(noun), text)
  if (noun === 0) return { tokens, used }
  return tokens[0]?.symbol === 'P' ? { tokens, used: used + noun } : noCode
}

function codeAtStart(lexemes: readonly Lexeme[], text: Tokenizing): LeadingCode {
  const [first, second] = lexemes
  if (first?.kind !== 'word') return noCode
  const code = text.findCode(first.text, second?.kind === 'word' ? second.text : null)
  if (!code) return noCode
  const to = code.words === 2 && second ? second.at + second.text.length : first.at + code.length
  const written = text.original(first.at, to)
  const glued = code.words === 1 && code.length < first.text.length
  const rest = glued ? text.tokensOf(first.text.slice(code.length), first.at + code.length) : []
  const next = rest[0] ?? firstToken(lexemes[code.words], text)
  if (code.repaired && next === null && !text.codeWanted && (code.words === 2 || code.digits < 3)) return noCode
  if (code.alsoMeans !== null && !(next === null && text.codeWanted)) {
    const meant = code.alsoMeans === 'name' ? codeOrName(next) : codeOrKeyword(first.text, code.repaired, next)
    if (meant === 'other') return noCode
    if (meant === 'ask') return { tokens: [problemToken('unreadable', written), ...rest], used: code.words }
  }
  const repair = code.repaired && written.toUpperCase() !== code.id ? { from: written, to: code.id } : null
  return { tokens: [token('P', written, { value: code.id, repair }), ...rest], used: code.words }
}

/**
 * "W412 A 113" can only be a code, for no number follows a group's number; nor is "W412" alone a list. "W 20", or
 * "S45 W20", may be groups.
 */
function codeOrName(next: Token | null): 'code' | 'other' {
  return next !== null && /[g!]/.test(next.symbol) ? 'other' : 'code'
}

/** "A0113" is a code or an attendance, "F0412 A 113" only a code, "Y4821" only an approval code. */
function codeOrKeyword(word: string, repaired: boolean, next: Token | null): 'code' | 'other' | 'ask' {
  const keyword = keywords.get(word.replace(/\d.*/, '')) ?? ''
  if (repaired || 'OyKQ'.includes(keyword)) return 'other'
  return 'IFD'.includes(keyword) && next !== null && next.symbol !== 'g' ? 'code' : 'ask'
}

function firstToken(lexeme: Lexeme | undefined, text: Tokenizing): Token | null {
  if (lexeme === undefined) return null
  return lexeme.kind === 'word' ? (text.tokensOf(lexeme.text, lexeme.at)[0] ?? null) : token('&', lexeme.text)
}

function lexemeTokens(
  lexemes: readonly Lexeme[],
  i: number,
  last: Token | undefined,
  text: Tokenizing,
): readonly Token[] {
  const lexeme = lexemes[i]
  if (!lexeme) return []
  switch (lexeme.kind) {
    case 'word':
      return cardTokens(lexeme, last, text) ?? text.tokensOf(lexeme.text, lexeme.at)
    case 'plus':
      return [token('+', '+')]
    case 'and':
      return [token('e', '&')]
    case 'asks':
      return [token('?', '?')]
    case 'other':
      return [problemToken('unreadable', text.original(lexeme.at, lexeme.at + lexeme.text.length))]
    case 'joint':
    case 'signed':
    case 'bad':
      return spoiledNumber(lexeme, lexemes[i + 1], last, text)
    default:
      return lexeme.kind satisfies never
  }
}

/** A mark that spoils the number beside it: "-5", "4.5", "45%". Between a precinct code and a number it only parts them. */
function spoiledNumber(
  lexeme: Lexeme,
  next: Lexeme | undefined,
  last: Token | undefined,
  text: Tokenizing,
): readonly Token[] {
  if (lexeme.kind === 'joint' && last?.symbol === 'P') return []
  const to = lexeme.at + lexeme.text.length
  const number = /^[\doil]+/.exec(next?.kind === 'word' && next.at === to ? next.text : '')?.[0] ?? ''
  const front = lexeme.kind === 'joint' || lexeme.text.startsWith('%') ? (last?.written ?? '') : ''
  return [problemToken('bad_number', front + text.original(lexeme.at, to + number.length))]
}

function cardTokens({ text: card, at }: Lexeme, last: Token | undefined, text: Tokenizing): readonly Token[] | null {
  if (!text.cards || last?.symbol !== 'g' || !/^(?:10|[2-9jqka])[shdc]$/.test(card)) return null
  const written = text.original(at, at + card.length)
  const isName = text.names.exact(card).length > 0
  return [isName ? problemToken('two_names', written) : token('c', written, { value: card.toUpperCase() })]
}

/** The tokens of one run of letters and digits: precinct codes glued to its front, then names, keywords and numbers. */
function wordTokens(
  word: string,
  at: number,
  original: Original,
  names: NameIndex,
  findCode: PrecinctCodeFinder,
): readonly Token[] {
  const tokens: Token[] = []
  let rest = word
  let from = at
  for (let code = fullCode(rest, findCode); code; code = fullCode(rest, findCode)) {
    tokens.push(token('P', original(from, from + code.length), { value: code.id }))
    rest = rest.slice(code.length)
    from += code.length
  }
  const whole = original(from, from + rest.length)
  const pieces = splitWord(rest, names)
  for (const [i, { text, kind, glued }] of pieces.entries()) {
    const written = original(from, from + text.length)
    if (kind === 'digits') tokens.push(numberToken(text, written, i > 0))
    else if (kind === 'ambiguous' || (text.length === 1 && !keywords.has(text) && i > 0 && i < pieces.length - 1))
      tokens.push(problemToken('bad_number', whole))
    else tokens.push(lettersToken(text, written, glued, names))
    from += text.length
  }
  return tokens
}

/** A precinct code inside the text must stand in its full form. */
function fullCode(word: string, findCode: PrecinctCodeFinder): FoundPrecinctCode | null {
  const code = word === '' ? null : findCode(word, null)
  return code && !code.repaired && code.alsoMeans === null ? code : null
}

function numberToken(text: string, written: string, glued: boolean): Token {
  const value = repairDigits(text)
  const repair = value === text ? null : { from: written, to: value }
  if (!glued && (text === '1' || text === '2')) return token(text, written, { value })
  return token(numberSymbol(value.length), written, { value, repair })
}

/** A count has at most five digits, an approval code six or eight; four and five may be one that lost some on the way. */
function numberSymbol(digits: number): string {
  if (digits < 4) return 'n'
  if (digits < 6) return '4'
  return digits <= 8 ? '6' : 'b'
}

function lettersToken(text: string, written: string, glued: boolean, names: NameIndex): Token {
  const keyword = keywords.get(text)
  if (keyword) return token(keyword, written, { value: text, glued })
  if (alignmentNouns.has(text)) return { ...problemToken('unreadable', written), value: text }
  const { ids, how } = names.find(text)
  if (ids.length > 0) return token('g', written, { value: text, ids, misspelled: how === 'close' })
  return problemToken(numberWords.has(text) ? 'bad_number' : 'unknown_name', written)
}
