import { findAmbiguity } from './ambiguity/ambiguity-check.ts'
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
import { countAt, groupAt, partKind, type ReadPart, readPart } from './read-part.ts'
import type { Part, Sentence } from './report.ts'
import type { Token } from './text/token.ts'

/** What a sentence does not say by itself. */
interface SentenceContext {
  readonly tokens: readonly Token[]
  readonly expected: Expected
  readonly precinct: string | null
  /** A doubtful picture or a question mark stands in the text: no approval. */
  readonly hesitant: boolean
  /** Whether the text may have lost its end. */
  readonly maybeCut: (parts: readonly ReadPart[]) => boolean
}

/**
 * What a sentence of the grammar means; a question where it must not be believed. Total.
 * `sentence.at` is the place of the token that tells most: the code, the PIN, the word.
 */
export function interpret(sentence: Sentence, context: SentenceContext): Intent {
  const { tokens, precinct, expected } = context
  const { value = '', written: word = '' } = tokens[sentence.at] ?? {}
  const ask = (reason: Reason, alignment: Alignment | null = null): Intent =>
    unclear(reason, precinct, { word, alignment })
  switch (sentence.symbol) {
    case 'report':
    case 'X':
    case 'M':
      return interpretReport(sentence, context)
    case 'O':
    case 'K':
      if (context.hesitant) return unclear('mixed', precinct, { word, code: value })
      return { kind: sentence.symbol === 'O' ? 'approve' : 'keep', precinct, code: value }
    case 'named':
    case 'won': {
      if (sentence.symbol === 'named' && expected.answer !== 'toss') return ask('no_number')
      const toss = readToss(sentence.parts[0], tokens)
      return toss ? { kind: 'toss', precinct, repairs: repairsIn(tokens), ...toss } : ask('unreadable')
    }
    case 'n':
      return expected.answer === 'attendance' ? attendanceAlone(sentence.at, context) : ask('no_name')
    case '1':
    case '2':
      if (expected.answer === 'attendance') return attendanceAlone(sentence.at, context)
      return ask('no_list', sentence.symbol === '1' ? 'initial' : 'final')
    case 'I':
      return ask('no_list', 'initial')
    case 'F':
      return ask('no_list', 'final')
    case 'Q':
      return value.length >= 4 && value.length <= 10 ? { kind: 'pin', precinct, pin: value } : ask('bad_number')
    case 'E':
      return { kind: 'language', precinct, language: value === 'english' || value === 'ingles' ? 'en' : 'es' }
    case 'P':
      return precinct === null ? ask('unreadable') : { kind: 'precinct', precinct }
    default:
      return { kind: commandKinds[sentence.symbol], precinct }
  }
}

/** Words that are a sentence by themselves. A new one does not compile before it has its kind here. */
const commandKinds = {
  N: 'reject',
  S: 'status',
  L: 'last',
  H: 'guide',
  R: 'ready',
} as const

const repairsIn = (tokens: readonly Token[]): readonly Repair[] => tokens.flatMap(({ repair }) => repair ?? [])

/** A number alone, as the answer to the question how many are present. */
const attendanceAlone = (at: number, { tokens, precinct }: SentenceContext): Intent => ({
  initial: null,
  final: null,
  delegates: null,
  toss: null,
  groups: null,
  checksum: null,
  more: false,
  kind: 'report',
  precinct,
  attendance: countAt(at, tokens),
  repairs: repairsIn(tokens),
})

/**
 * Who won, and with which cards. Null if a group or a card comes twice, a lone letter stands among names, or some have
 * cards and others none.
 */
function readToss(part: Part | undefined, tokens: readonly Token[]): Toss | null {
  const drawn = (part?.winners ?? []).map(({ group, card }) => [groupAt(group, tokens), card] as const)
  const cards = drawn.flatMap(([name, card]) => (card === null ? [] : [[name, tokens[card]?.value ?? ''] as const]))
  const winners = [...new Set(drawn.map(([name]) => name))]
  const different = new Set(cards.map(([, card]) => card)).size
  const initials = drawn.length > 1 && (part?.winners ?? []).some(({ group }) => tokens[group]?.value.length === 1)
  if (initials || winners.length !== drawn.length || different !== cards.length) return null
  if (cards.length !== 0 && cards.length !== drawn.length) return null
  return { winners, cards: cards.length > 0 ? Object.fromEntries(cards) : null }
}

