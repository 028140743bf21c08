import type { D1Database } from '@cloudflare/workers-types'
import { openD1 } from '../../../src/db/connection/d1.ts'
import type { Rows, Storage } from './storage.ts'

/** Cloudflare's, empty and migrated. It outlives every program: a crash is a program that is thrown away. */
export function d1Storage(binding: D1Database): Storage {
  const database = openD1(binding)
  return {
    database,
    async rows(sql, ...params) {
      const { results } = await binding
        .prepare(sql)
        .bind(...params)
        .all()
      return results as Rows
    },
    async reopen() {},
    async end() {},
  }
}
