import { existsSync } from 'node:fs'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { consoleReader } from '../../db/console/reader.ts'
import { consoleStore } from '../../db/console/store.ts'
import { createVault } from '../../hq/access/vault.ts'
import type { ConsoleDeps } from '../../hq/deps.ts'
import { createKeys } from '../../keys/keys.ts'
import { systemClock } from '../../server/clock.ts'
import { answerNo } from '../io.ts'
import { databaseFile } from '../options.ts'
import { ownSecret } from './own-secret.ts'
import { findSecret } from './secret.ts'

/** What headquarters' acts need at the command line. */
export type Headquarters = Pick<ConsoleDeps, 'reader' | 'store' | 'vault' | 'clock'>

/**
 * Does something as headquarters on a database, under its own secret, and closes it. Where there is no database, or the
 * secret is missing or another's, that is said, and nothing is done.
 * @param db as given with --db
 */
export async function atHeadquarters(
  db: string | undefined,
  act: (deps: Headquarters) => Promise<void>,
): Promise<void> {
  const file = databaseFile(db)
  if (!existsSync(file)) return answerNo(`There is no database ${file}. Load a caucus with caucusline init.`)
  const secret = findSecret(file, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const database = openSqlite(file)
  try {
    if (!(await ownSecret(database, secret.secret))) return
    const store = consoleStore(database, createKeys(secret.secret))
    await act({ reader: consoleReader(database), store, vault: createVault(secret.secret), clock: systemClock })
  } finally {
    await database.close()
  }
}
