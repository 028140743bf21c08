import type { Context, Hono } from 'hono'
import { createApp } from '../app.ts'
import type { Handle } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { resultsReader } from '../db/publication/reader.ts'
import type { Environment } from '../environment.ts'
import type { Work } from '../hq/access/vault.ts'
import { sendReminders } from '../hq/reminders/send-reminders.ts'
import { hqRoutes } from '../hq/routes.ts'
import { createKeys } from '../keys/keys.ts'
import { createSigner } from '../keys/signatures.ts'
import { type PublishOutcome, publisher } from '../results/publish/publish.ts'
import { type ResultsDeps, resultsRoutes } from '../results/serve/routes.ts'
import { isFromLoopback } from '../sms/loopback.ts'
import type { Log, Redraw } from '../sms/ports.ts'
import { type ReconcileDeps, type Reconciled, reconciler } from '../sms/reconcile/reconcile.ts'
import { type BotWorld, createBot, loadedConfig, wrappedStore } from './bot.ts'
import { openCarriers } from './carriers.ts'
import { systemClock } from './clock.ts'
import { consoleDeps } from './console.ts'
import { createMetrics } from './metrics.ts'
import { secretMismatch } from './own-secret.ts'
import { createRedraw, MAX_PIXELS_WORKER } from './pictures/redraw.ts'
import { type RandomSource, systemRandom } from './random.ts'
import { readiness } from './readiness.ts'

/** What a runtime (Node, Workers, a test, a simulation) hands in. */
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
  /** Chance; left out: this machine's. */
  readonly random?: RandomSource
  /** How hard a new password is to try; left out: as src/hq/access/vault.ts says. */
  readonly passwordWork?: Work
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
  const { database, environment, secret, log, remoteAddress, clock = systemClock, random = systemRandom } = world
  const { caucus, file } = await loadedConfig(database)
  const mismatch = await secretMismatch(database, secret)
  if (mismatch !== null) throw new Error(mismatch)
  const keys = createKeys(secret)
  const store = wrappedStore(world)
  const handle = world.handle ?? (await createBot(world))
  const metrics = createMetrics()
  const publicUrl = environment.publicUrl ?? `http://localhost:${environment.port}`
  const shared = { database, store, keys, clock, random, publicUrl, caucus }
  const carriers = openCarriers({
    ...shared,
    environment,
    handle,
    metrics,
    log,
    own: [...new Set([caucus.phone, ...environment.carriers.flatMap(({ number }) => number ?? [])])],
    quiet: file.quiet_hours ?? null,
    precincts: await precinctsIn(database),
    fetch: world.fetch ?? fetch,
    redraw: world.redraw ?? createRedraw(MAX_PIXELS_WORKER),
    isFromLoopback: (c) => isFromLoopback(c, remoteAddress(c)),
  })
  const { servePicture, reconcileDeps } = carriers
  const headquarters = consoleDeps({
    ...shared,
    secret,
    remoteAddress,
    servePicture,
    compresses: world.gzip !== undefined,
    ...(world.passwordWork && { passwordWork: world.passwordWork }),
  })
  const reader = resultsReader(database)
  const published = { reader, clock, keys, publicUrl, ...(world.gzip && { gzip: world.gzip }) }
  const app = createApp({
    webhooks: carriers.webhooks,
    routes: [...(world.routes ?? []), hqRoutes(headquarters), resultsRoutes(published)],
    ready: readiness(database),
    metrics,
    metricsText: async () => metrics.text({ ...(await carriers.gauges()), log_lines_lost: world.logLost?.() ?? 0 }),
    metricsToken: environment.metricsToken,
    remoteAddress,
    log,
  })
  return {
    app,
    handle,
    remind: () => sendReminders(headquarters),
    send: carriers.send,
    stopSending: carriers.stopSending,
    hangUp: carriers.hangUp,
    publish: publisher({ reader, clock, signer: await createSigner(secret) }),
    reconcile: reconcileDeps && reconciler(reconcileDeps),
    reconcileDeps,
  }
}

async function precinctsIn(database: Database): Promise<number> {
  const [rows] = await database.batchRead([statement('select count(*) as precincts from precincts')])
  return Number(rows?.[0]?.precincts ?? 0)
}
