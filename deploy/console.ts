import type { Context } from 'hono'
import { createActions } from '../src/bot/hq-actions.ts'
import type { Clock, Store } from '../src/bot/ports.ts'
import { countryOf, telephone } from '../src/cli/files/cells.ts'
import { readRoster } from '../src/cli/files/roster.ts'
import type { Database } from '../src/db/database.ts'
import { actStore } from '../src/db/hq-acts.ts'
import { hqReader } from '../src/db/hq-reader.ts'
import { hqStore } from '../src/db/hq-store.ts'
import type { Environment } from '../src/environment.ts'
import { createVault } from '../src/hq/access/vault.ts'
import type { HqDeps } from '../src/hq/deps.ts'
import type { HqReader } from '../src/hq/ports.ts'
import type { RosterFiles } from '../src/hq/roster/ports.ts'
import { iowa } from '../src/results/map/iowa.ts'
import { createSeal } from '../src/seal/seal.ts'
import { type Redraw, servePicture } from '../src/sms/media.ts'

/** What the console is made of, besides what every server has. */
export interface ConsoleWorld {
  readonly database: Database
  /** The bot's own store. */
  readonly store: Store
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
}

/** The console's world, the same on Node and on Workers. */
export function consoleDeps(world: ConsoleWorld): HqDeps {
  const { database, clock, secret, publicUrl, twilio } = world
  const seal = createSeal(secret)
  const reader = hqReader(database)
  return {
    reader,
    store: hqStore(database, seal),
    actions: createActions({ store: actStore(database, world.store), seal, clock }),
    clock,
    seal,
    vault: createVault(secret),
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
export function rosterFiles(reader: HqReader): RosterFiles {
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
