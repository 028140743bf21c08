import type { Stored } from '../bot/event.ts'
import type { Person, Phase, Phone, PrecinctId } from '../bot/ids.ts'
import type { Append, Inbound, Outgoing, PhoneRow } from '../bot/ports.ts'

/** A text on its way out. */
export interface Message {
  /** Our own id; it comes back with the delivery states. */
  readonly id: string
  readonly to: Phone
  readonly body: string
  /** Seconds after which the carrier must not deliver it any more. */
  readonly validity: number
}

/**
 * What a carrier's refusal or error means, whichever carrier it comes from. Each carrier's folder maps its own codes to
 * these; outbox/failure-policy.ts says what follows from each.
 */
export type FailureReason =
  /** The phone takes no texts of ours (STOP). */
  | 'opted_out'
  /** No such number, or one that cannot get texts. */
  | 'invalid_number'
  /** The phone is off or out of reach. */
  | 'unreachable'
  /** Handed on, and lost without a reason. */
  | 'lost'
  /** Held back for its content. */
  | 'filtered'
  /** Not from our number to this region or network: true of one phone, or of all. */
  | 'no_route'
  /** We send too fast. */
  | 'throttled'
  /** Too fast, and the carrier's own queue of hours is full. */
  | 'queue_full'
  | 'daily_cap_reached'
  | 'daily_cap_half_used'
  | 'account_refused'
  /** Our number or its settings. */
  | 'sender_refused'
  | 'sender_unregistered'
  /** Nothing certain: it may have left all the same. Look before sending again. */
  | 'may_have_left'
  /** The carrier could not reach our webhook. */
  | 'webhook_unreachable'
  /** Our answer to its webhook could not be read. */
  | 'malformed_reply'
  /** A part of a long text to us got lost. */
  | 'inbound_part_lost'
  /** A code that the folder does not know. */
  | 'unknown'

export interface CarrierFailure {
  readonly reason: FailureReason
  /** The number as the tables, the log and the record show it; null where there is none. */
  readonly code: number | null
}

export type Sent =
  | { readonly ok: true; readonly sid: string; readonly segments: number | null }
  | ({ readonly ok: false } & CarrierFailure)

/** A carrier's way out. */
export interface Gateway {
  /** The carrier's name in the registry; the outbox rows keep it. */
  readonly name: string
  send(message: Message): Promise<Sent>
  /**
   * Texts of ours that may be this very one: to the same phone, in the same words, since then. Which of them belongs to
   * another text of ours, only we know.
   * @param since ISO 8601: when it was first tried.
   * @returns their ids, the oldest first; `unknown` where the carrier keeps no list.
   * @throws where the list cannot be read
   */
  find(message: Message, since: string): Promise<readonly string[] | 'unknown'>
}

/** A text to us as the carrier's list shows it. */
export interface Listed {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly body: string
  /** ISO 8601: when the carrier took it. */
  readonly at: string
  /** Where its pictures are listed; null where it has none. */
  readonly pictures: string | null
}

/** The carrier's list of texts: after an outage, the truth. */
export interface MessageList {
  /** Texts to one of our numbers since then, oldest first. It lags: ask with an overlap. @throws where it cannot be read. */
  received(to: string, since: string): Promise<readonly Listed[]>
  /** The pictures of one text, as a webhook would name them. @throws where they cannot be listed */
  pictures(sid: string): Promise<Inbound['media']>
}

export interface Redrawn {
  readonly type: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array<ArrayBuffer>
}
/** The same picture as a new file, without anything but its pixels; null if it is none, or too large. */
export type Redraw = (bytes: Uint8Array) => Promise<Redrawn | null>

/** What reconciling asks of the database. */

/** A text of another time, as it is kept. */
export interface OtherPhaseText extends Inbound {
  readonly person: Person
  /** ISO 8601: when the carrier took it. */
  readonly at: string
}

/** From when on a phase held. */
export interface PhaseBegun {
  readonly at: string
  readonly phase: Phase
}

export interface ReconcileStore {
  /** Which of these texts were never taken in. */
  missing(sids: readonly string[]): Promise<ReadonlySet<string>>
  /** The phases since the caucus was loaded, from the record, oldest first. */
  phases(): Promise<readonly PhaseBegun[]>
  /**
   * Texts that were taken in after `at` from this person or about one of the person's precincts, and those of `sids` that
   * were taken in at all. Strangers' texts change nothing, and are left out.
   */
  heard(
    person: Person,
    at: string,
    sids: readonly string[],
  ): Promise<readonly { readonly sid: string; readonly carrier: string }[]>
  /** Keeps texts that belong to another phase, with one item, all or none. False where one was taken in meanwhile. */
  keepOtherPhase(texts: readonly OtherPhaseText[], item: OutboxTrouble): Promise<boolean>
  /** Texts that were taken in from the list and have an answer that is not in the outbox yet, and is still news. */
  unanswered(): Promise<readonly { readonly sid: string; readonly reply: string }[]>
  /** Drops answers of this kind that still wait, where the phone has been answered about that precinct since. */
  dropOvertaken(): Promise<void>
  /** Puts answers to such texts into the outbox, behind whatever is said now. False where one was there already: then none. */
  queueAnswers(answers: readonly { readonly sid: string; readonly body: string }[], due: string): Promise<boolean>
}

/** What the carriers' side asks of the world. Implemented in db and deploy, and handed in. */

