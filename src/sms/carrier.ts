import type { Context, Hono } from 'hono'
import * as z from 'zod'
import type { Clock, Handle } from '../bot/ports.ts'
import type { Deliveries, Gateway, MessageList, Metrics, Redraw } from './ports.ts'

/**
 * What a carrier is to the rest of the program. A new one is a folder that exports a `CarrierKind`, and one line in
 * registry.ts.
 */

/** A carrier as the environment may configure it: an entry of the registry. */
export interface CarrierKind {
  /** What `OUTBOUND`, the setting of headquarters and the outbox rows call it. */
  readonly name: string
  /** What headquarters' choice of carriers calls it. */
  readonly title: string
  /** Its environment variables, all optional, each checked by itself. */
  readonly variables: Readonly<Record<string, z.ZodType<string | undefined>>>
  /** What is wrong with variables that are right each by itself: sentences that begin with a name, without any value. */
  problems(values: Variables, context: EnvironmentContext): readonly string[]
  /** Null where the variables do not configure it. Asked only if there are no problems. */
  configure(values: Variables): Carrier | null
  /** Answers on its addresses while it is not configured; left out: nothing does. */
  readonly closed?: Hono
}
type Variables = Readonly<Record<string, string | undefined>>

interface EnvironmentContext {
  readonly publicUrl: string | undefined
  /** Whether `OUTBOUND` names this carrier. */
  readonly isOutbound: boolean
  readonly use: EnvironmentUse
}
/** `test` and `demo` may talk to a stand-in for a carrier. */
export type EnvironmentUse = 'serve' | 'demo' | 'test'

/** A carrier with its account. */
export interface Carrier {
  readonly name: string
  /** A number of ours beside the caucus' own, E.164; null where there is none. Its list is asked for both. */
  readonly number: string | null
  connect(world: CarrierWorld): CarrierConnection
}

/** What the program hands to a carrier. */
export interface CarrierWorld {
  readonly handle: Handle
  readonly deliveries: Deliveries
  readonly clock: Clock
  readonly metrics: Metrics
  /** Our address from outside: scheme, host, prefix; no slash at the end. */
  readonly publicUrl: string
  /** Where this server listens on its machine. */
  readonly port: number
  /** Our own numbers, E.164: never answered. */
  readonly own: readonly string[]
  /** Every request to the carrier goes through it. */
  readonly fetch: typeof fetch
  readonly redraw: Redraw
  /** Whether a request comes from this machine, and not through a proxy on it. */
  readonly isFromLoopback: (c: Context) => boolean
}

export interface CarrierConnection {
  /** What the carrier calls: texts in, delivery states. Nothing is believed before it is known to be the carrier's. */
  readonly webhooks: Hono
  /** Null where nothing may be sent from here. */
  readonly gateway: Gateway | null
  /** Null where it keeps no list. */
  readonly list: MessageList | null
  /** A picture that came with a text, drawn anew, as an answer to headquarters' browser; null where it carries none. */
  readonly servePicture: ((url: string) => Promise<Response>) | null
}

/** A secret or a token in the environment. */
export const secretText = (shortest: number) =>
  z.string().regex(/^\S+$/, 'has spaces in it').min(shortest, `is shorter than ${shortest}`)

export const httpUrl = z.url({ protocol: /^https?$/, error: 'is not a URL' })
