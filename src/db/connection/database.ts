import { is, Param, Placeholder, SQL, sql } from 'drizzle-orm'
import { type BaseSQLiteDatabase, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'

/** A query with its values: any drizzle builder is one, and so is what `compiled` makes. */
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

export type SqliteDb = BaseSQLiteDatabase<'sync' | 'async', unknown>

/** What the two drivers do differently, and nothing else. See better-sqlite3.ts and d1.ts. */
export interface Database {
  /** For queries off the hot path. `await` works on both drivers; `transaction` on neither. */
  readonly db: SqliteDb
  readonly batchWrite: BatchWrite
  readonly batchRead: BatchRead
  /** Finishes what is under way, then closes. */
  close(): Promise<void>
}

export type Values = Readonly<Record<string, unknown>>

// The text of a statement is the same on both drivers.
const dialect = new SQLiteSyncDialect()

/**
 * Builds a query once; each call only fills its placeholders in (building it anew for every text halves the throughput).
 * @throws where a placeholder gets no value.
 */
export function prepared(query: Statement | SQL): (values: Values) => Statement {
  const { sql, params } = is(query, SQL) ? dialect.sqlToQuery(query) : query.toSQL()
  const fills = params.map(fillOf)
  return (values) => ({ toSQL: () => ({ sql, params: fills.map((fill) => fill(values)) }) })
}

/**
 * A placeholder whose value the planner does not look at. The SQLite of better-sqlite3 is built with STAT4: there, a plain
 * one under `order by`, `max` or a join has the statement planned anew for each new value, at five times its cost.
 */
export const plannerOpaque = (name: string): SQL => sql`(select ${sql.placeholder(name)})`

function fillOf(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => given(values, param.name)
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { name } = param.value
    return (values) => {
      const value = given(values, name)
      return value === null ? null : param.encoder.mapToDriverValue(value)
    }
  }
  return () => param
}

function given(values: Values, name: string): unknown {
  const value = values[name]
  if (value === undefined) throw new Error(`no value for ${name}`)
  return value
}
