import { getTableName, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import * as schema from '../../src/db/schema.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly pk: number
}

it('names the console’s tables and columns as the migration makes them, all of them STRICT', async () => {
  const { client, close } = openSqlite(':memory:')
  const tables = Object.values(schema)
    .filter((value) => is(value, SQLiteTable))
    .filter((table) => getTableName(table).startsWith('hq_'))
  const strict = client
    .prepare("select name from pragma_table_list where name like 'hq\\_%' escape '\\' and strict = 1")
    .pluck()
    .all()
  expect(strict.sort()).toEqual(tables.map(getTableName).sort())
  for (const table of tables) {
    const found = client
      .prepare('select name, type, "notnull", pk from pragma_table_info(?)')
      .all(getTableName(table)) as Column[]
    const inFile = found.map(({ name, type, notnull, pk }) => ({ name, type, notNull: notnull === 1 || pk > 0 }))
    const inSchema = getTableConfig(table).columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      notNull: column.notNull || column.primary,
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect(inSchema.sort(byName), getTableName(table)).toEqual(inFile.sort(byName))
  }
  expect(tables.length).toBe(11)
  await close()
})
