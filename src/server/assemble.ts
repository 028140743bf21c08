import type { Context, Hono } from 'hono'
import { createApp } from '../app.ts'
import type { Handle } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { resultsReader } from '../db/publication/reader.ts'
import type { Environment } from '../environment.ts'
import { sendReminders } from '../hq/reminders/send-reminders.ts'
import { hqRoutes } from '../hq/routes.ts'
import { createKeys } from '../keys/keys.ts'
import { createSigner } from '../keys/sign.ts'
import { type PublishOutcome, publisher } from '../results/publish/publish.ts'
import { type ResultsDeps, resultsRoutes } from '../results/serve/routes.ts'
import type { Redraw } from '../sms/media.ts'
import { createMeter } from '../sms/meter.ts'
import type { Log } from '../sms/ports.ts'
import { type ReconcileDeps, type Reconciled, reconciler } from '../sms/reconcile/reconcile.ts'
import { type BotWorld, createBot, loadedConfig, storeOf } from './bot.ts'
import { carriersOf } from './carriers.ts'
import { systemClock } from './clock.ts'
import { consoleDeps } from './console.ts'
import { foreignSecret } from './own-secret.ts'
import { MOST_IN_A_WORKER, redrawing } from './pictures/redraw.ts'
import { type RandomSource, systemRandom } from './random.ts'
import { readiness } from './readiness.ts'

/** What differs from one home to the other. */
export interface ServerWorld extends BotWorld {
  readonly environment: Environment
  readonly log: Log
  /** How many lines the log lost. */
  readonly logLost?: () => number
  readonly remoteAddress: (c: Context) => string | null
  /** In the demo the phone; asked before the console and the public pages. */
  readonly routes?: readonly Hono[]
  /** The bot, where it runs elsewhere (src/server/bot-thread/client.ts). */
  readonly handle?: Handle
  /** Packs public pages, once an update; left out where the platform packs every answer (Workers). */
  readonly gzip?: ResultsDeps['gzip']
  /** How strangers' pictures are drawn anew; left out: here, and only what a Worker can hold. */
  readonly redraw?: Redraw
  /** What is drawn by chance; left out: this machine's. */
  readonly random?: RandomSource
  /** How requests to a carrier leave; left out: `fetch`. */
  readonly fetch?: typeof fetch
}

/** Everything that a server does, put together; who owns the timers calls it. */
export interface ServerParts {
  readonly app: Hono
  readonly handle: Handle
  /** Writes reminders that are due into the outbox. @returns how many texts. */
  readonly remind: () => Promise<number>
  /** Sends what is due. @returns how many texts left. */
  readonly send: () => Promise<number>
  /** No text is begun any more. */
  readonly stopSending: () => void
  /** Ends every request to a carrier that is still open. */
  readonly hangUp: () => void
  readonly publish: () => Promise<PublishOutcome>
  /** Null where there is no carrier to ask. */
  readonly reconcile: (() => Promise<Reconciled>) | null
  readonly reconcileDeps: ReconcileDeps | null
}

/** @throws StoreError or Error in words: no caucus is loaded, its configuration is not readable, or the secret is another's. */
export async function assemble(world: ServerWorld): Promise<ServerParts> {
  const { database, environment, secret, log, clock = systemClock, random = systemRandom } = world
  const { caucus, file } = await loadedConfig(database)
  const foreign = await foreignSecret(database, secret)
  if (foreign !== null) throw new Error(foreign)
  const keys = createKeys(secret)
  const store = storeOf(world)
  const handle = world.handle ?? (await createBot(world))
  const meter = createMeter()
  const publicUrl = environment.publicUrl ?? `http://localhost:${environment.port}`
  const { twilio } = environment
  const from = twilio !== null && 'from' in twilio.sender ? twilio.sender.from : caucus.phone
  const own = [...new Set([caucus.phone, from])]
  const desk = {
    database,
    environment,
    publicUrl,
    own,
    handle,
    store,
    keys,
    caucus,
    quiet: file.quiet_hours ?? null,
    precincts: await precinctsIn(database),
    clock,
    log,
    meter,
    random,
    fetch: world.fetch ?? fetch,
  }
  const carriers = carriersOf(desk)
  const reader = resultsReader(database)
  const headquarters = consoleDeps({
    database,
    store,
    secret,
    clock,
    publicUrl,
    twilio,
    remoteAddress: world.remoteAddress,
    state: caucus.state,
    compresses: world.gzip !== undefined,
    redraw: world.redraw ?? redrawing(MOST_IN_A_WORKER),
    random,
  })
  const published = { reader, clock, keys, publicUrl, ...(world.gzip && { gzip: world.gzip }) }
  const app = createApp({
    twilio: carriers.twilio,
    kannel: carriers.kannel,
    routes: [...(world.routes ?? []), hqRoutes(headquarters), resultsRoutes(published)],
    ready: readiness(database),
    metrics: async () => meter.text({ ...(await carriers.gauges()), log_lines_lost: world.logLost?.() ?? 0 }),
    metricsToken: environment.metricsToken,
    remoteAddress: world.remoteAddress,
    log,
  })
  const publish = publisher({ reader, clock, signer: await createSigner(secret) })
  return {
    app,
    handle,
    remind: () => sendReminders(headquarters),
    send: carriers.send,
    stopSending: carriers.stopSending,
    hangUp: carriers.hangUp,
    publish,
    reconcile: carriers.reconcileDeps && reconciler(carriers.reconcileDeps),
    reconcileDeps: carriers.reconcileDeps,
  }
}

async function precinctsIn(database: Database): Promise<number> {
  const [rows] = await database.batchRead([statement('select count(*) as precincts from precincts')])
  return Number(rows?.[0]?.precincts ?? 0)
}
