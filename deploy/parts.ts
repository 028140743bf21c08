import type { Context, Hono } from 'hono'
import { createApp } from '../src/app.ts'
import { parseConfig } from '../src/bot/config.ts'
import { createHandle } from '../src/bot/handle.ts'
import type { Clock, Handle, Store } from '../src/bot/ports.ts'
import type { Database } from '../src/db/database.ts'
import { statement } from '../src/db/plain-sql.ts'
import { resultsReader } from '../src/db/results-reader.ts'
import { sqlStore } from '../src/db/sql-store.ts'
import type { Environment } from '../src/environment.ts'
import { sendReminders } from '../src/hq/reminders/send.ts'
import { hqRoutes } from '../src/hq/routes.ts'
import { type Outcome, publisher } from '../src/results/publish.ts'
import { type ResultsDeps, resultsRoutes } from '../src/results/routes.ts'
import { createSeal } from '../src/seal/seal.ts'
import { createSigner } from '../src/seal/sign.ts'
import { inLanes } from '../src/sms/lanes.ts'
import type { Redraw } from '../src/sms/media.ts'
import { createMeter } from '../src/sms/meter.ts'
import type { Log } from '../src/sms/ports.ts'
import { type ReconcileDeps, type Reconciled, reconciler } from '../src/sms/reconcile.ts'
import { carriersOf } from './carriers.ts'
import { consoleDeps } from './console.ts'
import { knownChairs } from './known-chairs.ts'
import { MOST_IN_A_WORKER, redrawing } from './pictures/redraw.ts'

/** What differs from one home to the other. */
export interface World {
  readonly database: Database
  readonly environment: Environment
  /** See src/seal/secret.ts. */
  readonly secret: string
  readonly log: Log
  readonly remoteAddress: (c: Context) => string | null
  /** In the demo the phone; asked before the console and the public pages. */
  readonly routes?: readonly Hono[]
  readonly clock?: Clock
  /** Packs public pages, once an update; left out where the platform packs every answer (Workers). */
  readonly gzip?: ResultsDeps['gzip']
  /** How strangers' pictures are drawn anew; left out: here, and only what a Worker can hold. */
  readonly redraw?: Redraw
  /** Wraps the store: for tests that end the process at a given step. */
  readonly wrap?: (store: Store) => Store
}

/** Everything that a server does, put together; who owns the timers calls it. */
export interface Parts {
  readonly app: Hono
  readonly handle: Handle
  /** Writes reminders that are due into the outbox. @returns how many texts. */
  readonly remind: () => Promise<number>
  /** Sends what is due. @returns how many texts left. */
  readonly send: () => Promise<number>
  readonly publish: () => Promise<Outcome>
  /** Null where there is no carrier to ask. */
  readonly reconcile: (() => Promise<Reconciled>) | null
  readonly reconcileDeps: ReconcileDeps | null
}

const systemClock: Clock = { now: () => new Date().toISOString() }

/** @throws StoreError or Error in words, where no caucus is loaded or its configuration is not readable. */
export async function assemble(world: World): Promise<Parts> {
  const { database, environment, secret, log, clock = systemClock } = world
  const { caucus, file } = await loaded(database)
  const seal = createSeal(secret)
  const store = (world.wrap ?? ((same) => same))(sqlStore(database, parsed))
  const chairs = await knownChairs(database)
  const isChair = (from: string) => chairs().has(seal.person(from))
  const handle = inLanes(createHandle({ store, seal, clock }), isChair, { strangers: 8, waiting: 5000 })
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
    seal,
    caucus,
    quiet: file.quiet_hours ?? null,
    clock,
    log,
    meter,
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
  })
  const published = { reader, clock, seal, publicUrl, ...(world.gzip && { gzip: world.gzip }) }
  const app = createApp({
    twilio: carriers.twilio,
    kannel: carriers.kannel,
    routes: [...(world.routes ?? []), hqRoutes(headquarters), resultsRoutes(published)],
    ready: () => readiness(database),
    metrics: async () => meter.text(await carriers.gauges()),
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
    publish,
    reconcile: carriers.reconcileDeps && reconciler(carriers.reconcileDeps),
    reconcileDeps: carriers.reconcileDeps,
  }
}

const parsed = (json: string) => configOf(json).caucus

function configOf(json: string) {
  const result = parseConfig(JSON.parse(json))
  if (!result.ok) throw new Error(`the loaded configuration is not readable: ${result.problems.join('; ')}`)
  return result
}

async function loaded(database: Database) {
  const [rows] = await database.together([statement('select config from caucus where id = 1')])
  const config = rows?.[0]?.config
  if (config === undefined) throw new Error('no caucus is loaded in this database: run init first')
  return configOf(String(config))
}

/** A write that changes nothing, and a read: a locked or read-only database is not ready. */
async function readiness(database: Database): Promise<string | null> {
  await database.atomically([statement('insert into guards select 1 where 0')])
  await loaded(database)
  return null
}
