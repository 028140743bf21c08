import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { loadedConfig } from './bot.ts'

/** Longer than a wait for another process' lock: a locked database says so itself. */
const PATIENCE_MS = 5000

/**
 * Rewrites a row as it is, and reads: what a text needs. A full, a locked or a read-only database is not ready, nor is one
 * whose writer hangs. Anybody may ask, so those who ask at once share one answer.
 * @returns null where all is well; otherwise what is not, in words without data.
 */
export function readiness(database: Database, patience = PATIENCE_MS): () => Promise<string | null> {
  let asked: Promise<string | null> | null = null
  const answer = async () => {
    await database.batchWrite([statement('update d1_migrations set name = name where id = 1')])
    await loadedConfig(database)
    return null
  }
  return () => {
    asked ??= within(patience, answer()).finally(() => {
      asked = null
    })
    return asked
  }
}

async function within(ms: number, answer: Promise<string | null>): Promise<string | null> {
  const { promise: late, resolve } = Promise.withResolvers<string>()
  const timeout = setTimeout(() => resolve('the database does not answer'), ms)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timeout)
  }
}
