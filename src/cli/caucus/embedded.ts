import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createHandle } from '../../bot/handle/handle-text.ts'
import type { Clock, EventStore, Handle } from '../../bot/ports.ts'
import { openSqlite, type SqliteDatabase } from '../../db/connection/better-sqlite3.ts'
import { install } from '../../db/event-store/install.ts'
import { eventStore } from '../../db/event-store/store.ts'
import type { Files, Paths } from '../../files/load.ts'
import { createKeys, type KeyedSecret } from '../../keys/keys.ts'
import { systemClock } from '../../server/clock.ts'
import { installationOf } from './installation.ts'
import { caucusFrom } from './parse.ts'
import { changePhase } from './phase.ts'

/** A caucus in this very process: for the demonstration and the phone in the terminal. */
export interface Embedded {
  readonly database: SqliteDatabase
  readonly store: EventStore
  readonly keys: KeyedSecret
  readonly secret: string
  readonly handle: Handle
  readonly clock: Clock
  close(): Promise<void>
}

/** The demonstration caucus that ships with the program. */
export const demoFiles: Paths = {
  config: demoFile('caucus.json'),
  roster: demoFile('roster.csv'),
  counties: demoFile('counties.csv'),
  reports: demoFile('reports.csv'),
}

function demoFile(name: string): string {
  return fileURLToPath(new URL(`../demo-caucus/${name}`, import.meta.url))
}

/** A folder for one run's database. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'caucusline-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A fresh database, loaded and gone live as a demonstration: never taken for a real night afterwards. */
export async function loadDemonstration(files: Files, file: string, secret: string): Promise<Embedded> {
  const database = openSqlite(file)
  const keys = createKeys(secret)
  const installed = await install(database, keys, installationOf(files, keys, systemClock.now()))
  if (!installed.ok) throw new Error(`${file} holds a caucus already`)
  const wrong = await changePhase({ database, keys, clock: systemClock }, 'live', 'demo')
  if (wrong !== null) throw new Error(wrong)
  return embed(database, secret)
}

/** The bot on a database that is open and loaded. */
export function embed(database: SqliteDatabase, secret: string): Embedded {
  const keys = createKeys(secret)
  const store = eventStore(database, caucusFrom)
  const handle = createHandle({ store, keys, clock: systemClock })
  return { database, store, keys, secret, handle, clock: systemClock, close: () => database.close() }
}
