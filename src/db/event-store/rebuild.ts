import { sql } from 'drizzle-orm'
import type { Stored } from '../../bot/event.ts'
import type { Phase, StreamId } from '../../bot/ids.ts'
import type { PhaseRow, PhoneRow, ReportRow } from '../../bot/ports.ts'
import { type Database, prepared, type Statement } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { bulkInsert, jsonList, statement, stopWhere } from '../connection/sql.ts'
import { storedOf, streamOf } from './read.ts'
import { recordReader } from './record-reader.ts'

/** Rows of read tables that are not what the record says, and the statements that make them so. */

const keyOf = (row: Row): string => {
  switch (row.table) {
    case 'reports':
      return `${row.phase}/${row.precinct}`
    case 'phones':
      return row.person
    case 'phase':
      return 'caucus'
    default:
      return row satisfies never
  }
}
const placeOf = (row: Row): string => `${row.table} ${keyOf(row)}`

/** @param kept the tables as they are; @param told what the record says */
function differences(kept: readonly Row[], told: readonly Row[]): readonly RowDifference[] {
  const [before, after] = [kept, told].map((rows) => new Map(rows.map((row) => [placeOf(row), row])))
  return [...new Set([...kept, ...told].map(placeOf))].sort().flatMap((place): readonly RowDifference[] => {
    const [was, is] = [before?.get(place) ?? null, after?.get(place) ?? null]
    const row = is ?? was
    return row === null || same(was, is) ? [] : [{ table: row.table, key: keyOf(row), was, is }]
  })
}

/** By their values: what stands in a row as JSON may have its keys in the order of an older program. */
function same(was: Row | null, is: Row | null): boolean {
  if (was === null || is === null) return was === is
  return canonical(was) === canonical(is)
}
const JSONS: ReadonlySet<string> = new Set(['draft', 'record', 'published'])
const canonical = (row: Row): string =>
  JSON.stringify(row, (key, value: unknown) => {
    const read: unknown = JSONS.has(key) && typeof value === 'string' ? JSON.parse(value) : value
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return read
    return Object.fromEntries(Object.entries(read).sort(([a], [b]) => (a < b ? -1 : 1)))
  })

const REPORT = ['phase', 'precinct', 'version', 'stage', 'revision', 'number', 'at', 'draft', 'record', 'published']
const PHONE = ['person', 'version', 'language', 'checked_in', 'opted_out']
const over = (key: string, columns: readonly string[]): string =>
  `on conflict (${key}) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`
const setPhase = prepared(
  sql`update caucus set phase = ${sql.placeholder('phase')}, phase_version = ${sql.placeholder('version')} where id = 1`,
)

function repairs(differs: readonly RowDifference[]): readonly Statement[] {
  const told = differs.flatMap(({ is }) => (is === null ? [] : [is]))
  const reports = told.flatMap((row) => (row.table === 'reports' ? [{ ...row }] : []))
  const phones = told.flatMap((row) =>
    row.table === 'phones' ? [{ ...row, checked_in: row.checkedIn, opted_out: row.optedOut ? 1 : 0 }] : [],
  )
  const phases = told.flatMap((row) => (row.table === 'phase' ? [setPhase({ ...row })] : []))
  return [
    ...gone(differs, 'reports', "phase || '/' || precinct"),
    ...gone(differs, 'phones', 'person'),
    ...bulkInsert('reports', REPORT, reports, over('phase, precinct', REPORT)),
    ...bulkInsert('phones', PHONE, phones, over('person', PHONE)),
    ...phases,
  ]
}

/** Rows of which the record knows nothing. */
function gone(differs: readonly RowDifference[], table: RowDifference['table'], key: string): readonly Statement[] {
  const keys = differs.filter((one) => one.table === table && one.is === null).map((one) => one.key)
  if (keys.length === 0) return []
  return [statement(`delete from ${table} where ${key} in (select value from json_each(?))`, jsonList(keys))]
}

/** The rows of the read tables that one whole stream comes to: the bot's `evolve` and `project`, handed in. */
type Project = (stream: StreamId, events: readonly Stored[]) => readonly (ReportRow | PhoneRow)[]

type Row = ReportRow | PhoneRow | PhaseRow

/** A row that was not what the record says. Null: there was none, or there is to be none. */
export interface RowDifference {
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
  readonly differs: readonly RowDifference[]
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
    await database.batchWrite([stopWhere(sql`(select max(seq) from events) > ${seen}`), first, ...more])
    return rebuilt
  } catch (thrown) {
    const error = storeError(thrown)
    if (error.constraint === 'guard_refused') return null
    throw error
  }
}

async function rowsOf(database: Database): Promise<readonly Row[]> {
  const reader = recordReader(database)
  const phase = await reader.phase()
  return [...(await reader.reports()), ...(await reader.phones()), ...(phase ? [phase] : [])]
}

const lastSeqRead = prepared(sql`select coalesce(max(seq), 0) as seq from events`)({})

async function lastSeq(database: Database): Promise<number> {
  const [rows] = await database.batchRead([lastSeqRead])
  return Number(rows?.[0]?.seq ?? 0)
}

const page = prepared(sql`select stream, version, type, data, at, actor, cause, hash from events
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
    const [rows = []] = await database.batchRead([page({ stream, version })])
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
