import { sql } from 'drizzle-orm'
import { compiled, type Statement, type Values } from './database.ts'

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
  const insert = compiled(
    sql`${sql.raw(`insert into ${table} (${columns.join(', ')}) select ${values} from json_each(`)}${sql.placeholder('rows')}${sql.raw(`) where true ${conflict}`)}`,
  )
  return chunks(rows).map((chunk) => insert({ rows: JSON.stringify(chunk) }))
}

function chunks(rows: readonly Values[]): (readonly Values[])[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, i) => rows.slice(i * ROWS, (i + 1) * ROWS))
}

/** Stops the whole list of statements, with a broken check, where the condition is true at that moment. */
export const stopWhere = (condition: ReturnType<typeof sql>): Statement =>
  compiled(sql`insert into guards (stop) select 1 where ${condition}`)({})
