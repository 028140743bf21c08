import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { withDeadline } from '../sms/deadline.ts'
import { loadedConfig } from './bot.ts'

/** Longer than a wait for another process' lock: a locked database says so itself. */
const DEADLINE_MS = 5000

/**
 * Rewrites a row as it is, and reads: what a text needs. A full, a locked or a read-only database is not ready, nor is one
 * whose writer hangs. Anybody may ask, so requests at the same time share one answer.
 * @param deadline milliseconds
 * @returns null if all is well; otherwise what is not, in words without data.
 */
export function readiness(database: Database, deadline = DEADLINE_MS): () => Promise<string | null> {
  let asked: Promise<string | null> | null = null
  const answer = async (): Promise<null> => {
    await database.batchWrite([statement('update d1_migrations set name = name where id = 1')])
    await loadedConfig(database)
    return null
  }
  return () => {
    asked ??= withDeadline(deadline, answer(), 'the database does not answer').finally(() => {
      asked = null
    })
    return asked
  }
}
