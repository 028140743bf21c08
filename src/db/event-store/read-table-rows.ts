import type { PhoneRow, ReportRow, Row } from '../../bot/ports.ts'
import type { RawRow, Statement } from '../connection/database.ts'
import { columnName, prepared } from '../connection/sql.ts'

type Fields<R> = Readonly<Record<Exclude<keyof R, 'table'>, true>>

/** Every field of the two tables that `rebuild` fills: a new one is named by the compiler. */
const report: Fields<ReportRow> = {
  phase: true,
  precinct: true,
  version: true,
  stage: true,
  revision: true,
  number: true,
  at: true,
  draft: true,
  record: true,
  published: true,
}
const phone: Fields<PhoneRow> = { person: true, version: true, language: true, checkedIn: true, optedOut: true }

interface ReadTable {
  readonly fields: readonly string[]
  readonly columns: readonly string[]
  /** `on conflict` up to and with the changes. */
  readonly overwrite: string
}
function readTable(fields: object, key: string): ReadTable {
  const names = Object.keys(fields)
  const columns = names.map(columnName)
  const changes = columns.map((column) => `${column} = excluded.${column}`).join(', ')
  return { fields: names, columns, overwrite: `on conflict (${key}) do update set ${changes}` }
}
export const readTables = { reports: readTable(report, 'phase, precinct'), phones: readTable(phone, 'person') } as const

/** Insert, or overwrite the row of the same key where this one's version is higher: what comes late undoes nothing. */
function upsert(table: keyof typeof readTables) {
  const { fields, columns, overwrite } = readTables[table]
  const values = fields.map((field) => `:${field}`).join(', ')
  return prepared(`insert into ${table} (${columns.join(', ')}) values (${values})
    ${overwrite} where excluded.version > ${table}.version`)
}
const upsertReport = upsert('reports')
const upsertPhone = upsert('phones')
const updatePhase = prepared(
  'update caucus set phase = :phase, phase_version = :version where id = 1 and phase_version < :version',
)
// A registered phone stays registered, whatever PIN it texts.
const upsertBinding = prepared(`insert into bindings (person, precinct, kind, until)
  values (:person, :precinct, :kind, :until)
  on conflict (person, precinct) do update set until = excluded.until where bindings.kind = 'borrowed'`)
const spendPin = prepared('update pins set used_at = :usedAt where hash = :hash')

/** How a row of a read table is written. */
export function upsertRow(row: Row): Statement {
  switch (row.table) {
    case 'reports':
      return upsertReport({ ...row })
    case 'phones':
      return upsertPhone({ ...row })
    case 'phase':
      return updatePhase({ ...row })
    case 'bindings':
      return upsertBinding({ ...row })
    case 'pins':
      return spendPin({ ...row })
  }
  throw new Error(`no such read table: ${(row satisfies never as Row).table}`)
}

/** Rows as they lie in the database, as the bot knows them. */
export const reportRowOf = (row: RawRow): ReportRow => ({ ...row, table: 'reports' }) as unknown as ReportRow
export const phoneRowOf = (row: RawRow): PhoneRow =>
  ({ ...row, table: 'phones', optedOut: row.optedOut === 1 }) as unknown as PhoneRow
