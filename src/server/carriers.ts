import { SegmentedMessage } from 'sms-segments-calculator'
import type { AppDeps } from '../app.ts'
import type { Caucus } from '../bot/caucus.ts'
import type { Clock, EventStore, Handle, Keys } from '../bot/ports.ts'
import type { Database } from '../db/connection/database.ts'
import { statement } from '../db/connection/sql.ts'
import { deliveryStore } from '../db/outbox/deliveries.ts'
import { reconcileStore } from '../db/outbox/reconcile.ts'
import { outboxStore } from '../db/outbox/store.ts'
import type { Environment } from '../environment.ts'
import { isLoopback } from '../environment.ts'
import { kannelGateway } from '../sms/kannel/kannel.ts'
import { createDeliveries } from '../sms/outbox/deliveries.ts'
import { createOutbox } from '../sms/outbox/outbox.ts'
import { type QuietHours, segmentsOfADay } from '../sms/outbox/pace.ts'
import type { Log, Meter } from '../sms/ports.ts'
import type { ReconcileDeps } from '../sms/reconcile/reconcile.ts'
import { tellingRefusals } from '../sms/refusals.ts'
import { twilioRest } from '../sms/twilio/rest.ts'
import type { RandomSource } from './random.ts'

/** What the carriers' side is made of. */
interface CarrierDesk {
  readonly database: Database
  readonly environment: Environment
  readonly publicUrl: string
  readonly own: readonly string[]
  readonly handle: Handle
  readonly store: EventStore
  readonly keys: Pick<Keys, 'person' | 'chain'>
  readonly caucus: Caucus
  readonly quiet: QuietHours | null
  /** How many report. */
  readonly precincts: number
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
  readonly random: RandomSource
  /** How requests to a carrier leave. */
  readonly fetch: typeof fetch
}

/** Texts in by either carrier, texts out by the one that is chosen, and the list to compare with. */
interface Carriers extends Required<Pick<AppDeps, 'twilio' | 'kannel'>> {
  readonly send: () => Promise<number>
  /** No text is begun any more. */
  readonly stopSending: () => void
  /** Ends every request to a carrier that is still open: what it was about is looked up after the next start. */
  readonly hangUp: () => void
  readonly reconcileDeps: ReconcileDeps | null
  /** How many texts wait, and how long the oldest has. */
  readonly gauges: () => Promise<Readonly<Record<string, number>>>
}

export function carriersOf(desk: CarrierDesk): Carriers {
  const { database, environment, clock, log, handle, own, publicUrl } = desk
  const meter = tellingRefusals(desk.meter, log, clock)
  const { twilio, kannel } = environment
  const line = openLine(desk.fetch)
  const rest = twilioOf(environment, publicUrl, line.send)
  const ourUrl = `http://127.0.0.1:${environment.port}`
  const gateways = { twilio: rest, kannel: kannel ? kannelGateway({ ...kannel, ourUrl, send: line.send }) : null }
  const outgoing = async () => {
    const name = (await chosen(database)) ?? environment.outbound ?? 'twilio'
    // Where none is set up, as in a trial on one machine, nobody expects a text to leave.
    const none = Object.values(gateways).every((gateway) => gateway === null)
    return gateways[name] ?? (none ? null : { missing: name })
  }
  const rows = outboxStore(database)
  const timezone = async () => desk.caucus.timezone
  const segments = (body: string) => new SegmentedMessage(body).segmentsCount
  const outbox = createOutbox({
    store: rows,
    gateway: outgoing,
    gatewayNamed: (name) => (name === 'twilio' || name === 'kannel' ? gateways[name] : null),
    clock,
    keys: desk.keys,
    random: desk.random.share,
    leaseName: desk.random.uuid,
    segments,
    limits: {
      perSecond: environment.segmentsPerSecond,
      perDay: environment.segmentsPerDay ?? segmentsOfADay(desk.precincts),
    },
    quiet: desk.quiet,
    timezone,
    log,
    meter,
  })
  const deliveries = createDeliveries({ store: deliveryStore(database), clock, keys: desk.keys, log })
  const hook = { handle, deliveries, clock, meter, own }
  return {
    twilio: twilio && { ...hook, publicUrl, authTokens: twilio.authTokens },
    kannel: kannel ? { ...hook, token: kannel.token } : null,
    send: outbox.round,
    stopSending: outbox.stop,
    hangUp: line.hangUp,
    reconcileDeps: rest && {
      ...desk,
      list: rest,
      numbers: own,
      reconcile: reconcileStore(database),
      timezone,
      segments,
    },
    async gauges() {
      const { waiting, seconds } = await outbox.backlog()
      return { outbox_waiting: waiting, outbox_oldest_seconds: seconds }
    },
  }
}

/** Requests, until the line is cut. */
function openLine(fetching: typeof fetch) {
  const cut = new AbortController()
  const send: typeof fetch = (input, init) => {
    const signals = [cut.signal, ...(init?.signal ? [init.signal] : [])]
    return fetching(input, { ...init, signal: AbortSignal.any(signals) })
  }
  return { send, hangUp: () => cut.abort() }
}

function twilioOf({ twilio }: Environment, publicUrl: string, send: typeof fetch) {
  // From an address that no carrier reaches, the real one is not called either.
  if (twilio === null || (twilio.apiBase === null && isLoopback(publicUrl))) return null
  return twilioRest({ ...twilio, authToken: twilio.authTokens[0] ?? '', publicUrl, send })
}

/** What headquarters switched to (the setting `outbound`); null where nobody did. */
async function chosen(database: Database): Promise<'twilio' | 'kannel' | null> {
  const [rows] = await database.batchRead([statement("select value from hq_settings where id = 'outbound'")])
  const value = rows?.[0]?.value
  return value === 'twilio' || value === 'kannel' ? value : null
}
