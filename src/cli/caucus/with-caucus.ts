import { existsSync } from 'node:fs'
import { openSqlite, type SqliteDatabase } from '../../db/connection/better-sqlite3.ts'
import type { Database } from '../../db/connection/database.ts'
import { createKeys, type KeyedSecret } from '../../keys/keys.ts'
import { secretMismatch } from '../../server/own-secret.ts'
import { answerNo, refuse } from '../io.ts'
import { databaseFile } from '../options.ts'
import { requiredSecret } from './secret.ts'

/** A caucus' database that is open, and the secret under which it was loaded. */
export interface OpenCaucus {
  readonly file: string
  readonly database: SqliteDatabase
  readonly secret: string
  readonly keys: KeyedSecret
}

/** Ends "There is no database …" for commands that a person runs first. */
export const loadWithInit = ' Load a caucus with caucusline init.'

/** @returns the database file as --db or CAUCUSLINE_DB names it; null when there is none, which is then said. */
export function findDatabase(db: string | undefined, hint = ''): string | null {
  const file = databaseFile(db)
  return existsSync(file) ? file : refuse(`There is no database ${file}.${hint}`)
}

/** @returns whether the caucus in the database was loaded under this secret; if not, that is said. */
export async function isOwnSecret(database: Pick<Database, 'batchRead'>, secret: string): Promise<boolean> {
  const problem = await secretMismatch(database, secret)
  if (problem !== null) answerNo(`Nothing was done: ${problem}.`)
  return problem === null
}

/**
 * Opens a caucus under its own secret; the caller closes its database.
 * @returns null when the database or its secret is missing, or the secret is another caucus', which is then said.
 * @throws StoreError for a file that is damaged, locked or another program's.
 */
export async function openCaucus(db: string | undefined, hint = ''): Promise<OpenCaucus | null> {
  const file = findDatabase(db, hint)
  const secret = file === null ? null : requiredSecret(file)
  if (file === null || secret === null) return null
  const database = openSqlite(file)
  let own = false
  try {
    own = await isOwnSecret(database, secret)
  } finally {
    if (!own) await database.close()
  }
  return own ? { file, database, secret, keys: createKeys(secret) } : null
}

/** Opens a caucus as `openCaucus` does, works on it, and closes it however the work ends. */
export async function withCaucus(
  db: string | undefined,
  work: (caucus: OpenCaucus) => Promise<void>,
  hint = '',
): Promise<void> {
  const caucus = await openCaucus(db, hint)
  if (caucus === null) return
  try {
    await work(caucus)
  } finally {
    await caucus.database.close()
  }
}
