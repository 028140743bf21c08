import { sql } from 'drizzle-orm'
import type { Stored } from '../bot/event.ts'
import type { Phase, StreamId } from '../bot/ids.ts'
import type { PhaseRow, PhoneRow, ReportRow } from '../bot/ports.ts'
import { stopWhere } from './bulk.ts'
import { compiled, type Database } from './database.ts'
import { storeError } from './errors.ts'
import { sqlReader } from './reader.ts'
import { storedOf, streamOf } from './reads.ts'
import { differences, repairs } from './repairs.ts'

/** The rows of the read tables that one whole stream comes to: the bot's `evolve` and `project`, handed in. */
export type Project = (stream: StreamId, events: readonly Stored[]) => readonly (ReportRow | PhoneRow)[]

export type Row = ReportRow | PhoneRow | PhaseRow

/** A row that was not what the record says. Null: there was none, or there is to be none. */
export interface Difference {
  readonly table: Row['table']
  /** `live/P0412`, a person, or `caucus`. */
  readonly key: string
  readonly was: Row | null
  readonly is: Row | null
}
export interface Rebuilt {
  /** How many events were read, and rows compared. */
  readonly events: number
  readonly rows: number
  readonly differs: readonly Difference[]
}

/**
 * Compares the read tables with the record, and writes what differs in one atomic list: nothing where they are right. A
 * row that is right is not touched, since a trigger may hang on it.
 * @param write false: only compares
 * @returns null where somebody wrote meanwhile: nothing is changed then, try again.
 * @throws StoreError
 */
export async function rebuild(database: Database, project: Project, write = true): Promise<Rebuilt | null> {
  const rows: Row[] = []
  let phase: PhaseRow = { table: 'phase', phase: 'setup', version: 1 }
  const seen = await lastSeq(database)
  const events = await eachStream(database, (stream, events) => {
    if (stream === 'caucus') phase = phaseOf(events)
    else rows.push(...project(stream, events))
  })
  const kept = await rowsOf(database)
  if ((await lastSeq(database)) !== seen) return null
  const differs = differences(kept, [...rows, phase])
  const rebuilt = { events, rows: rows.length + 1, differs }
  const [first, ...more] = differs.length > 0 ? repairs(differs) : []
  if (!write || first === undefined) return rebuilt
  try {
    await database.atomically([stopWhere(sql`(select max(seq) from events) > ${seen}`), first, ...more])
    return rebuilt
  } catch (thrown) {
    const error = storeError(thrown)
    if (error.constraint === 'guard_refused') return null
    throw error
  }
}

async function rowsOf(database: Database): Promise<readonly Row[]> {
  const reader = sqlReader(database)
  const phase = await reader.phase()
  return [...(await reader.reports()), ...(await reader.phones()), ...(phase ? [phase] : [])]
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

/** The phase follows from its own events; loading a caucus begins again with setup. */
function phaseOf(events: readonly Stored[]): PhaseRow {
  let phase: Phase = 'setup'
  let version = 1
  for (const stored of events) {
    if (stored.event.type === 'CaucusLoaded') phase = 'setup'
    else if (stored.event.type === 'PhaseChanged') phase = stored.event.data.to
    else continue
    version = stored.version
  }
  return { table: 'phase', phase, version }
}
