import { doubt, slot } from './doubts.ts'
import type { Alignment, Expected, Intent, Reason, Repair, Tallies, Toss } from './intent.ts'
import { nameAt, numberAt, type Reading, reading } from './lists.ts'
import type { Part, Sentence } from './report.ts'
import type { Token } from './token.ts'
import { unclear } from './unclear.ts'

export interface Read {
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
      return { kind: 'toss', precinct, repairs: repairs(tokens), ...toss(sentence.parts[0], read) }
    case 'n':
      return expected.answer === 'attendance' ? attendance(sentence, read) : ask('no_name')
    case '1':
    case '2':
      if (expected.answer === 'attendance') return attendance(sentence, read)
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

export const repairs = (tokens: readonly Token[]): readonly Repair[] => tokens.flatMap(({ repair }) => repair ?? [])

const nothing = {
  attendance: null,
  initial: null,
  final: null,
  delegates: null,
  toss: null,
  more: false,
  groups: null,
  checksum: null,
} as const

function attendance(sentence: Sentence, { tokens, precinct }: Read): Intent {
  return { ...nothing, kind: 'report', precinct, attendance: numberAt(sentence.at, tokens), repairs: repairs(tokens) }
}

function toss(part: Part | undefined, { tokens }: Read): Toss {
  const drawn = (part?.winners ?? []).map(({ group, card }) => ({
    name: nameAt(group, tokens),
    card: card === null ? null : (tokens[card]?.value ?? null),
  }))
  const cards = drawn.flatMap(({ name, card }) => (card === null ? [] : [[name, card] as const]))
  return {
    winners: [...new Set(drawn.map(({ name }) => name))],
    cards: cards.length > 0 ? Object.fromEntries(cards) : null,
  }
}

/** A report, a change to one, or the rest of one. */
function report({ symbol, parts }: Sentence, read: Read): Intent {
  const { tokens, precinct, expected } = read
  const readings = parts.map((part) => reading(part, tokens))
  const problem = doubt(readings, tokens)
  if (problem) return unclear(problem.reason, precinct, problem)
  if (read.cut(readings)) return unclear('cut', precinct, { word: tokens.at(-1)?.written ?? '' })
  const by = (what: string): Reading | undefined => readings.find(({ part }) => slot(part.symbol) === what)
  const bare = by('B')
  const tossed = by('W')
  const named =
    bare && symbol === 'report' ? (expected.answer === 'list' && !bare.part.reversed ? expected.alignment : null) : null
  if (bare && named === null && (symbol === 'report' || (symbol === 'M' && bare.part.reversed)))
    return loose(bare, readings, read)
  if (bare && named !== null && by(named === 'initial' ? 'I' : 'F')) return loose(bare, readings, read)
  const initial = by('I') ?? (named === 'initial' ? bare : undefined)
  const final = by('F') ?? (named === 'final' ? bare : undefined)
  const groups = named === null ? bare : undefined
  const drawn = tossed ? toss(tossed.part, read) : null
  if (drawn && inconsistent(tossed?.part, drawn))
    return unclear('unreadable', precinct, { word: tokens[tossed?.part.at ?? 0]?.written ?? '' })
  const said = { precinct, repairs: repairs(tokens), toss: drawn }
  if (symbol === 'report' && drawn && readings.length === 1)
    return { kind: 'toss', precinct, repairs: said.repairs, ...drawn }
  const lists = {
    attendance: by('A')?.number ?? null,
    initial: initial?.tallies ?? null,
    final: final?.tallies ?? null,
    delegates: by('D')?.tallies ?? null,
    groups: groups?.tallies ?? null,
  }
  const wrong = readings.filter(({ part, number, sum }) => part.pairs.length > 0 && number !== null && number !== sum)
  if (wrong.length > 1 || wrong.some((one) => symbol !== 'report' || one === by('D')))
    return unclear('unreadable', precinct, { word: 'TOTAL' })
  if (symbol === 'X') return { kind: 'fix', ...said, ...lists }
  const [off] = wrong
  const of = off === initial ? 'initial' : off === final ? 'final' : 'groups'
  return {
    kind: 'report',
    ...said,
    ...lists,
    more: symbol === 'M',
    checksum: off ? { of, said: off.number ?? 0, sum: off.sum } : null,
  }
}

/** Cards for some and none for others, one card twice, one group twice. */
function inconsistent(part: Part | undefined, { winners, cards }: Toss): boolean {
  const drawn = Object.values(cards ?? {})
  return (
    winners.length !== part?.winners.length ||
    (cards !== null && (drawn.length !== winners.length || new Set(drawn).size !== drawn.length))
  )
}

/** A list that does not say what it lists. It is kept only when nothing else stands in the text, so that nothing is lost. */
function loose(bare: Reading, readings: readonly Reading[], { precinct, tokens }: Read): Intent {
  if (bare.part.reversed) return unclear('which_order', precinct, { word: tokens[bare.part.at]?.written ?? '' })
  const whole =
    readings.length === 1 && (bare.number === null || bare.number === bare.sum) && repairs(tokens).length >= 0
  const groups: Tallies | null = whole ? bare.tallies : null
  return unclear('which_alignment', precinct, { groups })
}
