import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

/** The beginning of an export of D1. */
const HEAD = Buffer.from('PRAGMA defer_foreign_keys')

export function isSql(file: string): boolean {
  const handle = openSync(file, 'r')
  try {
    const start = Buffer.alloc(HEAD.length)
    readSync(handle, start)
    return start.equals(HEAD)
  } finally {
    closeSync(handle)
  }
}

/**
 * Makes a database of what `wrangler d1 export` wrote, all or nothing. It uses our own SQLite: an older one, as systems
 * ship it, calls some rows invalid that D1 takes, and goes on without them.
 * @returns false when the file cannot be read to its end.
 */
export function fromSql(file: string, db: string): boolean {
  const client = new Sqlite(db)
  try {
    client.pragma('foreign_keys = OFF')
    client.transaction(() => client.exec(readFileSync(file, 'utf8')))()
    return true
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return false
    throw error
  } finally {
    client.close()
  }
}
