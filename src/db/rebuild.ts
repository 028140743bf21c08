import { sql } from 'drizzle-orm'
import type { Stored } from '../bot/event.ts'
import type { Phase, StreamId } from '../bot/ids.ts'
import type { PhoneRow, ReportRow } from '../bot/ports.ts'
import { bulkInsert, stopWhere } from './bulk.ts'
import { compiled, type Database, type Statement } from './database.ts'
import { storeError } from './errors.ts'
import { storedOf, streamOf } from './reads.ts'

/** The rows of the read tables that one whole stream comes to: the bot's `evolve` and `project`, handed in. */
export type Project = (stream: StreamId, events: readonly Stored[]) => readonly (ReportRow | PhoneRow)[]

/**
 * Empties the read tables and fills them again from the record, in one atomic list. Where they were right before, this
 * changes nothing (a test holds that).
 * @returns how many events were read; null where somebody wrote meanwhile: nothing is changed then, try again.
 * @throws StoreError
 */
export async function rebuild(database: Database, project: Project): Promise<number | null> {
  const rows: (ReportRow | PhoneRow)[] = []
  let caucus: readonly Stored[] = []
  const seen = await lastSeq(database)
  const read = await eachStream(database, (stream, events) => {
    if (stream === 'caucus') caucus = events
    else rows.push(...project(stream, events))
  })
  try {
    await database.atomically([stopWhere(sql`(select max(seq) from events) > ${seen}`), ...refill(rows, caucus)])
    return read
  } catch (thrown) {
    const error = storeError(thrown)
    if (error.constraint === 'guard_refused') return null
    throw error
  }
}

const lastSeqRead = compiled(sql`select coalesce(max(seq), 0) as seq from events`)({})

async function lastSeq(database: Database): Promise<number> {
  const [rows] = await database.together([lastSeqRead])
  return Number(rows?.[0]?.seq ?? 0)
}

const page = compiled(sql`select stream, version, type, data, at, actor, cause, hash from events
  where (stream, version) > (${sql.placeholder('stream')}, ${sql.placeholder('version')})
  order by stream, version limit 1000`)

/** Reads the whole record stream by stream, in pages. @returns how many events there were. */
async function eachStream(
  database: Database,
  visit: (stream: StreamId, events: readonly Stored[]) => void,
): Promise<number> {
  let stream = '' as StreamId
  let events: Stored[] = []
  let read = 0
  for (;;) {
    const version = events.at(-1)?.version ?? 0
    const [rows = []] = await database.together([page({ stream, version })])
    for (const row of rows) {
      if (streamOf(row) !== stream) {
        if (events.length > 0) visit(stream, events)
        stream = streamOf(row)
        events = []
      }
      events.push(storedOf(row))
    }
    read += rows.length
    if (rows.length === 0) break
  }
  if (events.length > 0) visit(stream, events)
  return read
}

const emptied = ['reports', 'phones'].map((table) => compiled(sql.raw(`delete from ${table}`))({}))
const setPhase = compiled(
  sql`update caucus set phase = ${sql.placeholder('phase')}, phase_version = ${sql.placeholder('version')} where id = 1`,
)
const REPORT = ['phase', 'precinct', 'version', 'stage', 'revision', 'number', 'at', 'draft', 'record', 'published']
const PHONE = ['person', 'version', 'language', 'checked_in', 'opted_out']

function refill(rows: readonly (ReportRow | PhoneRow)[], caucus: readonly Stored[]): readonly Statement[] {
  const reports = rows.flatMap((row) => (row.table === 'reports' ? [{ ...row }] : []))
  const phones = rows.flatMap((row) =>
    row.table === 'phones' ? [{ ...row, checked_in: row.checkedIn, opted_out: row.optedOut ? 1 : 0 }] : [],
  )
  return [
    ...emptied,
    ...bulkInsert('reports', REPORT, reports),
    ...bulkInsert('phones', PHONE, phones),
    phaseOf(caucus),
  ]
}

/** The phase follows from its own events; loading a caucus begins again with setup. */
function phaseOf(events: readonly Stored[]): Statement {
  let phase: Phase = 'setup'
  let version = 1
  for (const stored of events) {
    if (stored.event.type === 'CaucusLoaded') phase = 'setup'
    else if (stored.event.type === 'PhaseChanged') phase = stored.event.data.to
    else continue
    version = stored.version
  }
  return setPhase({ phase, version })
}
