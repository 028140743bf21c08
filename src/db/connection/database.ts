/** A query with its values. sql.ts says how one is made. */
export interface Statement {
  toSQL(): { readonly sql: string; readonly params: unknown[] }
}

/** Runs all the statements or none of them. Resolves only when they are safe on disk. @throws StoreError */
export type BatchWrite = (writes: readonly [Statement, ...Statement[]]) => Promise<void>

/**
 * Reads as of one moment, in one round trip. Rows come as the database names their columns, so a query must select
 * from one table or name each column (a join's equal names fall on one another on D1, in silence). @throws StoreError
 */
type BatchRead = (reads: readonly Statement[]) => Promise<readonly (readonly RawRow[])[]>
export type RawRow = Readonly<Record<string, unknown>>

/** What the two drivers do differently, and nothing else. See better-sqlite3.ts and d1.ts. */
export interface Database {
  readonly batchWrite: BatchWrite
  readonly batchRead: BatchRead
  /** Finishes what is under way, then closes. */
  close(): Promise<void>
}
