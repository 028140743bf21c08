import type { Finding, Result } from '../math/types.ts'
import type { Event, Stored } from './event.ts'
import type { Person, Phase, PrecinctId } from './ids.ts'

/** What headquarters can do to the record. Every one is an event with its author and reason, in the chairs' own streams. */

/** Why nothing was done: a sentence's worth of data, for the console to say. */
export type Refusal =
  | 'conflict' // somebody acted on this precinct at the same moment: look again
  | 'no_report'
  | 'not_held'
  | 'already_held'
  | 'unclear' // the text typed in could not be read: `detail` quotes the word
  | 'no_change'
  | 'same_person' // the second person must be another one
  | 'stale' // the revision has changed since it was looked at
  | 'wrong_phase'
  | 'nothing_pending'

export type Done =
  | { readonly ok: true; readonly reply: string; readonly version: number }
  | { readonly ok: false; readonly reason: Refusal; readonly detail: string }

/** What a text would do, said before anything is done. */
export interface Preview {
  /** What was read, as the chair would be told; the code masked. */
  readonly reply: string
  readonly ok: boolean
  readonly result: Result | null
  readonly findings: readonly Finding[]
  readonly events: readonly Event[]
}

/**
 * `action` is an id that the console makes for each form it shows: the same one sent twice acts once.
 * `by` and `second` are accounts (`u_…`), checked against roles by the console before.
 */
export interface HqActions {
  /** What this text would do, if the chair said it on the telephone. Nothing is written. */
  preview(precinct: PrecinctId, text: string): Promise<Preview>
  /** Phone-in: the chair's own grammar and checks. A complete report's code goes to the chair's phone. */
  enter(action: string, by: Person, precinct: PrecinctId, text: string): Promise<Done>
  /** A second operator has read the numbers back to the chair: approves (or keeps) what the first one entered. */
  readBack(action: string, by: Person, precinct: PrecinctId, revision: number): Promise<Done>
  /** A correction proposed to the chair, with a reason; it counts when she approves it by text. */
  propose(action: string, by: Person, precinct: PrecinctId, text: string, reason: string): Promise<Done>
  withdraw(action: string, by: Person, precinct: PrecinctId): Promise<Done>
  /** A phone of the precinct was replaced: the codes that were sent to it die. */
  retire(action: string, by: Person, precinct: PrecinctId): Promise<Done>
  /** Records the pending correction without the chair's answer: two persons and a reason. */
  override(action: string, by: Person, second: Person, precinct: PrecinctId, reason: string): Promise<Done>
  hold(action: string, by: Person, precinct: PrecinctId, reason: string): Promise<Done>
  /** Lets a held report count as it is. */
  release(action: string, by: Person, second: Person | null, precinct: PrecinctId, reason: string): Promise<Done>
  phase(action: string, by: Person, to: Phase): Promise<Done>
}

/** The events of one stream, oldest first, for the console's precinct page. */
export type History = readonly Stored[]
