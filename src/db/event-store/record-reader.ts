import { asc, eq, gt } from 'drizzle-orm'
import type { Stored } from '../../bot/event.ts'
import type { MessageSid, StreamId } from '../../bot/ids.ts'
import type { Alert, Outgoing, PhaseRow, PhoneRow, Receipt, ReportRow } from '../../bot/ports.ts'
import type { Database } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { caucus, events, inbox, outbox, people, phones, queue, reports, texts } from '../schema.ts'
import { storedOf } from './read.ts'
import { phoneRowOf, reportRowOf } from './read-table-rows.ts'

/** An event with its place in the record of all streams. */
export interface LogEntry extends Stored {
  readonly seq: number
  readonly stream: StreamId
}

/** A text that was taken in. `from`, `body` and `reply` are null where they were erased. */
type TextEntry = Omit<Receipt, 'media' | 'from' | 'body' | 'reply'> & {
  readonly seq: number
  readonly from: string | null
  readonly body: string | null
  readonly reply: string | null
}

/** What a store holds, for whoever only looks: exports, rebuilding, tests. Off the hot path. */
export interface RecordReader {
  /** The record in the order in which it was made, after the entry `after` (0 for the beginning). */
  entries(after?: number, limit?: number): Promise<readonly LogEntry[]>
  texts(after?: number, limit?: number): Promise<readonly TextEntry[]>
  reports(): Promise<readonly ReportRow[]>
  phones(): Promise<readonly PhoneRow[]>
  /** Null where no caucus is loaded. */
  phase(): Promise<PhaseRow | null>
  alerts(): Promise<readonly Alert[]>
  outgoing(): Promise<readonly Outgoing[]>
}

/** @throws StoreError */
export function recordReader({ db }: Pick<Database, 'db'>): RecordReader {
  return {
    entries: (after = 0, limit = 1000) =>
      read(async () => {
        const rows = await db.select().from(events).where(gt(events.seq, after)).orderBy(asc(events.seq)).limit(limit)
        return rows.map((row) => ({ seq: row.seq, stream: row.stream as StreamId, ...storedOf(row) }))
      }),
    texts: (after = 0, limit = 1000) =>
      read(async () => {
        const rows = await db
          .select(textColumns)
          .from(inbox)
          .leftJoin(texts, eq(texts.seq, inbox.seq))
          .leftJoin(people, eq(people.person, inbox.person))
          .where(gt(inbox.seq, after))
          .orderBy(asc(inbox.seq))
          .limit(limit)
        return rows.map((row) => ({ ...row, sid: row.sid as MessageSid }))
      }),
    reports: () =>
      read(async () =>
        (await db.select().from(reports).orderBy(asc(reports.phase), asc(reports.precinct))).map(reportRowOf),
      ),
    phones: () => read(async () => (await db.select().from(phones).orderBy(asc(phones.person))).map(phoneRowOf)),
    phase: () =>
      read(async () => {
        const [row] = await db.select({ phase: caucus.phase, version: caucus.phaseVersion }).from(caucus)
        return row ? { table: 'phase', ...row } : null
      }),
    alerts: () => read(() => db.select(alertColumns).from(queue).orderBy(asc(queue.at), asc(queue.id))),
    outgoing: () => read(() => db.select(outgoingColumns).from(outbox).orderBy(asc(outbox.due), asc(outbox.id))),
  }
}

const textColumns = {
  seq: inbox.seq,
  sid: inbox.sid,
  carrier: inbox.carrier,
  person: inbox.person,
  from: people.phone,
  body: texts.body,
  reply: texts.reply,
  at: inbox.at,
  precinct: inbox.precinct,
  kind: inbox.kind,
}
const alertColumns = {
  id: queue.id,
  kind: queue.kind,
  phase: queue.phase,
  precinct: queue.precinct,
  person: queue.person,
  at: queue.at,
  detail: queue.detail,
}
const outgoingColumns = {
  id: outbox.id,
  person: outbox.person,
  body: outbox.body,
  due: outbox.due,
  priority: outbox.priority,
  precinct: outbox.precinct,
  cause: outbox.cause,
}

async function read<T>(query: () => PromiseLike<T>): Promise<T> {
  try {
    return await query()
  } catch (error) {
    throw storeError(error)
  }
}
