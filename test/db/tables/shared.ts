import type { Database, Statement } from '../../../src/db/connection/database.ts'

/** The database of the test that is running, empty when the test begins. */
export type Current = () => Database

export const statement = (sql: string, ...params: readonly unknown[]): Statement => ({
  toSQL: () => ({ sql, params: [...params] }),
})
export const rowsOf = async (database: Database, sql: string) => (await database.batchRead([statement(sql)]))[0] ?? []
export const trouble = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  )
