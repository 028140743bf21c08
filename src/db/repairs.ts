import { sql } from 'drizzle-orm'
import { bulkInsert } from './bulk.ts'
import { compiled, type Statement } from './database.ts'
import { list } from './hq-ask.ts'
import { statement } from './plain-sql.ts'
import type { Difference, Row } from './rebuild.ts'

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
export function differences(kept: readonly Row[], told: readonly Row[]): readonly Difference[] {
  const [before, after] = [kept, told].map((rows) => new Map(rows.map((row) => [placeOf(row), row])))
  return [...new Set([...kept, ...told].map(placeOf))].sort().flatMap((place): readonly Difference[] => {
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
const setPhase = compiled(
  sql`update caucus set phase = ${sql.placeholder('phase')}, phase_version = ${sql.placeholder('version')} where id = 1`,
)

export function repairs(differs: readonly Difference[]): readonly Statement[] {
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
function gone(differs: readonly Difference[], table: Difference['table'], key: string): readonly Statement[] {
  const keys = differs.filter((one) => one.table === table && one.is === null).map((one) => one.key)
  if (keys.length === 0) return []
  return [statement(`delete from ${table} where ${key} in (select value from json_each(?))`, list(keys))]
}
