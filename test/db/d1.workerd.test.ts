import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { openD1 } from '../../src/db/d1.ts'
import { install } from '../../src/db/install.ts'
import { sqlReader } from '../../src/db/reader.ts'
import { sqlStore } from '../../src/db/sql-store.ts'
import { storeContract } from './contract.ts'
import { changePhase, installation, parse, type Subject, seal } from './fixtures.ts'

async function open(): Promise<Subject> {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  const database = openD1(env.DB)
  await install(database, seal, installation)
  const store = sqlStore(database, parse)
  await changePhase(store, 1, 'setup', 'live')
  return { store, reader: sqlReader(database), close: database.close }
}

storeContract('D1', open, 15)
