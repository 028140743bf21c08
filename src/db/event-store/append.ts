import type { Alert, AlertEnd, Append, Outgoing, Receipt } from '../../bot/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { prepared, stopWhere } from '../connection/sql.ts'
import { eventInserts } from './event-row.ts'

interface Entry {
  /** The receipt, by which a repetition is known; then the guards of `stopWhere`. */
  readonly receipt?: readonly Statement[]
  readonly appends: readonly Append[]
  /** The rows that go with the events. */
  readonly rows?: readonly Statement[]
}

/** What came of it; nothing is left behind but by `done`. */
type Appended =
  | 'done'
  /** A stream has grown since it was read. */
  | 'conflict'
  /** The receipt of this text, or of this news of a carrier, is there already. */
  | 'repeated'
  /** A guard was true. */
  | 'stopped'

/**
 * Writes events behind those of their streams, with their receipt and the rows that follow from them, all or none. This
 * is the only way into the log. The key of the events refuses a stale version.
 * @throws StoreError where anything else is wrong
 */
export async function appendToLog(
  { batchWrite }: Pick<Database, 'batchWrite'>,
  { receipt = [], appends, rows = [] }: Entry,
): Promise<Appended> {
  // The receipt goes first: what was answered before is a repetition, whatever else would stand against it.
  const [first, ...more] = [...receipt, ...appends.flatMap(eventInserts), ...rows]
  if (first === undefined) return 'done'
  try {
    await batchWrite([first, ...more])
    return 'done'
  } catch (thrown) {
    const error = storeError(thrown)
    const key = error.constraint ?? ''
    if (key === 'guard_refused') return 'stopped'
    if (error.code === 'unique' && /^(inbox\.sid|deliveries\.)/.test(key)) return 'repeated'
    if (error.code === 'unique' && key.startsWith('events.')) return 'conflict'
    throw error
  }
}

/** The receipt of a text: what it said, and what was answered. Its key is the carrier's id. */
export function textReceipt(receipt: Receipt): readonly Statement[] {
  const { sid, carrier, person, from, body, reply, at, precinct, kind, media } = receipt
  return [
    insertInbox({ sid, carrier, person, at, precinct, kind, answered: reply !== '' }),
    insertText({ sid, body, reply }),
    insertPerson({ person, phone: from }),
    ...media.map(({ url, type }, n) => insertMedia({ sid, n, url, type })),
  ]
}

/**
 * The receipt of an act of headquarters is its first event. This finds it.
 * @param cause `hq:<action>`
 */
export const actFound = (cause: string): readonly [condition: string, cause: string] => [
  // The second half is what the index events_of_acts covers.
  "exists (select 1 from events where cause = ? and substr(cause, 1, 3) = 'hq:')",
  cause,
]
/** Stops what was done before. */
export const actReceipt = (cause: string): readonly Statement[] => [stopWhere(...actFound(cause))]

const insertInbox = prepared(`insert into inbox (sid, carrier, person, at, precinct, kind, answered)
  values (:sid, :carrier, :person, :at, :precinct, :kind, :answered)`)
// What belongs to a text hangs on its row, whose number a list of statements cannot know beforehand.
const insertText = prepared(
  'insert into texts (seq, body, reply) select seq, :body, :reply from inbox where sid = :sid',
)
const insertMedia = prepared(
  'insert into media (seq, n, url, type) select seq, :n, :url, :type from inbox where sid = :sid',
)
const insertPerson = prepared('insert into people (person, phone) values (:person, :phone) on conflict do nothing')

/** `on conflict` on the key alone: `or ignore` would swallow a failing check too. */
const intoQueue = (condition: string) =>
  prepared(`insert into queue (id, kind, phase, precinct, person, at, detail)
  select :id, :kind, :phase, :precinct, :person, :at, :detail where ${condition} on conflict (id) do nothing`)
/** An item, once by its id. */
export const insertItem = intoQueue('true')
const insertFirstOfPhone = intoQueue(
  'not exists (select 1 from queue where person = :person and kind = :kind and phase = :phase)',
)
const insertOnlyOfPrecinct = intoQueue(
  'not exists (select 1 from queue where precinct = :precinct and kind = :kind and phase = :phase and outcome is null)',
)
/** A list of precincts stops growing at this many letters: whoever names more gains nothing by it. */
const MOST_DETAIL = 100
/** An item that was ended is open again, since nobody has looked at this precinct. */
const nameAlso = prepared(`update queue set
    detail = detail || case when length(detail) > ${MOST_DETAIL} then ' and more'
      when instr(detail, ', also ') > 0 then ', ' || :precinct else ', also ' || :precinct end,
    owner = case when outcome is null then owner end, taken_at = case when outcome is null then taken_at end,
    outcome = null, ended_at = null
  where id = (select id from queue where person = :person and kind = :kind and phase = :phase order by at desc, id desc limit 1)
    and precinct <> :precinct and detail not like '% and more' and instr(detail || ',', ' ' || :precinct || ',') = 0`)

/** An item in headquarters' queue, once by its id, or by what `onePer` says. */
export function insertAlert({ onePer, ...alert }: Alert): readonly Statement[] {
  switch (onePer) {
    case 'phone':
      return [nameAlso(alert), insertFirstOfPhone(alert)]
    case 'precinct':
      return [insertOnlyOfPrecinct(alert)]
    case undefined:
      return [insertItem(alert)]
    default:
      return onePer satisfies never
  }
}

const endItems = prepared(`update queue set outcome = :outcome, ended_at = :at
  where precinct = :precinct and kind = :kind and phase = :phase and outcome is null`)
export const endAlerts = (end: AlertEnd): Statement => endItems({ ...end })

const intoOutbox = prepared(`insert into outbox (id, person, body, due, priority, precinct, cause)
  values (:id, :person, :body, :due, :priority, :precinct, :cause)`)
export const insertOutgoing = (text: Outgoing): Statement => intoOutbox({ ...text })
