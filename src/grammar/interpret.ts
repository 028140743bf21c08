import { ambiguity, slot } from './ambiguity/ambiguity-check.ts'
import {
  type Alignment,
  type Expected,
  type Intent,
  type Reason,
  type Repair,
  type Report,
  type Toss,
  unclear,
} from './intent.ts'
import { nameAt, numberAt, type Reading, reading } from './lists.ts'
import type { Part, Sentence } from './report.ts'
import type { Token } from './text/token.ts'

const repairs = (tokens: readonly Token[]): readonly Repair[] => tokens.flatMap(({ repair }) => repair ?? [])

const nothing = {
  initial: null,
  final: null,
  delegates: null,
  toss: null,
  groups: null,
  checksum: null,
  more: false,
} as const

/** A number alone, where the attendance was asked for. */
function attendance(at: number, { tokens, precinct }: Read): Intent {
  return { ...nothing, kind: 'report', precinct, attendance: numberAt(at, tokens), repairs: repairs(tokens) }
}

/** Who won, and with which cards. Null where a group or a card comes twice, a lone letter stands among names, or some have cards and others none. */
function toss(part: Part | undefined, tokens: readonly Token[]): Toss | null {
  const drawn = (part?.winners ?? []).map(({ group, card }) => [nameAt(group, tokens), card] as const)
  const cards = drawn.flatMap(([name, card]) => (card === null ? [] : [[name, tokens[card]?.value ?? ''] as const]))
  const winners = [...new Set(drawn.map(([name]) => name))]
  const different = new Set(cards.map(([, card]) => card)).size
  const initials = drawn.length > 1 && (part?.winners ?? []).some(({ group }) => tokens[group]?.value.length === 1)
  if (initials || winners.length !== drawn.length || different !== cards.length) return null
  if (cards.length !== 0 && cards.length !== drawn.length) return null
  return { winners, cards: cards.length > 0 ? Object.fromEntries(cards) : null }
}

/** The parts of a text by what they are; `groups` is a list that belongs to no alignment. */
type Parts = Readonly<Partial<Record<'attendance' | 'initial' | 'final' | 'delegates' | 'groups' | 'toss', Reading>>>

/** A report, a change to one, or the rest of one. */
function report(sentence: Sentence, read: Read): Intent {
  const { tokens, precinct } = read
  const readings = sentence.parts.map((part) => reading(part, tokens))
  const problem = ambiguity(readings, tokens, sentence.symbol === 'X')
  if (problem) return unclear(problem.reason, precinct, problem)
  if (read.cut(readings)) return unclear('cut', precinct, { word: tokens.at(-1)?.written ?? '' })
  const parts = placed(sentence.symbol, readings, read)
  if ('asked' in parts) return loose(parts.asked, readings, read)
  const drawn = parts.toss ? toss(parts.toss.part, tokens) : null
  if (parts.toss && !drawn) return unclear('unreadable', precinct, { word: tokens[parts.toss.part.at]?.written ?? '' })
  const told = { precinct, repairs: repairs(tokens), toss: drawn }
  if (sentence.symbol === 'report' && drawn && readings.length === 1)
    return { kind: 'toss', precinct, repairs: told.repairs, ...drawn }
  const wrong = readings.filter(({ part, number, sum }) => part.pairs.length > 0 && number !== null && number !== sum)
  const [off] = wrong
  if (off && (wrong.length > 1 || sentence.symbol === 'X' || off === parts.delegates)) {
    return unclear('bad_number', precinct, { word: tokens[off.part.number ?? 0]?.written ?? '' })
  }
  return sentence.symbol === 'X'
    ? { kind: 'fix', ...told, ...lists(parts) }
    : {
        kind: 'report',
        ...told,
        ...lists(parts),
        more: sentence.symbol === 'M',
        checksum: off ? checksum(off, parts) : null,
      }
}

/** Which part is what. A list without a keyword is the one asked for, or stays without an alignment where it may, or is asked about. */
function placed(
  symbol: string,
  readings: readonly Reading[],
  { expected, tokens }: Read,
): Parts | { readonly asked: Reading } {
  const found = Object.fromEntries(readings.map((one) => [names[slot(one.part.symbol)] ?? 'groups', one])) as Parts
  const { groups } = found
  if (!groups) return found
  if (hidesKeyword(tokens[groups.part.pairs[0]?.group ?? -1])) return { asked: groups }
  if (symbol === 'X' || (symbol === 'M' && !groups.part.reversed)) return found
  const alignment: Alignment | null = symbol === 'report' && expected.answer === 'list' ? expected.alignment : null
  if (alignment === null || groups.part.reversed || found[alignment]) return { asked: groups }
  const { groups: _, ...others } = found
  return { ...others, [alignment]: groups }
}

