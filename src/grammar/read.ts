import { ambiguousDigits } from './ambiguity/ambiguous-digits.ts'
import { diagnose } from './ambiguity/diagnose.ts'
import { isQuoted } from './ambiguity/quoted.ts'
import { maybeTruncated } from './ambiguity/truncation.ts'
import { type Expected, type Intent, unclear, type Vocabulary } from './intent.ts'
import { interpret } from './interpret.ts'
import { joiner } from './names/join-names.ts'
import { nearest } from './names/misspelling.ts'
import { makeNames, type Names } from './names/names.ts'
import { codeFinder } from './names/precinct-code.ts'
import { parse } from './parse.ts'
import { type Lexeme, lex } from './text/lexer.ts'
import { type Normal, normalize } from './text/normalize.ts'
import { type Token, troubled } from './text/token.ts'
import { typeTokens } from './text/tokens.ts'
import { wordTyper } from './text/word-tokens.ts'
import { carrierWords, conjunctions, courtesies, keywords } from './words.ts'

/**
 * A conjunction that is also the beginning of a name: after a count it is that name only in a list where others are
 * shortened too ("San 45 But 38 War 20"). "Sanders 45 but 38" may be one count put right.
 */
function unjoined(tokens: readonly Token[], names: Names): readonly Token[] {
  const cut = tokens.filter((token) => isShort(token, names))
  return tokens.map((token, i) =>
    cut.length === 1 && cut[0] === token && conjunctions.has(token.value) && /[n412]/.test(tokens[i - 1]?.symbol ?? '')
      ? troubled('unknown_name', token.written, [token.name])
      : token,
  )
}

const isShort = ({ symbol, value }: Token, names: Names): boolean =>
  symbol === 'g' && (value.length <= 2 || names.find(value).how === 'prefix')

/** The pieces without the courtesies at their end; a courtesy that is also a name stays. */
function withoutCourtesies(lexemes: readonly Lexeme[], names: Names): readonly Lexeme[] {
  let kept = lexemes
  for (;;) {
    const shorter = withoutOne(kept, names)
    if (shorter === null) return kept
    kept = shorter
  }
}

/** Few texts end in one of them: the others need no search. */
const endings: ReadonlySet<string | undefined> = new Set(courtesies.map((words) => words.at(-1)))

function withoutOne(lexemes: readonly Lexeme[], names: Names): readonly Lexeme[] | null {
  const last = lexemes.at(-1)
  if (last?.kind !== 'word' || !endings.has(last.text) || names.exact(last.text).length > 0) return null
  const phrase = courtesies.find(
    (words) =>
      words.length <= lexemes.length &&
      words.every((word, i) => lexemes[lexemes.length - words.length + i]?.text === word),
  )
  return phrase ? lexemes.slice(0, -phrase.length) : null
}

export type Reader = (text: string, expected?: Expected) => Intent

/** Longer texts are not read: a carrier delivers at most 1,600 characters. */
const longest = 5000

/** From here on a list that stops in the middle was cut rather than forgotten. */
const long = 140

const fold = (text: string): string => normalize(text).text

/**
 * The reader of one caucus' texts. Total, and the same text means the same whatever came before: that words and sentences
 * are remembered only saves work. `expected` is what the bot asked last. Cost grows linearly with the text.
 */
export function reader(vocabulary: Vocabulary): Reader {
  const names = makeNames(vocabulary.candidates, fold)
  const code = codeFinder(vocabulary.precinctCode, names)
  const typeWord = wordTyper({ names, code })
  const joined = joiner(vocabulary)

  return (sent, expected = { answer: 'nothing' }) => {
    if (sent.length > longest) return unclear('unreadable', null, { word: sent.slice(0, 20) })
    const normal = normalize(sent)
    const early = seized(normal.text)
    if (early) return early
    const all = lex(normal.text)
    if (!all) return unclear('unreadable', null, { word: sent.trim().slice(0, 20) })
    const lexemes = withoutCourtesies(all, names)
    if (lexemes.length === 0) return nothingSaid(sent, all)
    const cards = expected.answer === 'toss' || lexemes.some(({ text }) => keywords.get(text) === 'W')
    const codeWanted = expected.answer === 'precinct'
    const typing = { names, code, typeWord, cards, codeWanted, written: writer(sent, normal) }
    const tokens = unjoined(joined(ambiguousDigits(typeTokens(lexemes, typing), names)), names)
    const hesitant = normal.doubtfulPicture || tokens.some(({ symbol }) => symbol === '?')
    const intent = meaning({ tokens, sent, polite: lexemes.length < all.length, hesitant, expected })
    return intent.kind === 'unclear' && intent.reason === 'unknown_name' && intent.suggestions.length === 0
      ? { ...intent, suggestions: nearest(fold(intent.word), vocabulary.candidates, fold) }
      : intent
  }
}

interface Typed {
  readonly tokens: readonly Token[]
  readonly sent: string
  readonly polite: boolean
  readonly hesitant: boolean
  readonly expected: Expected
}

function meaning({ tokens: all, sent, polite, hesitant, expected }: Typed): Intent {
  const codes = [...new Set(all.filter(({ symbol }) => symbol === 'P').map(({ value }) => value))]
  if (codes.length > 1) return unclear('several_precincts', null, { word: codes.join(' '), suggestions: codes })
  const precinct = codes[0] ?? null
  const tokens = all.filter(({ symbol }) => symbol !== '?')
  if (tokens.length < all.length && tokens.every(({ symbol }) => symbol === 'P')) return { kind: 'status', precinct }
  const symbols = tokens.map(({ symbol }) => symbol).join('')
  const parsed = parse(symbols)
  if (parsed.outcome === 'one') {
    if (polite && /^P?NP?$/.test(symbols)) return unclear('unreadable', precinct, { word: sent.trim().slice(0, 40) })
    const cut = (readings: Parameters<typeof maybeTruncated>[1]): boolean => !polite && maybeTruncated(sent, readings)
    return interpret(parsed.sentence, { tokens, expected, precinct, hesitant, cut })
  }
  return diagnose(tokens, parsed.outcome === 'stuck' ? parsed.at : null, precinct, sent.length >= long)
}

/** What carriers keep for themselves, and what quotes us. */
function seized(text: string): Intent | null {
  const word = text.trim().replace(/[.!]+$/, '')
  if (carrierWords.has(word)) return unclear('carrier_word', null, { word: word.toUpperCase() })
  return isQuoted(text) ? unclear('quoted', null) : null
}

/** Marks, pictures or thanks alone. A thumb up is an OK without its code. */
function nothingSaid(sent: string, all: readonly Lexeme[]): Intent {
  const word = sent.trim().slice(0, 20)
  return /[👍👌✅✔]/u.test(sent) && all.length === 0
    ? unclear('no_code', null, { word })
    : unclear('empty', null, { word })
}

/** Gives back what was sent between two places of the normalised text. */
function writer(sent: string, { from }: Normal): (start: number, end: number) => string {
  return (start, end) => (from ? sent.slice(from[start], from[end]) : sent.slice(start, end)).trim()
}
