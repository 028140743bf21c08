import type { Context } from 'hono'
import type { Caucus } from '../bot/caucus.ts'
import { createActions } from '../bot/handle/hq-actions.ts'
import type { Clock, EventStore, Keys } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { consoleReader } from '../db/console/reader.ts'
import { consoleStore } from '../db/console/store.ts'
import { hqEventStore } from '../db/event-store/store.ts'
import { countryOf, telephone } from '../files/cells.ts'
import { readRoster } from '../files/roster.ts'
import { createVault, type Work } from '../hq/access/vault.ts'
import type { ConsoleDeps } from '../hq/deps.ts'
import type { ConsoleReader } from '../hq/ports.ts'
import type { RosterFiles } from '../hq/roster/ports.ts'
import { iowa } from '../results/pages/map/iowa.ts'
import { CARRIERS } from '../sms/registry.ts'
import type { RandomSource } from './random.ts'

interface ConsoleWorld {
  readonly database: Database
  /** The bot's own store. */
  readonly store: EventStore
  readonly keys: Keys
  readonly secret: string
  readonly clock: Clock
  readonly random: RandomSource
  readonly publicUrl: string
  readonly caucus: Caucus
  readonly remoteAddress: (c: Context) => string | null
  readonly servePicture: ConsoleDeps['picture']
  /** False where the runtime compresses by itself. */
  readonly compresses: boolean
  readonly passwordWork?: Work
}

/** The console's world, the same on Node and on Workers. */
export function consoleDeps(world: ConsoleWorld): ConsoleDeps {
  const { database, keys, clock } = world
  const reader = consoleReader(database)
  return {
    reader,
    store: consoleStore(database, keys),
    actions: createActions({ store: hqEventStore(database, world.store), keys, clock }),
    clock,
    keys,
    vault: createVault(world.secret, world.passwordWork, world.random.bytes),
    compresses: world.compresses,
    secure: world.publicUrl.startsWith('https:'),
    address: world.remoteAddress,
    map: world.caucus.state === 'IA' ? iowa : null,
    roster: rosterFiles(reader),
    carriers: CARRIERS,
    picture: world.servePicture,
  }
}

/** An uploaded roster is read by the very reader that `init` uses. */
export function rosterFiles(reader: ConsoleReader): RosterFiles {
  return {
    async read(bytes) {
      const { caucus } = await reader.setting()
      const places = await reader.lines('live', null)
      const terms = {
        precinctCode: caucus.vocabulary.precinctCode,
        languages: caucus.languages,
        country: countryOf(caucus.phone),
        ownPhone: caucus.phone,
      }
      return readRoster('roster.csv', bytes, terms, new Set(places.map(({ county }) => county)))
    },
    async phone(text) {
      const { caucus } = await reader.setting()
      const read = telephone(countryOf(caucus.phone)).safeParse(text)
      return read.success && read.data ? read.data.phone : null
    },
  }
}