/** "fSandrs 48" may be F and a misspelled name, or a name misspelled twice. */
const hidesKeyword = (token: Token | undefined): boolean =>
  token?.misspelled === true && /^[ifd]/.test(token.value) && token.value[0] !== token.name[0]?.toLowerCase()

const names: Readonly<Record<string, keyof Parts>> = {
  A: 'attendance',
  I: 'initial',
  F: 'final',
  D: 'delegates',
  W: 'toss',
  B: 'groups',
}

const lists = (parts: Parts): Pick<Report, 'attendance' | 'initial' | 'final' | 'delegates' | 'groups'> => ({
  attendance: parts.attendance?.number ?? null,
  initial: parts.initial?.tallies ?? null,
  final: parts.final?.tallies ?? null,
  delegates: parts.delegates?.tallies ?? null,
  groups: parts.groups?.tallies ?? null,
})

const checksum = (off: Reading, { initial, final }: Parts): Report['checksum'] => ({
  of: off === initial ? 'initial' : off === final ? 'final' : 'groups',
  said: off.number ?? 0,
  sum: off.sum,
})

/** A list that does not say what it lists. It is kept only when nothing else stands in the text, so that nothing is lost. */
function loose(bare: Reading, readings: readonly Reading[], { precinct, tokens }: Read): Intent {
  if (bare.part.reversed) return unclear('which_order', precinct, { word: tokens[bare.part.at]?.written ?? '' })
  const whole = readings.length === 1 && (bare.number === null || bare.number === bare.sum)
  return unclear('which_alignment', precinct, { groups: whole ? bare.tallies : null })
}

interface Read {
  readonly tokens: readonly Token[]
  readonly expected: Expected
  readonly precinct: string | null
  /** A doubtful picture or a question mark stands in the text: no approval. */
  readonly hesitant: boolean
  /** Whether the text may have lost its end. */
  readonly cut: (readings: readonly Reading[]) => boolean
}

/** What a sentence of the grammar means. */
export function interpret(sentence: Sentence, read: Read): Intent {
  const { tokens, precinct, expected } = read
  const value = tokens[sentence.at]?.value ?? ''
  const word = tokens[sentence.at]?.written ?? ''
  const ask = (reason: Reason, alignment: Alignment | null = null): Intent =>
    unclear(reason, precinct, { word, alignment })
  switch (sentence.symbol) {
    case 'report':
    case 'X':
    case 'M':
      return report(sentence, read)
    case 'O':
    case 'K':
      if (read.hesitant) return unclear('mixed', precinct, { word, code: value })
      return { kind: sentence.symbol === 'O' ? 'approve' : 'keep', precinct, code: value }
    case 'named':
    case 'won':
      if (sentence.symbol === 'named' && expected.answer !== 'toss') return ask('no_number')
      return winners(sentence, read)
    case 'n':
      return expected.answer === 'attendance' ? attendance(sentence.at, read) : ask('no_name')
    case '1':
    case '2':
      if (expected.answer === 'attendance') return attendance(sentence.at, read)
      return ask('no_list', sentence.symbol === '1' ? 'initial' : 'final')
    case 'I':
      return ask('no_list', 'initial')
    case 'F':
      return ask('no_list', 'final')
    case 'Q':
      return value.length >= 4 && value.length <= 10 ? { kind: 'pin', precinct, pin: value } : ask('bad_number')
    case 'E':
      return {
        kind: 'language',
        precinct,
        language: (value.startsWith('e') && value !== 'espanol') || value === 'ingles' ? 'en' : 'es',
      }
    case 'P':
      return precinct === null ? ask('unreadable') : { kind: 'precinct', precinct }
    default:
      return { kind: plain[sentence.symbol] ?? 'status', precinct }
  }
}

const plain: Readonly<Record<string, 'reject' | 'status' | 'last' | 'guide' | 'ready'>> = {
  N: 'reject',
  S: 'status',
  L: 'last',
  H: 'guide',
  R: 'ready',
}

function winners({ at, parts }: Sentence, { tokens, precinct }: Read): Intent {
  const drawn = toss(parts[0], tokens)
  if (drawn === null) return unclear('unreadable', precinct, { word: tokens[at]?.written ?? '' })
  return { kind: 'toss', precinct, repairs: repairs(tokens), ...drawn }
}
