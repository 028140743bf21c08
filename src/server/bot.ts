import { parseConfig } from '../bot/config.ts'
import { withAdmissionControl } from '../bot/handle/admission-control.ts'
import { createHandle } from '../bot/handle/handle-text.ts'
import { perSenderQueue } from '../bot/handle/per-sender-queue.ts'
import type { Clock, EventStore, Handle } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { eventStore } from '../db/event-store/store.ts'
import { createKeys } from '../keys/keys.ts'
import { systemClock } from './clock.ts'

/** How long a phone that was just registered may count as a stranger's. */
const LOOK_AGAIN_MS = 30_000

/** The phones that have a precinct, looked up now and then: a text never waits for it. */
async function createChairLookup(database: Database, clock: Clock): Promise<() => ReadonlySet<string>> {
  const read = async () => {
    const [rows] = await database.batchRead([
      statement('select distinct phone from bindings join people on people.person = bindings.person'),
    ])
    return new Set((rows ?? []).map((row) => String(row.phone)))
  }
  let phones = await read()
  const time = () => Date.parse(clock.now())
  let freshUntil = time() + LOOK_AGAIN_MS
  return () => {
    if (time() >= freshUntil) {
      freshUntil = time() + LOOK_AGAIN_MS
      // If it fails, the last answer serves on.
      read().then(
        (fresh) => {
          phones = fresh
        },
        () => {},
      )
    }
    return phones
  }
}

/** What the bot needs, in this thread or in its own. */
export interface BotWorld {
  readonly database: Database
  /** See src/keys/secret.ts. */
  readonly secret: string
  readonly clock?: Clock
  /** Wraps the store: for tests that end the process at a given step. */
  readonly wrap?: (store: EventStore) => EventStore
}

/** The store of a database, as a wrapping test sees it. */
export const wrappedStore = ({ database, wrap }: BotWorld): EventStore =>
  (wrap ?? ((same) => same))(eventStore(database, (json) => configOf(json).caucus))

/** The bot behind admission control (chairs before strangers) and one queue a phone: one text in, its answer out. */
export async function createBot(world: BotWorld): Promise<Handle> {
  const { database, secret, clock = systemClock } = world
  const chairPhones = await createChairLookup(database, clock)
  const handle = createHandle({ store: wrappedStore(world), keys: createKeys(secret), clock })
  const admitted = withAdmissionControl(handle, (from) => chairPhones().has(from), { strangers: 8, waiting: 5000 })
  return perSenderQueue(admitted, 50)
}

/** The configuration that a database holds. @throws Error in words, where there is none or it is not readable. */
export async function loadedConfig(database: Database): Promise<ReturnType<typeof configOf>> {
  const [rows] = await database.batchRead([statement('select config from caucus where id = 1')])
  const config = rows?.[0]?.config
  if (config === undefined) throw new Error('no caucus is loaded in this database: run init first')
  return configOf(String(config))
}

function configOf(json: string) {
  const result = parseConfig(JSON.parse(json))
  if (!result.ok) throw new Error(`the loaded configuration is not readable: ${result.problems.join('; ')}`)
  return result
}
