import type { Database, RawRow, Statement } from './database.ts'

/**
 * SQL is written as text, the same for both databases, in two ways:
 * - `prepared`, at the top of a module, for what every text needs and for statements with many values. Its values have
 *   names, and its text is made once.
 * - `statement`, and `queryOn` to read at once, for all else. Its values stand in the order of their question marks.
 * Only names from this code become part of the text. A value never does.
 */

type Values = Readonly<Record<string, unknown>>

/**
 * Builds a statement once; each call only fills its values in.
 * @param text with a `:name` for each value, outside of quotes
 * @throws (the result) where a name gets no value
 */
export function prepared(text: string): (values: Values) => Statement {
  const names: string[] = []
  const sql = text.replaceAll(/'[^']*'|:([a-z]\w*)/gi, (written, name: string | undefined) => {
    if (name === undefined) return written
    names.push(name)
    return '?'
  })
  return (values) => ({ toSQL: () => ({ sql, params: names.map((name) => given(values, name)) }) })
}

/**
 * A placeholder whose value the planner does not look at. The SQLite of better-sqlite3 is built with STAT4: there, a plain
 * one under `order by`, `max` or a join has the statement planned anew for each new value, at five times its cost.
 */
export const plannerOpaque = (name: string): string => `(select :${name})`

function given(values: Values, name: string): unknown {
  const value = values[name]
  if (value === undefined) throw new Error(`no value for ${name}`)
  return typeof value === 'boolean' ? Number(value) : value
}

export const statement = (sql: string, ...params: readonly unknown[]): Statement => ({
  toSQL: () => ({ sql, params: [...params] }),
})

/**
 * Reads with one query in plain text; a join names each of its columns.
 * @returns rows as the query says that they are (`T` is not checked), each column under its name in camel case:
 * `checked_in` as `checkedIn`
 * @throws StoreError
 */
export type Query = <T = RawRow>(sql: string, ...params: readonly unknown[]) => Promise<readonly T[]>

export const queryOn =
  ({ batchRead }: Pick<Database, 'batchRead'>): Query =>
  async <T>(sql: string, ...params: readonly unknown[]) =>
    rowsAs<T>((await batchRead([statement(sql, ...params)]))[0])

/** Rows as objects of the program: tables are STRICT, so that the values have their types already. */
export function rowsAs<T>(rows: readonly RawRow[] = []): readonly T[] {
  const names = Object.keys(rows[0] ?? {})
  if (!names.some((name) => name.includes('_'))) return rows as readonly unknown[] as readonly T[]
  const fields = names.map((name) => [fieldName(name), name] as const)
  return rows.map((row) => Object.fromEntries(fields.map(([field, name]) => [field, row[name]])) as T)
}

const fieldName = (column: string): string =>
  column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
export const columnName = (field: string): string => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A row under the table's own names. A field that is undefined is left to the column's default. */
export const columnsOf = (row: object): Values =>
  Object.fromEntries(
    Object.entries(row).flatMap(([field, value]) => (value === undefined ? [] : [[columnName(field), value]])),
  )

export const textOrNull = (value: unknown) => (value === null || value === undefined ? null : String(value))

/** `%` and `_` in what a person searches for are themselves; used with `escape '\'`. */
export const containing = (words: string): string => `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** A list that a query unpacks with json_each: D1 binds at most 100 values in a statement. */
export const jsonList = (values: readonly string[]): string => JSON.stringify(values)

/** D1 takes at most 2 MB in one value; a row of ours is a few hundred bytes. */
const ROWS_AT_ONCE = 500

/**
 * Many rows in few statements, so that a whole roster is one atomic list on D1 too (which binds at most 100 values in
 * a statement and takes only so many statements): the rows travel as one JSON value, and the database unpacks it.
 * @param rows under the table's own names
 * @param columns which of them to write, null where a row has none; otherwise those of the first row
 */
export function bulkInsert(
  table: string,
  rows: readonly Values[],
  conflict = '',
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): Statement[] {
  const values = columns.map((column) => `value ->> '${column}'`).join(', ')
  const insert = `insert into ${table} (${columns.join(', ')}) select ${values} from json_each(?) where true ${conflict}`
  return Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, i) =>
    statement(insert, JSON.stringify(rows.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE))),
  )
}

/** Stops the whole list of statements, with a broken check, where the condition is true at that moment. */
export const stopWhere = (condition: string, ...params: readonly unknown[]): Statement =>
  statement(`insert into guards (stop) select 1 where ${condition}`, ...params)
