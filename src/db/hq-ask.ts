import type { Database, RawRow } from './database.ts'
import { storeError } from './errors.ts'
import { statement, textOrNull } from './plain-sql.ts'

/** One query in plain SQL, the same on both databases; a join names each of its columns. */
export type Ask = (sql: string, ...params: readonly unknown[]) => Promise<readonly RawRow[]>

export const asking =
  (database: Pick<Database, 'together'>): Ask =>
  async (sql, ...params) =>
    (await database.together([statement(sql, ...params)]))[0] ?? []

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
export const list = (values: readonly string[]): string => JSON.stringify(values)
