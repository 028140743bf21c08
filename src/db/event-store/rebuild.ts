import type { Stored } from '../../bot/event.ts'
import type { Phase, StreamId } from '../../bot/ids.ts'
import type { PhaseRow, PhoneRow, ReportRow } from '../../bot/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { bulkInsert, columnsOf, jsonList, prepared, statement, stopWhere } from '../connection/sql.ts'
import { appendToLog } from './append.ts'
import { EVENT_COLUMNS, storedOf, streamOf } from './event-row.ts'
import { readTables } from './read-table-rows.ts'
import { recordReader } from './record-reader.ts'

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
 * Compares the read tables with the log, and writes what differs in one atomic list: nothing where they are right. A
 * row that is right is not touched, since a trigger may hang on it.
 * @param write false: only compares
 * @returns null where somebody wrote meanwhile: nothing is changed then, try again.
 * @throws StoreError
 */
export async function rebuild(database: Database, project: Project, write = true): Promise<Rebuilt | null> {
  const projected: Row[] = []
  let phase: PhaseRow = { table: 'phase', phase: 'setup', version: 1 }
  const end = await lastSeq(database)
  const events = await eachStream(database, (stream, events) => {
    if (stream === 'caucus') phase = phaseOf(events)
    else projected.push(...project(stream, events))
  })
  const stored = await storedRows(database)
  if ((await lastSeq(database)) !== end) return null
  const differs = differences(stored, [...projected, phase])
  const rebuilt = { events, rows: projected.length + 1, differs }
  if (!write || differs.length === 0) return rebuilt
  const receipt = [stopWhere('(select max(seq) from events) > ?', end)]
  const written = await appendToLog(database, { receipt, appends: [], rows: repairs(differs) })
  return written === 'done' ? rebuilt : null
}

async function storedRows(database: Database): Promise<readonly Row[]> {
  const reader = recordReader(database)
  const phase = await reader.phase()
  return [...(await reader.reports()), ...(await reader.phones()), ...(phase ? [phase] : [])]
}

async function lastSeq({ batchRead }: Database): Promise<number> {
  const [rows] = await batchRead([statement('select coalesce(max(seq), 0) as seq from events')])
  return Number(rows?.[0]?.seq ?? 0)
}

const page = prepared(`select ${EVENT_COLUMNS} from events
  where (stream, version) > (:stream, :version) order by stream, version limit 1000`)

/** Reads the whole log stream by stream, in pages. @returns how many events there were. */
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

/** @param stored the tables as they are; @param projected what the log says */
function differences(stored: readonly Row[], projected: readonly Row[]): readonly RowDifference[] {
  const [before, after] = [stored, projected].map((rows) => new Map(rows.map((row) => [placeOf(row), row])))
  return [...new Set([...stored, ...projected].map(placeOf))].sort().flatMap((place): readonly RowDifference[] => {
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

/** The statements that make the rows what the log says. */
function repairs(differences: readonly RowDifference[]): readonly Statement[] {
  const right = differences.flatMap(({ is }) => (is === null ? [] : [is]))
  const refilled = (table: keyof typeof readTables) => {
    const { columns, overwrite } = readTables[table]
    const rows = right.flatMap((row) => (row.table === table ? [columnsOf(row)] : []))
    return bulkInsert(table, rows, overwrite, columns)
  }
  return [
    ...removed(differences, 'reports', "phase || '/' || precinct"),
    ...removed(differences, 'phones', 'person'),
    ...refilled('reports'),
    ...refilled('phones'),
    ...right.flatMap((row) =>
      row.table === 'phase'
        ? [statement('update caucus set phase = ?, phase_version = ? where id = 1', row.phase, row.version)]
        : [],
    ),
  ]
}

/** Rows of which the log knows nothing. */
function removed(
  differences: readonly RowDifference[],
  table: RowDifference['table'],
  key: string,
): readonly Statement[] {
  const keys = differences.flatMap((row) => (row.table === table && row.is === null ? [row.key] : []))
  if (keys.length === 0) return []
  return [statement(`delete from ${table} where ${key} in (select value from json_each(?))`, jsonList(keys))]
}
