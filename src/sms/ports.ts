import type { Phone } from '../bot/ids.ts'

/** What the carriers' side asks of the world. Implemented in db and deploy, and handed in. */

/** Counters by name, and durations in seconds: numbers only, never whose. See meter.ts. */
export interface Meter {
  count(name: string, by?: number): void
  observe(name: string, seconds: number): void
}

/** A line for the person who runs it. Fields hold ids and codes only: no numbers, no bodies, no PINs. */
export interface Log {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** The states a carrier tells of a text that we sent, in the carrier's words. */
export type DeliveryState =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'read'

/** One thing a carrier said about one text of ours. Said twice, it is kept once: the key is (sid, state). */
export interface DeliveryNews {
  readonly sid: string
  readonly state: DeliveryState
  /** The carrier's error number; null where there is none. */
  readonly code: number | null
  /** What we sent it for: an outbox id, or the id of the text that it answered; null where the carrier lost it. */
  readonly reference: string | null
  /** ISO 8601, UTC. */
  readonly at: string
}

export interface Deliveries {
  /** Keeps the news and folds it into the text's state; see delivery.ts for what follows what. */
  record(news: DeliveryNews): Promise<void>
}

/** A text on its way out. */
export interface Message {
  /** Our own id; it comes back with the delivery states. */
  readonly id: string
  readonly to: Phone
  readonly body: string
  /** Seconds after which the carrier must not deliver it any more. */
  readonly validity: number
}

export type Sent =
  | { readonly ok: true; readonly sid: string; readonly segments: number | null }
  /** `code`: the carrier's error number. `uncertain`: it may have been sent all the same; look before sending again. */
  | { readonly ok: false; readonly code: number | null; readonly uncertain: boolean }

/** Somebody who carries texts away. */
export interface Gateway {
  readonly name: string
  send(message: Message): Promise<Sent>
  /**
   * Whether this very text has left already, as far as the carrier can tell.
   * @param since ISO 8601: when it was first tried.
   * @returns its id, `null` where it has not left, `unknown` where the carrier keeps no list.
   */
  find(message: Message, since: string): Promise<{ readonly sid: string } | null | 'unknown'>
}
