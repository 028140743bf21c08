import type { Caucus, Precinct } from './caucus.ts'
import type { Event, Stored } from './event.ts'
import type { MessageSid, Person, Phase, Phone, PrecinctId, ReportingPhase, StreamId } from './ids.ts'
import type { RecentReply } from './phone/auto-reply-guard.ts'

/** A row of a read table: a function of the log (see handle/read-model.ts), written with the events that changed it. */
export type Row = ReportRow | PhoneRow | PhaseRow | BindingRow | PinRow

export type Stage = 'silent' | 'initial' | 'awaiting' | 'approved' | 'held'

export interface ReportRow {
  readonly table: 'reports'
  readonly phase: ReportingPhase
  readonly precinct: PrecinctId
  /** The version of the stream that this row shows. */
  readonly version: number
  readonly stage: Stage
  readonly revision: number
  /** How many reports of this precinct were recorded; 0 before the first. */
  readonly number: number
  /** When something was last heard, ISO. */
  readonly at: string
  /** The counts in hand (draft or recorded), JSON of `Counted`. */
  readonly draft: string
  /** The last approved or kept report, JSON of `Recorded`; null before the first. */
  readonly record: string | null
  /** The report that may be published, JSON of `Recorded`; null where there is none. */
  readonly published: string | null
}
export interface PhoneRow {
  readonly table: 'phones'
  readonly person: Person
  readonly version: number
  readonly language: 'en' | 'es' | null
  readonly checkedIn: string | null
  readonly optedOut: boolean
}
/** A borrowed phone's right to speak, from a PIN that was accepted. */
export interface BindingRow {
  readonly table: 'bindings'
  readonly person: Person
  readonly precinct: PrecinctId
  readonly kind: 'borrowed'
  readonly until: string
}
/** A PIN that is spent. */
interface PinRow {
  readonly table: 'pins'
  readonly hash: string
  readonly usedAt: string
}
export interface PhaseRow {
  readonly table: 'phase'
  readonly version: number
  readonly phase: Phase
}

/** Something a human at headquarters must see. Inserted once by its id, never overwritten by the bot. */
export interface Alert {
  readonly id: string
  readonly kind:
    | 'held'
    | 'called_in'
    | 'unreadable'
    | 'unconfirmed'
    | 'opted_out'
    | 'help'
    | 'codes'
    | 'stranger'
    | 'anomaly'
    | 'undeliverable'
  readonly phase: Phase
  readonly precinct: PrecinctId | null
  readonly person: Person | null
  readonly at: string
  readonly detail: string
  /**
   * Not inserted where the queue has an item of this kind and phase already: one of this phone, which then names this
   * precinct too and is open again; or an open one of this precinct.
   */
  readonly onePer?: 'phone' | 'precinct'
}

/** Ends the open items of a kind about a precinct: what they asked for is done. */
export interface AlertEnd extends Pick<Alert, 'kind' | 'phase' | 'at'> {
  readonly precinct: PrecinctId
  readonly outcome: string
}

/** A text that is not the answer to one: sent later, by the outbox. */
export interface Outgoing {
  readonly id: string
  readonly person: Person
  readonly body: string
  readonly due: string
  /** 0 answers and confirmations, 1 proposals and corrections, 2 alerts, 3 reminders. */
  readonly priority: 0 | 1 | 2 | 3
  readonly precinct: PrecinctId | null
  readonly cause: string
}

/** What the bot asks of the world. Each port is implemented elsewhere (db, keys, sms) and handed in. */

/** A phone's right to speak for a precinct. `borrowed`: by PIN, until `until`. */
export interface Binding {
  readonly precinct: PrecinctId
  readonly kind: 'registered' | 'backup' | 'borrowed'
  /** ISO 8601, or null where it does not end. */
  readonly until: string | null
}

/** Everything that one text's answer can depend on, as it was at one moment. */
export interface Loaded {
  readonly caucus: Caucus
  readonly phase: Phase
  readonly bindings: readonly Binding[]
  /** The precincts that are bound to the sender, and the one that was asked for besides, where it exists. */
  readonly precincts: readonly Precinct[]
  /** The events of the sender's phone, and of those precincts in the present phase; complete, in order. Empty streams included. */
  readonly streams: ReadonlyMap<StreamId, readonly Stored[]>
  /** The last reply that went to this phone; null where there is none. */
  readonly lastReply: string | null
  /** Its last answers, newest first, at most 20; so that loops are cut. */
  readonly recent: readonly RecentReply[]
  /** Of the precinct that was asked for: its unused PINs, and how many strangers were answered in the last hour. */
  readonly asked: { readonly pins: readonly string[]; readonly strangersAnswered: number } | null
}