/** Counters by name, and durations in seconds: numbers only, never whose. See src/server/metrics.ts. */
export interface Metrics {
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

/** What a carrier says of a text of ours on its way, in Twilio's words, which the tables keep. */
export const DELIVERY_STATES = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One thing a carrier said about one text of ours. Said twice, it is kept once: the key is (sid, state). */
export interface DeliveryNews {
  readonly sid: string
  readonly state: DeliveryState
  /** The carrier's error number; null where there is none. */
  readonly code: number | null
  /** Why it did not arrive; `may_have_left` where the carrier gives no reason. Read only with `undelivered` and `failed`. */
  readonly reason: FailureReason
  /** What we sent it for: an outbox id, or the id of the text that it answered; null where the carrier lost it. */
  readonly reference: string | null
  /** ISO 8601, UTC. */
  readonly at: string
}

export interface Deliveries {
  /** Keeps the news, and does what follows from it; see outbox/deliveries.ts. */
  record(news: DeliveryNews): Promise<void>
}

/** What a piece of news is about: a text of the outbox, or the answer to a text. */
export interface Subject {
  readonly kind: 'outbox' | 'answer'
  readonly person: Person
  readonly precinct: PrecinctId | null
  readonly priority: Outgoing['priority']
  readonly body: string
  /** How often it was handed to a carrier. */
  readonly attempts: number
  /** When it was, ISO 8601; null where nobody knows. */
  readonly handedOver: string | null
}

/** What a carrier's refusal puts on the phone's own record: an event in its stream, and the row that it comes to. */
export interface OptOut {
  readonly append: Append
  readonly row: PhoneRow
}
/** The phone's own stream, complete, in order. */
export interface PhoneRecord {
  phone(person: Person): Promise<readonly Stored[]>
}

export interface DeliveryStore extends PhoneRecord {
  /** Null where the reference leads nowhere. */
  subject(news: DeliveryNews): Promise<Subject | null>
  /** Whether another one of the final states was told of this text before. */
  ended(news: DeliveryNews, final: readonly DeliveryState[]): Promise<boolean>
  /**
   * The news and its consequences, all or none; said before, nothing. The outbox row's state moves up only
   * (`from`: the states that the news may follow).
   * @returns false where the phone's record has grown since it was read: then nothing was kept.
   */
  note(news: DeliveryNews, from: readonly DeliveryState[], then: Consequence, optOut: OptOut | null): Promise<boolean>
}

/** What becomes of a text that did not arrive: sent again at `again`, or an item in HQ's queue, or neither. */
export interface Consequence {
  readonly again: { readonly id: string; readonly due: string; readonly subject: Subject } | null
  readonly alert: OutboxTrouble | null
}
export interface OutboxTrouble {
  readonly id: string
  readonly kind: 'undeliverable' | 'opted_out' | 'anomaly'
  readonly person: Person | null
  readonly precinct: PrecinctId | null
  readonly at: string
  readonly detail: string
}

/** A text of the outbox that is ours to send until the lease ends. */
export interface Leased {
  readonly id: string
  /** Null where the person's number was erased. */
  readonly to: Phone | null
  readonly person: Person
  readonly body: string
  readonly priority: Outgoing['priority']
  /** ISO 8601: from when it was to be sent at first, whatever postponed it since. */
  readonly due: string
  /** A reminder of a phase that has ended. */
  readonly phaseOver: boolean
  /** Whether the phone texted STOP, or the carrier said so, and not START since. */
  readonly optedOut: boolean
  readonly precinct: PrecinctId | null
  /** The precinct's IANA name; null: the caucus'. */
  readonly timezone: string | null
  /** Tries before this one. */
  readonly attempts: number
  /** When it was first handed to a carrier, if nobody knows whether it left; else null. */
  readonly doubtfulSince: string | null
  /** By which gateway it was tried last; null where it never was. */
  readonly gateway: string | null
}

/** Why we did not even try, in headquarters' words: the log shows them beside the text. */
export type UnsentText =
  | 'number erased'
  | 'may have left already'
  | 'opted out'
  | 'too late'
  | 'phase over'
  | 'a fault of ours'

export type OutboxResult =
  | { readonly kind: 'sent'; readonly sid: string; readonly gateway: string; readonly at: string }
  | { readonly kind: 'again'; readonly due: string; readonly code: number | null; readonly doubtful: boolean }
  | {
      readonly kind: 'failed'
      readonly state: 'failed' | 'dropped'
      readonly code: number | UnsentText | null
      readonly alert: OutboxTrouble | null
    }
  /** Something of ours failed at it. Counts as a try, and what is known of a handing over stays. */
  | { readonly kind: 'broken'; readonly due: string }
  /** Not tried: back to where it was. */
  | { readonly kind: 'returned'; readonly due: string | null }

export interface OutboxStore extends PhoneRecord {
  /** Takes the most urgent due texts, up to `limit`, of priorities up to `least`. A lease that ran out is taken over. */
  lease(lease: string, now: string, until: string, limit: number, least: number): Promise<readonly Leased[]>
  /** Marks that it is being handed to a carrier. False where the lease is no longer ours: then it must not be sent. */
  trying(id: string, lease: string, now: string, by: { gateway: string; segments: number }): Promise<boolean>
  /** The first of these ids of a carrier that is not known to be another text of ours; null where there is none. */
  unclaimed(id: string, sids: readonly string[]): Promise<string | null>
  /** @returns false where the phone's record has grown since it was read: then nothing was kept. */
  settle(id: string, lease: string, result: OutboxResult, optOut: OptOut | null): Promise<boolean>
  /** Segments that left since then, ISO 8601: of the outbox, and the answers in the carriers' responses. */
  spent(since: string): Promise<number>
  /** When the last text left, ISO 8601; null where none did. */
  lastSent(): Promise<string | null>
  /** Due and not sent, and the oldest's due time: for the figures. */
  backlog(now: string): Promise<{ readonly waiting: number; readonly oldest: string | null }>
  alert(trouble: OutboxTrouble): Promise<void>
}
