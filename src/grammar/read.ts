import { questionConjunctions, questionDigits } from './ambiguity/ambiguous-tokens.ts'
import { diagnose } from './ambiguity/diagnose.ts'
import { isQuoted } from './ambiguity/quoted.ts'
import { maybeTruncated } from './ambiguity/truncation.ts'
import { type Expected, type Intent, unclear, type Vocabulary } from './intent.ts'
import { interpret } from './interpret.ts'
import { nameJoiner } from './names/join-names.ts'
import { suggestNames } from './names/misspelling.ts'
import { indexNames, type NameIndex } from './names/name-index.ts'
import { precinctCodeFinder } from './names/precinct-code.ts'
import { parse } from './parse.ts'
import { type Lexeme, lex } from './text/lexer.ts'
import { type NormalText, normalize } from './text/normalize.ts'
import type { Token } from './text/token.ts'
import { tokenizer } from './text/tokenize.ts'
import { carrierWords, courtesies, keywords } from './words.ts'

export type Reader = (text: string, expected?: Expected) => Intent

/** Longer texts are not read: a carrier delivers at most 1,600 characters. */
const longestText = 5000

/**
 * The reader of one caucus' texts: marks and scripts made plain, words given their symbols, names joined, the sentence
 * parsed and interpreted. Total: any text gives an intent. The same text means the same whatever came before, for what is
 * remembered of words and sentences only saves work. Cost grows linearly with the text.
 *
 * `reader(vocabulary)('P0412 A 113')` is `{ kind: 'report', precinct: 'P0412', attendance: 113, … }`.
 *
 * The reader's second argument is what the bot asked last, so that a bare answer can be taken.
 */
export function reader(vocabulary: Vocabulary): Reader {
  const names = indexNames(vocabulary.candidates)
  const tokenize = tokenizer(names, precinctCodeFinder(vocabulary.precinctCode, names))
  const joinNames = nameJoiner(vocabulary)

  return (sent, expected = { answer: 'nothing' }) => {
    if (sent.length > longestText) return unclear('unreadable', null, { word: sent.slice(0, 20) })
    const normal = normalize(sent)
    const notOurs = carrierWordOrQuote(normal.text)
    if (notOurs) return notOurs
    const lexed = lex(normal.text)
    if (!lexed) return unclear('unreadable', null, { word: sent.trim().slice(0, 20) })
    const lexemes = withoutCourtesies(lexed, names)
    if (lexemes.length === 0) return nothingButMarks(sent, lexed)
    const cards = expected.answer === 'toss' || lexemes.some(({ text }) => keywords.get(text) === 'W')
    const codeWanted = expected.answer === 'precinct'
    const typed = tokenize(lexemes, { original: originalText(sent, normal), cards, codeWanted })
    const tokens = questionConjunctions(joinNames(questionDigits(typed, names)), names)
    const polite = lexemes.length < lexed.length
    const intent = interpretTokens({ tokens, sent, polite, doubtfulPicture: normal.doubtfulPicture, expected })
    return intent.kind === 'unclear' && intent.reason === 'unknown_name' && intent.suggestions.length === 0
      ? { ...intent, suggestions: suggestNames(intent.word, vocabulary.candidates) }
      : intent
  }
}

/** What carriers keep for themselves, and what quotes us. */
function carrierWordOrQuote(text: string): Intent | null {
  const word = text.trim().replace(/[.!]+$/, '')
  if (carrierWords.has(word)) return unclear('carrier_word', null, { word: word.toUpperCase() })
  return isQuoted(text) ? unclear('quoted', null) : null
}

/** The lexemes without the courtesies at their end; a courtesy that is also a name stays. */
function withoutCourtesies(lexemes: readonly Lexeme[], names: NameIndex): readonly Lexeme[] {
  const last = lexemes.at(-1)
  if (last?.kind !== 'word' || !lastCourtesyWords.has(last.text) || names.exact(last.text).length > 0) return lexemes
  const courtesy = courtesies.find(
    (words) =>
      words.length <= lexemes.length &&
      words.every((word, i) => lexemes[lexemes.length - words.length + i]?.text === word),
  )
  return courtesy ? withoutCourtesies(lexemes.slice(0, -courtesy.length), names) : lexemes
}

/** Few texts end in one of them: the others need no search. */
const lastCourtesyWords: ReadonlySet<string | undefined> = new Set(courtesies.map((words) => words.at(-1)))

/** Marks, pictures or thanks alone. A thumb up is an OK without its code. */
function nothingButMarks(sent: string, lexed: readonly Lexeme[]): Intent {
  const reason = /[👍👌✅✔]/u.test(sent) && lexed.length === 0 ? 'no_code' : 'empty'
  return unclear(reason, null, { word: sent.trim().slice(0, 20) })
}

/** Gives back what was sent between two places of the normalised text. */
function originalText(sent: string, { from }: NormalText): (start: number, end: number) => string {
  return (start, end) => (from ? sent.slice(from[start], from[end]) : sent.slice(start, end)).trim()
}

interface TokenizedText {
  readonly tokens: readonly Token[]
  readonly sent: string
  /** Courtesies stood at its end: it was not cut. */
  readonly polite: boolean
  readonly doubtfulPicture: boolean
  readonly expected: Expected
}

/** From here on a list that stops in the middle was cut rather than forgotten. */
const longText = 140

function interpretTokens({ tokens: all, sent, polite, doubtfulPicture, expected }: TokenizedText): Intent {
  const codes = [...new Set(all.filter(({ symbol }) => symbol === 'P').map(({ value }) => value))]
  if (codes.length > 1) return unclear('several_precincts', null, { word: codes.join(' '), suggestions: codes })
  const precinct = codes[0] ?? null
  const tokens = all.filter(({ symbol }) => symbol !== '?')
  const asks = tokens.length < all.length
  if (asks && tokens.every(({ symbol }) => symbol === 'P')) return { kind: 'status', precinct }
  const symbols = tokens.map(({ symbol }) => symbol).join('')
  const parsed = parse(symbols)
  if (parsed.outcome !== 'one')
    return diagnose(tokens, parsed.outcome === 'stuck' ? parsed.at : null, precinct, sent.length >= longText)
  if (polite && /^P?NP?$/.test(symbols)) return unclear('unreadable', precinct, { word: sent.trim().slice(0, 40) })
  return interpret(parsed.sentence, {
    tokens,
    expected,
    precinct,
    hesitant: doubtfulPicture || asks,
    maybeCut: (parts) => !polite && maybeTruncated(sent, parts),
  })
}