/** One text, taken in once: what it said and what was answered. Body and phone can be erased; the row stays. */
export interface Receipt {
  readonly sid: MessageSid
  readonly carrier: string
  readonly person: Person
  readonly from: Phone | string
  readonly body: string
  /** '' where nothing is answered. */
  readonly reply: string
  readonly at: string
  readonly precinct: PrecinctId | null
  /** What the text was read as: an Intent's kind, or `stranger`. */
  readonly kind: string
  readonly media: readonly { readonly url: string; readonly type: string }[]
}

export interface Append {
  readonly stream: StreamId
  /** The version that `decide` saw; the first new event gets the next one. */
  readonly expected: number
  readonly events: readonly Stored[]
}

/** One text's whole effect, all or none. Rows come only with the events that guard them. */
export interface Commit {
  readonly appends: readonly Append[]
  /** Streams that the answer rests on without adding to them: a conflict where one has grown, as with `appends`. */
  readonly readVersions?: readonly { readonly stream: StreamId; readonly version: number }[]
  /** A conflict where more than `most` strangers were answered after `since` (ISO 8601), this one included. */
  readonly strangers?: { readonly since: string; readonly most: number }
  readonly rows: readonly Row[]
  readonly alerts: readonly Alert[]
  readonly alertEnds?: readonly AlertEnd[]
  readonly outbox: readonly Outgoing[]
  readonly receipt: Receipt
}

export type CommitResult =
  | { readonly ok: true }
  /** Somebody wrote first: load and decide again. Nothing was left behind. */
  | { readonly ok: false; readonly reason: 'conflict' }
  /** This very text was answered before: say the same. Nothing more was left. */
  | { readonly ok: false; readonly reason: 'duplicate'; readonly reply: string }

export interface EventStore {
  /**
   * @param precinct a precinct named in the text that is not the sender's, where it must be known too
   * @param since from when on answers to strangers are counted, ISO; an hour ago
   */
  load(from: Person, precinct?: PrecinctId, since?: string): Promise<Loaded>
  commit(commit: Commit): Promise<CommitResult>
  /** The reply that was given to this very text, or null where it was never taken in. */
  answered(sid: MessageSid): Promise<string | null>
}

/** What headquarters' actions ask besides. */
export interface HqEventStore extends EventStore {
  stream(id: StreamId): Promise<readonly Stored[]>
  /** Who may speak for a precinct, registered phones first. */
  chairs(precinct: PrecinctId): Promise<readonly (Binding & { readonly person: Person })[]>
}

/** Everything done with a secret, and the hash chain. Deterministic: same input, same output. */
export interface Keys {
  person(phone: string): Person
  /** The keyed hash under which a PIN is stored. */
  pinHash(precinct: PrecinctId, pin: string): string
  /** So many digits, the first no 0, of one revision of one stream. `salt` counts up where a code would collide. */
  code(stream: StreamId, revision: number, salt: number, digits: 6 | 8): string
  /** The hash of an event, chained to the one before it ('' for the first). */
  chain(previous: string, stream: StreamId, version: number, event: Event, at: string, actor: string): string
}

export interface Clock {
  /** ISO 8601, UTC. */
  now(): string
}

/** A text as a carrier delivered it. `from` as the carrier gave it; `body` untouched. */
export interface Inbound {
  readonly sid: MessageSid
  readonly carrier: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly media: readonly { readonly url: string; readonly type: string }[]
  /** A machine: a short code, letters as a sender, one of our own numbers. It is kept, and nothing is said to it. */
  readonly machine?: true
  /** What the carrier took this text for, and has answered by itself, where it says so. */
  readonly carrierWord?: 'STOP' | 'START' | 'HELP'
}
/** What goes back: '' is no answer at all. `repeated` is true where this text had been answered before. */
export interface TextAnswer {
  readonly reply: string
  readonly repeated: boolean
}
/** The bot as the carriers see it: load, read, decide, say, commit. Resolves only after the commit. See handle/handle-text.ts. */
export type Handle = (text: Inbound) => Promise<TextAnswer>
