import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { Database, RawRow, Statement } from './database.ts'
import { storeError } from './errors.ts'

/**
 * Cloudflare's D1. `batch` is its only atomic unit, and reads as of one moment. Without a session every query goes to the
 * primary, which the bot needs; public pages may hand in `binding.withSession()` and read a replica. wrangler applies the
 * migrations (`wrangler d1 migrations apply`).
 */
export function openD1(binding: D1Database): Database {
  const bound = (statement: Statement): D1PreparedStatement => {
    const { sql, params } = statement.toSQL()
    return binding.prepare(sql).bind(...params)
  }
  const batch = async (statements: readonly Statement[]) => {
    try {
      return await binding.batch<RawRow>(statements.map(bound))
    } catch (error) {
      throw storeError(error)
    }
  }
  return {
    batchWrite: async (writes) => {
      await batch(writes)
    },
    batchRead: async (reads) => (await batch(reads)).map((result) => result.results),
    close: async () => {},
  }
}
