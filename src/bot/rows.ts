import type { Person, Phase, PrecinctId, ReportingPhase } from './ids.ts'

/** A row of a read table: a function of the log (see project.ts), written with the events that changed it. */
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
export interface PinRow {
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
