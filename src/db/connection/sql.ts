import { sql } from 'drizzle-orm'
import type { OutboxTrouble } from '../../sms/ports.ts'
import { type Database, prepared, type RawRow, type Statement, type Values } from './database.ts'
import { storeError } from './errors.ts'

/** What the stores of the outbox and of deliveries share: plain SQL, the same on both databases. */
export const statement = (sql: string, ...params: readonly unknown[]): Statement => ({
  toSQL: () => ({ sql, params: [...params] }),
})

/** An item in HQ's queue, once by its id. */
export const alerted = (trouble: OutboxTrouble) =>
  statement(
    `insert into queue (id, kind, phase, precinct, person, at, detail) select ?, ?, phase, ?, ?, ?, ? from caucus where id = 1
     on conflict (id) do nothing`,
    trouble.id,
    trouble.kind,
    trouble.precinct,
    trouble.person,
    trouble.at,
    trouble.detail,
  )

export const textOrNull = (value: unknown) => (value === null || value === undefined ? null : String(value))

/** One query in plain SQL, the same on both databases; a join names each of its columns. */
export type Query = (sql: string, ...params: readonly unknown[]) => Promise<readonly RawRow[]>

export const queryOn =
  (database: Pick<Database, 'batchRead'>): Query =>
  async (sql, ...params) =>
    (await database.batchRead([statement(sql, ...params)]))[0] ?? []

/** A query of drizzle's, its error without the bound values. @throws StoreError */
export async function read<T>(query: PromiseLike<T>): Promise<T> {
  try {
    return await query
  } catch (error) {
    throw storeError(error)
  }
}

export const numberOrNull = (value: unknown): number | null => {
  const text = textOrNull(value)
  return text === null ? null : Number(text)
}

/** `%` and `_` in what a person searches for are themselves; used with `escape '\'`. */
export const containing = (words: string): string => `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** A list that a query unpacks with json_each: D1 binds at most 100 values in a statement. */
export const jsonList = (values: readonly string[]): string => JSON.stringify(values)

/** D1 takes at most 2 MB in one value; a row of ours is a few hundred bytes. */
const ROWS = 500

/**
 * Many rows in few statements, so that a whole roster is one atomic list on D1 too (which binds at most 100 values in
 * a statement and takes only so many statements): the rows travel as one JSON value, and the database unpacks it.
 * @param columns the table's own names; each row holds a value under each (null where it has none).
 */
export function bulkInsert(
  table: string,
  columns: readonly string[],
  rows: readonly Values[],
  conflict = '',
): Statement[] {
  const values = columns.map((column) => `value ->> '${column}'`).join(', ')
  const insert = prepared(
    sql`${sql.raw(`insert into ${table} (${columns.join(', ')}) select ${values} from json_each(`)}${sql.placeholder('rows')}${sql.raw(`) where true ${conflict}`)}`,
  )
  return chunks(rows).map((chunk) => insert({ rows: JSON.stringify(chunk) }))
}

function chunks(rows: readonly Values[]): (readonly Values[])[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, i) => rows.slice(i * ROWS, (i + 1) * ROWS))
}

/** Stops the whole list of statements, with a broken check, where the condition is true at that moment. */
export const stopWhere = (condition: ReturnType<typeof sql>): Statement =>
  prepared(sql`insert into guards (stop) select 1 where ${condition}`)({})
