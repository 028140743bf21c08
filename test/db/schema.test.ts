import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import * as schema from '../../src/db/schema.ts'
import * as ofOutbox from '../../src/db/schema.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
}

const tables = Object.values({ ...schema, ...ofOutbox }).filter((value) => is(value, SQLiteTable))

it('names the tables and columns that the migrations make, with their types, and all of them are STRICT', async () => {
  const { client, close } = openSqlite(':memory:')
  const made = client
    .prepare(`select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite%'`)
    .all()
  const names: readonly string[] = tables.map(getTableName)
  expect(made.filter((table) => names.includes((table as Column).name))).toEqual(
    expect.arrayContaining(names.map((name) => ({ name, strict: 1 }))),
  )
  for (const table of tables) {
    const found = client
      .prepare(`select name, type, "notnull", pk from pragma_table_info(?)`)
      .all(getTableName(table)) as Column[]
    const inFile = found.map(({ name, type, notnull, pk }) => ({ name, type, notNull: notnull === 1 || pk > 0 }))
    const { columns, primaryKeys } = getTableConfig(table)
    const keys = new Set(primaryKeys.flatMap((key) => key.columns.map(({ name }) => name)))
    const inSchema = columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      notNull: column.notNull || column.primary || keys.has(column.name),
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect(inSchema.sort(byName), getTableName(table)).toEqual(inFile.sort(byName))
  }
  expect(tables.length).toBeGreaterThanOrEqual(15)
  await close()
})
