import { and, eq, getTableColumns, lt, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { PhoneRow, ReportRow, Row } from '../../bot/ports.ts'
import { prepared, type SqliteDb, type Statement } from '../connection/database.ts'
import { bindings, caucus, phones, pins, reports } from '../schema.ts'

/** How a row of a read table is written: only over an older one, so that what comes late cannot undo what came after. */
export function upserts(db: SqliteDb): (row: Row) => Statement {
  const report = prepared(upsert(reports, sql`phase, precinct`))
  const phone = prepared(upsert(phones, sql`person`))
  const phase = prepared(
    db
      .update(caucus)
      .set({ phase: sql`${sql.placeholder('phase')}`, phaseVersion: sql`${sql.placeholder('version')}` })
      .where(and(eq(caucus.id, 1), lt(caucus.phaseVersion, sql.placeholder('version')))),
  )
  // A registered phone stays registered, whatever PIN it texts.
  const binding = prepared(sql`insert into ${bindings} (person, precinct, kind, until)
    values (${sql.placeholder('person')}, ${sql.placeholder('precinct')}, ${sql.placeholder('kind')}, ${sql.placeholder('until')})
    on conflict (person, precinct) do update set until = excluded.until where bindings.kind = 'borrowed'`)
  const pin = prepared(
    sql`update ${pins} set used_at = ${sql.placeholder('usedAt')} where hash = ${sql.placeholder('hash')}`,
  )
  return (row) => {
    switch (row.table) {
      case 'reports':
        return report({ ...row })
      case 'phones':
        return phone({ ...row })
      case 'phase':
        return phase({ ...row })
      case 'bindings':
        return binding({ ...row })
      case 'pins':
        return pin({ ...row })
    }
    throw new Error(`no such read table: ${(row satisfies never as Row).table}`)
  }
}

/** Insert, or overwrite the row of the same key where this one's version is higher. */
function upsert(table: typeof reports | typeof phones, key: SQL): SQL {
  const columns = Object.entries(getTableColumns(table as SQLiteTable))
  const list = (each: (name: string, field: string) => SQL): SQL =>
    sql.join(
      columns.map(([field, column]) => each(column.name, field)),
      sql`, `,
    )
  const names = list((name) => sql.raw(name))
  const values = list(
    (_, field) => sql`${sql.param(sql.placeholder(field), getTableColumns(table as SQLiteTable)[field])}`,
  )
  const changes = list((name) => sql.raw(`${name} = excluded.${name}`))
  return sql`insert into ${table} (${names}) values (${values})
    on conflict (${key}) do update set ${changes} where excluded.version > ${table}.version`
}

/** A row as it lies in the database, as the bot knows it. */
export function reportRowOf(row: typeof reports.$inferSelect): ReportRow {
  return { table: 'reports', ...row }
}
export function phoneRowOf(row: typeof phones.$inferSelect): PhoneRow {
  return { table: 'phones', ...row }
}
