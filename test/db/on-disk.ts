import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenOptions, openSqlite, type SqliteDatabase } from '../../src/db/connection/better-sqlite3.ts'
import { install } from '../../src/db/event-store/install.ts'
import { recordReader } from '../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../src/db/event-store/store.ts'
import { changePhase, installation, keys, parse, type Subject } from './fixtures.ts'

/** A folder of its own, gone after `close`. */
export function temporary(): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-db-'))
  return { file: join(folder, 'night.db'), remove: () => rmSync(folder, { recursive: true }) }
}

export interface OnDisk extends Subject {
  readonly database: SqliteDatabase
  readonly file: string
}

/** The caucus of fixtures.ts, live, in a file on disk. */
export async function onDisk(options: OpenOptions = {}): Promise<OnDisk> {
  const { file, remove } = temporary()
  const database = openSqlite(file, options)
  const loaded = await install(database, keys, installation)
  if (!loaded.ok) throw new Error(loaded.reason)
  const store = eventStore(database, parse)
  await changePhase(store, 1, 'setup', 'live')
  return {
    store,
    reader: recordReader(database),
    database,
    file,
    async close() {
      await database.close()
      remove()
    },
  }
}
