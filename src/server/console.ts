import type { Context } from 'hono'
import { createActions } from '../bot/handle/hq-actions.ts'
import type { Clock, EventStore } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { consoleReader } from '../db/console/reader.ts'
import { consoleStore } from '../db/console/store.ts'
import { hqEventStore } from '../db/event-store/store.ts'
import type { Environment } from '../environment.ts'
import { countryOf, telephone } from '../files/cells.ts'
import { readRoster } from '../files/roster.ts'
import { createVault } from '../hq/access/vault.ts'
import type { ConsoleDeps } from '../hq/deps.ts'
import type { ConsoleReader } from '../hq/ports.ts'
import type { RosterFiles } from '../hq/roster/ports.ts'
import { createKeys } from '../keys/keys.ts'
import { iowa } from '../results/pages/map/iowa.ts'
import { type Redraw, servePicture } from '../sms/media.ts'
import type { RandomSource } from './random.ts'

/** What the console is made of, besides what every server has. */
interface ConsoleWorld {
  readonly database: Database
  /** The bot's own store. */
  readonly store: EventStore
  readonly secret: string
  readonly clock: Clock
  readonly publicUrl: string
  readonly twilio: Environment['twilio']
  readonly remoteAddress: (c: Context) => string | null
  /** The state's two letters; null where the caucus does not say. */
  readonly state: string | null
  /** Draws strangers' pictures anew. */
  readonly redraw: Redraw
  /** False where the runtime compresses by itself. */
  readonly compresses: boolean
  readonly random: RandomSource
}

/** The console's world, the same on Node and on Workers. */
export function consoleDeps(world: ConsoleWorld): ConsoleDeps {
  const { database, clock, secret, publicUrl, twilio } = world
  const keys = createKeys(secret)
  const reader = consoleReader(database)
  return {
    reader,
    store: consoleStore(database, keys),
    actions: createActions({ store: hqEventStore(database, world.store), keys, clock }),
    clock,
    keys,
    vault: createVault(secret, undefined, world.random.bytes),
    compresses: world.compresses,
    secure: publicUrl.startsWith('https:'),
    address: world.remoteAddress,
    map: world.state === 'IA' ? iowa : null,
    roster: rosterFiles(reader),
    picture:
      twilio === null
        ? null
        : (url) => servePicture(url, { ...twilio, authToken: twilio.authTokens[0] ?? '', redraw: world.redraw }),
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
