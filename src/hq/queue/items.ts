import type { Alert } from '../../bot/ports.ts'
import type { QueueRow, RowWrite } from '../ports.ts'

/** What lies in the queue, in words; what to do about it; and with which outcomes it ends. */
interface Kind {
  readonly words: string
  readonly todo: string
  readonly outcomes: readonly string[]
  /** The lowest lies on top: a room that waits comes before a number that is wrong. */
  readonly rank: number
}

/** What people may put in themselves. */
export const kindsByHand = ['objection', 'postponed', 'anomaly', 'other'] as const
type QueueKind = Alert['kind'] | (typeof kindsByHand)[number] | 'second'

/** A new alert of the bot does not compile before it has its words and outcomes here. */
const kinds: Readonly<Record<QueueKind, Kind>> = {
  second: {
    words: 'A second person is asked for',
    todo: 'Open it, and agree or not.',
    outcomes: ['withdrawn'],
    rank: 0,
  },
  stranger: {
    words: 'A report from an unknown phone',
    todo: 'Call the registered number. If the room chose another chair, enter the report by telephone, or bind the phone in the roster.',
    outcomes: ['phone bound', 'entered by telephone', 'not a chair', 'already reported'],
    rank: 9,
  },
  codes: {
    words: 'Wrong codes again and again',
    todo: 'Guessing leads nowhere and holds nothing. At many precincts at once: somebody forges numbers, tell a supervisor. At one: see whether the chair gets on, and call if not.',
    outcomes: ['approved since', 'read back by telephone', 'somebody else, chair warned'],
    rank: 5,
  },
  held: {
    words: 'A report is held',
    todo: 'Call the chair. Correct it with their consent, or release it as it is.',
    outcomes: ['corrected', 'released', 'stays held'],
    rank: 1,
  },
  called_in: {
    words: 'A called-in report to read back',
    todo: 'Open the precinct. Call the chair, read every number back, and record it as read back; ask for what is missing.',
    outcomes: ['not reached', 'chair will approve by text', 'entered again'],
    rank: 3,
  },
  unconfirmed: {
    words: 'An unconfirmed phone',
    todo: 'Call the registered number and ask whether this phone speaks for the precinct.',
    outcomes: ['confirmed, released', 'not confirmed'],
    rank: 2,
  },
  unreadable: {
    words: 'A text that could not be read',
    todo: 'Read it, call the chair, and enter what they say.',
    outcomes: ['entered by telephone', 'chair sent it again', 'nothing to record'],
    rank: 3,
  },
  help: {
    words: 'A chair needs help',
    todo: 'Call the chair: the carrier answered HELP, not we; or the same was asked three times.',
    outcomes: ['helped by telephone', 'not reached'],
    rank: 2,
  },
  opted_out: {
    words: 'A phone has opted out (STOP)',
    todo: 'Call them: they get no text of ours until they text START.',
    outcomes: ['will text START', 'reports by telephone', 'not reached'],
    rank: 4,
  },
  anomaly: {
    words: 'Something is odd',
    todo: 'Look at the numbers, and call the chair if they cannot be so.',
    outcomes: ['looked at: right', 'corrected', 'held'],
    rank: 6,
  },
  objection: {
    words: 'A campaign objects',
    todo: 'Compare with the worksheet, call the chair, and tell the campaign.',
    outcomes: ['no change', 'corrected', 'referred to the party'],
    rank: 6,
  },
  postponed: {
    words: 'Postponed or recounted',
    todo: 'Keep it here until the room has met, or the recount is in.',
    outcomes: ['reported', 'certified'],
    rank: 7,
  },
  undeliverable: {
    words: 'A number that cannot be reached',
    todo: 'Find the right number and change the roster.',
    outcomes: ['number changed', 'reports by telephone', 'not found'],
    rank: 5,
  },
  other: { words: 'Something else', todo: 'See the note.', outcomes: [], rank: 8 },
}

/** Anybody can send these, so they lie in a tab of their own and hide nothing else. */
export const strangersKind = 'stranger' satisfies QueueKind

/** How urgent each kind is, for the database to order by; what it does not name comes last. */
export const kindRanks: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(kinds).map(([kind, { rank }]) => [kind, rank]),
)

const unknown: Kind = { words: 'Something else', todo: 'See the detail.', outcomes: [], rank: 8 }
/** Of a kind that a newer program put in, only the detail says what it is. */
export const kindOf = (kind: string): Kind => (Object.hasOwn(kinds, kind) ? kinds[kind as QueueKind] : unknown)
export const kindWords = (kind: string): string => kindOf(kind).words

/** Every item can also end like this. */
export const commonOutcomes: readonly string[] = ['duplicate of another item', 'nothing to do']

/** The bot names findings by their codes; people read words. */
export const detailWords = (detail: string): string =>
  detail
    .replaceAll(/(?<=\b[A-Z]+(?:_[A-Z]+)+) (?=[A-Z]+_)/g, '; ')
    .replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (code) => code.toLowerCase().replaceAll('_', ' '))

/** An item that is nobody's yet. Of an id that is there already, `ifNew` leaves the first. */
export const newItem = (
  item: Pick<QueueRow, 'id' | 'phase' | 'precinct' | 'at' | 'detail'> & { readonly kind: QueueKind },
  ifNew?: 'ifNew',
): RowWrite => ({
  table: 'queue',
  insert: { ...item, person: null, owner: null, takenAt: null, outcome: null, endedAt: null },
  ...(ifNew ? { ifNew: true } : {}),
})
