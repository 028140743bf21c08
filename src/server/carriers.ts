import { SegmentedMessage } from 'sms-segments-calculator'
import type { AppDeps } from '../app.ts'
import type { Caucus } from '../bot/caucus.ts'
import type { EventStore, Keys } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { deliveryStore } from '../db/outbox/deliveries.ts'
import { reconcileStore } from '../db/outbox/reconcile.ts'
import { outboxStore } from '../db/outbox/store.ts'
import type { Environment } from '../environment.ts'
import type { CarrierConnection, CarrierWorld } from '../sms/carrier.ts'
import { defaultSegmentsPerDay } from '../sms/outbox/budget.ts'
import { createDeliveries } from '../sms/outbox/deliveries.ts'
import { createOutbox } from '../sms/outbox/outbox.ts'
import type { QuietHours } from '../sms/outbox/send-window.ts'
import type { Log } from '../sms/ports.ts'
import type { ReconcileDeps } from '../sms/reconcile/reconcile.ts'
import { CARRIERS } from '../sms/registry.ts'
import { logForgedWebhooks } from './metrics.ts'
import type { RandomSource } from './random.ts'

interface CarriersDeps extends Omit<CarrierWorld, 'deliveries' | 'port'> {
  readonly database: Database
  readonly environment: Environment
  readonly store: EventStore
  readonly keys: Pick<Keys, 'person' | 'chain'>
  readonly caucus: Caucus
  readonly quiet: QuietHours | null
  /** How many report. */
  readonly precincts: number
  readonly log: Log
  readonly random: RandomSource
}

/** Texts in by every carrier, texts out by the one that is chosen, and the list to compare with. */
interface Carriers extends Pick<AppDeps, 'webhooks'> {
  /** A picture of whichever carrier has it; null where none carries pictures. */
  readonly servePicture: CarrierConnection['servePicture']
  readonly send: () => Promise<number>
  /** No text is begun any more. */
  readonly stopSending: () => void
  /** Ends every request to a carrier that is still open: what it was about is looked up after the next start. */
  readonly hangUp: () => void
  /** Null where no carrier keeps a list; of several lists, the first is compared with. */
  readonly reconcileDeps: ReconcileDeps | null
  /** How many texts wait, and how long the oldest has. */
  readonly gauges: () => Promise<Readonly<Record<string, number>>>
}

export function openCarriers(deps: CarriersDeps): Carriers {
  const { database, environment, clock, log, own, keys } = deps
  const requests = cancellableFetch(deps.fetch)
  const timezone = async () => deps.caucus.timezone
  const segments = (body: string) => new SegmentedMessage(body).segmentsCount
  const world: CarrierWorld = {
    ...deps,
    metrics: logForgedWebhooks(deps.metrics, log, clock),
    deliveries: createDeliveries({ store: deliveryStore(database), clock, keys, log }),
    port: environment.port,
    fetch: requests.fetch,
  }
  const connections = environment.carriers.map((carrier) => ({ name: carrier.name, ...carrier.connect(world) }))
  const gatewayNamed = (name: string) => connections.find((connection) => connection.name === name)?.gateway ?? null
  const outbox = createOutbox({
    ...world,
    store: outboxStore(database),
    async gateway() {
      const name = (await chosenByHeadquarters(database)) ?? environment.outbound
      // If none is set up, as in a trial on one machine, nobody expects a text to leave.
      const anySends = connections.some(({ gateway }) => gateway !== null)
      return gatewayNamed(name) ?? (anySends ? { missing: name } : null)
    },
    gatewayNamed,
    random: deps.random.share,
    leaseName: deps.random.uuid,
    segments,
    limits: {
      perSecond: environment.segmentsPerSecond,
      perDay: environment.segmentsPerDay ?? defaultSegmentsPerDay(deps.precincts),
    },
    quiet: deps.quiet,
    timezone,
    keys,
    log,
  })
  const list = connections.find((connection) => connection.list !== null)?.list ?? null
  const reconcile = reconcileStore(database)
  const closed = CARRIERS.filter((kind) => !connections.some(({ name }) => name === kind.name))
  return {
    webhooks: [...connections.map(({ webhooks }) => webhooks), ...closed.flatMap((kind) => kind.closed ?? [])],
    servePicture: firstThatHas(connections.flatMap(({ servePicture }) => servePicture ?? [])),
    send: outbox.round,
    stopSending: outbox.stop,
    hangUp: requests.cancel,
    reconcileDeps: list && { ...deps, list, numbers: own, reconcile, timezone, segments },
    async gauges() {
      const { waiting, seconds } = await outbox.backlog()
      return { outbox_waiting: waiting, outbox_oldest_seconds: seconds }
    },
  }
}

/** `fetch`, until it is cancelled. */
function cancellableFetch(inner: typeof fetch) {
  const controller = new AbortController()
  const outer: typeof fetch = (input, init) => {
    const signals = [controller.signal, ...(init?.signal ? [init.signal] : [])]
    return inner(input, { ...init, signal: AbortSignal.any(signals) })
  }
  return { fetch: outer, cancel: () => controller.abort() }
}

function firstThatHas(sources: readonly ((url: string) => Promise<Response>)[]): CarrierConnection['servePicture'] {
  if (sources.length === 0) return null
  return async (url) => {
    for (const servePicture of sources) {
      const response = await servePicture(url)
      if (response.ok) return response
    }
    return new Response(null, { status: 404 })
  }
}

/** The setting `outbound`; null where headquarters left it to the environment. */
async function chosenByHeadquarters(database: Database): Promise<string | null> {
  const [rows] = await database.batchRead([statement("select value from hq_settings where id = 'outbound'")])
  return rows?.[0]?.value ? String(rows[0].value) : null
}
