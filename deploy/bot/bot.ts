import { parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle.ts'
import type { Clock, Handle, Store } from '../../src/bot/ports.ts'
import type { Database } from '../../src/db/database.ts'
import { statement } from '../../src/db/plain-sql.ts'
import { sqlStore } from '../../src/db/sql-store.ts'
import { createSeal } from '../../src/seal/seal.ts'
import { inLanes } from '../../src/sms/lanes.ts'
import { oneByOne } from '../../src/sms/one-by-one.ts'
import { systemClock } from '../clock.ts'
import { knownChairs } from './known-chairs.ts'

/** What the bot stands on, wherever it runs. */
export interface Ground {
  readonly database: Database
  /** See src/seal/secret.ts. */
  readonly secret: string
  readonly clock?: Clock
  /** Wraps the store: for tests that end the process at a given step. */
  readonly wrap?: (store: Store) => Store
}

/** The store of a database, as a wrapping test sees it. */
export const storeOf = ({ database, wrap }: Ground): Store =>
  (wrap ?? ((same) => same))(sqlStore(database, (json) => configOf(json).caucus))

/** The bot with its two lanes, in which each phone keeps its order: one text in, its answer out. */
export async function createBot(ground: Ground): Promise<Handle> {
  const { database, secret, clock = systemClock } = ground
  const chairs = await knownChairs(database)
  const handle = createHandle({ store: storeOf(ground), seal: createSeal(secret), clock })
  const lanes = inLanes(handle, (from) => chairs().has(from), { strangers: 8, waiting: 5000 })
  return oneByOne(lanes, 50)
}

/** The configuration that a database holds. @throws Error in words, where there is none or it is not readable. */
export async function loadedConfig(database: Database): Promise<ReturnType<typeof configOf>> {
  const [rows] = await database.together([statement('select config from caucus where id = 1')])
  const config = rows?.[0]?.config
  if (config === undefined) throw new Error('no caucus is loaded in this database: run init first')
  return configOf(String(config))
}

function configOf(json: string) {
  const result = parseConfig(JSON.parse(json))
  if (!result.ok) throw new Error(`the loaded configuration is not readable: ${result.problems.join('; ')}`)
  return result
}