/** The parts of a text by what they are; `groups` is a list that belongs to no alignment. */
type Parts = Readonly<Partial<Record<'attendance' | 'initial' | 'final' | 'delegates' | 'groups' | 'toss', ReadPart>>>

/** A report, a change to one, or the rest of one. */
function interpretReport(sentence: Sentence, context: SentenceContext): Intent {
  const { tokens, precinct } = context
  const wordAt = (at: number): { readonly word: string } => ({ word: tokens[at]?.written ?? '' })
  const parts = sentence.parts.map((part) => readPart(part, tokens))
  const fix = sentence.symbol === 'X'
  const ambiguity = findAmbiguity(parts, tokens, fix)
  if (ambiguity) return unclear(ambiguity.reason, precinct, ambiguity)
  if (context.maybeCut(parts)) return unclear('cut', precinct, wordAt(tokens.length - 1))
  const assigned = assignParts(sentence.symbol, parts, context)
  if ('unassigned' in assigned) return askWhichList(assigned.unassigned, parts, context)
  const toss = assigned.toss ? readToss(assigned.toss.part, tokens) : null
  if (assigned.toss && !toss) return unclear('unreadable', precinct, wordAt(assigned.toss.part.at))
  const repairs = repairsIn(tokens)
  if (sentence.symbol === 'report' && toss && parts.length === 1) return { kind: 'toss', precinct, repairs, ...toss }
  const [off, ...othersOff] = parts.filter(
    ({ part, number, sum }) => part.pairs.length > 0 && number !== null && number !== sum,
  )
  if (off && (othersOff.length > 0 || fix || off === assigned.delegates))
    return unclear('bad_number', precinct, wordAt(off.part.number ?? 0))
  const stated = { precinct, repairs, toss, ...countsOf(assigned) }
  if (fix) return { kind: 'fix', ...stated }
  return {
    kind: 'report',
    ...stated,
    more: sentence.symbol === 'M',
    checksum: off ? wrongChecksum(off, assigned) : null,
  }
}

/** Which part is what. A list without a keyword is the one asked for, or stays without an alignment where it may, or is asked about. */
function assignParts(
  symbol: Sentence['symbol'],
  sent: readonly ReadPart[],
  { expected, tokens }: SentenceContext,
): Parts | { readonly unassigned: ReadPart } {
  const parts = Object.fromEntries(sent.map((part) => [partNames[partKind(part)] ?? 'groups', part])) as Parts
  const { groups, ...others } = parts
  if (!groups) return parts
  if (hidesKeyword(tokens[groups.part.pairs[0]?.group ?? -1])) return { unassigned: groups }
  if (symbol === 'X' || (symbol === 'M' && !groups.part.reversed)) return parts
  const alignment: Alignment | null = symbol === 'report' && expected.answer === 'list' ? expected.alignment : null
  if (alignment === null || groups.part.reversed || parts[alignment]) return { unassigned: groups }
  return { ...others, [alignment]: groups }
}

/** "fSandrs 48" may be F and a misspelled name, or a name misspelled twice. */
const hidesKeyword = (token: Token | undefined): boolean =>
  token?.misspelled === true && /^[ifd]/.test(token.value) && token.value[0] !== token.name[0]?.toLowerCase()

const partNames: Readonly<Record<string, keyof Parts>> = {
  A: 'attendance',
  I: 'initial',
  F: 'final',
  D: 'delegates',
  W: 'toss',
  B: 'groups',
}

const countsOf = (parts: Parts): Pick<Report, 'attendance' | 'initial' | 'final' | 'delegates' | 'groups'> => ({
  attendance: parts.attendance?.number ?? null,
  initial: parts.initial?.tallies ?? null,
  final: parts.final?.tallies ?? null,
  delegates: parts.delegates?.tallies ?? null,
  groups: parts.groups?.tallies ?? null,
})

const wrongChecksum = (off: ReadPart, { initial, final }: Parts): Report['checksum'] => ({
  of: off === initial ? 'initial' : off === final ? 'final' : 'groups',
  said: off.number ?? 0,
  sum: off.sum,
})

/** A list that does not say what it lists. It is kept only when nothing else stands in the text, so that nothing is lost. */
function askWhichList(list: ReadPart, parts: readonly ReadPart[], { precinct, tokens }: SentenceContext): Intent {
  if (list.part.reversed) return unclear('which_order', precinct, { word: tokens[list.part.at]?.written ?? '' })
  const whole = parts.length === 1 && (list.number === null || list.number === list.sum)
  return unclear('which_alignment', precinct, { groups: whole ? list.tallies : null })
}
