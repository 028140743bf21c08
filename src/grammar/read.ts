import { unjoined } from './conjunction.ts'
import { withoutCourtesies } from './courtesy.ts'
import { maybeCut } from './cut.ts'
import { diagnose } from './diagnose.ts'
import { joiner } from './groups.ts'
import type { Expected, Intent, Vocabulary } from './intent.ts'
import { interpret } from './interpret.ts'
import { type Lexeme, lex } from './lexer.ts'
import { makeNames } from './names.ts'
import { nearest } from './near.ts'
import { type Normal, normalize } from './normalize.ts'
import { parse } from './parse.ts'
import { codeFinder } from './precinct.ts'
import { isQuoted } from './quoted.ts'
import { seamed } from './seams.ts'
import type { Token } from './token.ts'
import { typed } from './tokens.ts'
import { unclear } from './unclear.ts'
import { wordTyper } from './word-tokens.ts'
import { carrierWords, keywords } from './words.ts'

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
    const tokens = unjoined(joined(seamed(typed(lexemes, typing), names)), names)
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
    const cut = (readings: Parameters<typeof maybeCut>[1]): boolean => !polite && maybeCut(sent, readings)
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
