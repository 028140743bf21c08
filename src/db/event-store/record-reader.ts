import type { Alert, Outgoing, PhaseRow, PhoneRow, Receipt, ReportRow } from '../../bot/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn } from '../connection/sql.ts'
import { EVENT_COLUMNS, type LogEntry, logEntryOf } from './event-row.ts'
import { phoneRowOf, reportRowOf } from './read-table-rows.ts'

export type { LogEntry } from './event-row.ts'

/** A text that was taken in. `from`, `body` and `reply` are null where they were erased. */
type TextEntry = Omit<Receipt, 'media' | 'from' | 'body' | 'reply'> & {
  readonly seq: number
  readonly from: string | null
  readonly body: string | null
  readonly reply: string | null
}

/** What a store holds, for whoever only looks: exports, rebuilding, tests. Off the hot path. */
export interface RecordReader {
  /** The log in the order in which it was made, after the entry `after` (0 for the beginning). */
  entries(after?: number, limit?: number): Promise<readonly LogEntry[]>
  texts(after?: number, limit?: number): Promise<readonly TextEntry[]>
  reports(): Promise<readonly ReportRow[]>
  phones(): Promise<readonly PhoneRow[]>
  /** Null where no caucus is loaded. */
  phase(): Promise<PhaseRow | null>
  alerts(): Promise<readonly Alert[]>
  outgoing(): Promise<readonly Outgoing[]>
}

/** @throws (each method) StoreError */
export function recordReader(database: Pick<Database, 'batchRead'>): RecordReader {
  const ask = queryOn(database)
  return {
    async entries(after = 0, limit = 1000) {
      const rows = await ask(
        `select seq, ${EVENT_COLUMNS} from events where seq > ? order by seq limit ?`,
        after,
        limit,
      )
      return rows.map(logEntryOf)
    },
    texts: (after = 0, limit = 1000) =>
      ask(
        `select inbox.seq as seq, sid, carrier, inbox.person as person, phone as "from", body, reply, at, precinct, kind
         from inbox left join texts on texts.seq = inbox.seq left join people on people.person = inbox.person
         where inbox.seq > ? order by inbox.seq limit ?`,
        after,
        limit,
      ),
    reports: async () => (await ask('select * from reports order by phase, precinct')).map(reportRowOf),
    phones: async () => (await ask('select * from phones order by person')).map(phoneRowOf),
    async phase() {
      const [row] = await ask<Omit<PhaseRow, 'table'>>('select phase, phase_version as version from caucus')
      return row ? { table: 'phase', ...row } : null
    },
    alerts: () => ask('select id, kind, phase, precinct, person, at, detail from queue order by at, id'),
    outgoing: () => ask('select id, person, body, due, priority, precinct, cause from outbox order by due, id'),
  }
}
