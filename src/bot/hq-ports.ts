import type { Finding, Result } from '../math/types.ts'
import type { Event, PrecinctEvent, Stored } from './event.ts'
import type { Person, PrecinctId, ReportingPhase } from './ids.ts'

/** What headquarters can do to the record. Every one is an event with its author and reason, in the chairs' own streams. */

/** Why nothing was done: a sentence's worth of data, for the console to say. */
export type HqRefusal =
  | 'changed' // somebody wrote to this precinct since it was looked at: `meanwhile` says what
  | 'other_phase' // what was looked at belongs to another phase than the present one
  | 'conflict' // others kept writing to this precinct at the same moment: look again
  | 'no_report'
  | 'not_held'
  | 'already_held'
  | 'unclear' // the text typed in could not be read: `detail` quotes the word
  | 'no_change'
  | 'same_person' // the second person must be another one
  | 'stale' // the revision is not the one that was read back
  | 'wrong_phase'
  | 'nothing_pending'

export interface Refused {
  readonly ok: false
  readonly reason: HqRefusal
  readonly detail: string
  /** The events that were written since it was looked at, oldest first; only if the reason is `changed`. */
  readonly meanwhile?: readonly Stored<PrecinctEvent>[]
}
export type Done = { readonly ok: true; readonly reply: string; readonly version: number } | Refused

/** What somebody had before them when they decided: the precinct's stream of one phase, up to a version. */
export interface ExpectedVersion {
  readonly phase: ReportingPhase
  readonly version: number
}

/** Whose act it is, and on what. */
export interface HqAct {
  /** An id that the console makes for each form it shows: the same one sent twice acts once. */
  readonly action: string
  /** An account (`u_…`), checked against roles by the console before. */
  readonly by: Person
  readonly precinct: PrecinctId
  /**
   * The state that was looked at: if anything has come since, nothing is done. Null: the act comes after whatever is there,
   * and is decided again if somebody else writes at the same moment (what follows from a change of the roster).
   */
  readonly expectedVersion: ExpectedVersion | null
}

/** What a text would do, said before anything is done. */
export interface EntryPreview {
  /** The reply that the chair would get; the code masked. */
  readonly reply: string
  readonly ok: boolean
  readonly result: Result | null
  readonly findings: readonly Finding[]
  readonly events: readonly Event[]
}
