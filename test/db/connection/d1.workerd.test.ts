import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { openD1 } from '../../../src/db/connection/d1.ts'
import type { Database } from '../../../src/db/connection/database.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../../src/db/event-store/store.ts'
import { storeContract } from '../contract.ts'
import { changePhase, installation, keys, parse, type Subject } from '../fixtures.ts'
import { tablesContract } from '../tables.ts'

async function empty(): Promise<Database> {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return openD1(env.DB)
}

async function live(): Promise<Subject> {
  const database = await empty()
  await install(database, keys, installation)
  const store = eventStore(database, parse)
  await changePhase(store, 1, 'setup', 'live')
  return { store, reader: recordReader(database), close: database.close }
}

storeContract('D1', live, 15)
tablesContract('D1', empty)
