import type { RuleSet } from '../../math/types.ts'
import type { AlertDraft } from '../alert.ts'
import type { Precinct } from '../caucus.ts'
import type { Actor, PrecinctEvent } from '../event.ts'
import type { Person } from '../ids.ts'
import type { Reply } from '../reply.ts'

/** What `decide` may know besides the state and the text: no clock, no randomness, nothing of the world. */
export interface DecisionContext {
  /** ISO 8601. */
  readonly at: string
  readonly precinct: Precinct
  readonly rules: RuleSet
  /** Ballot order of the groups. */
  readonly order: readonly string[]
  readonly who: Person
  /** In whose name events are written: the sender, or somebody at headquarters. */
  readonly actor: Actor
  /** The phone that a code is sent to: the sender's own, or for headquarters the chair's. */
  readonly to: Person
  readonly standing: 'registered' | 'backup' | 'borrowed' | 'hq'
  /** The approval code of a revision of this precinct's stream. Deterministic; the code itself is in no event. */
  readonly code: (revision: number, salt: number) => string
  /** Numbers that a new code must not equal: the phone's other pending codes, the digits of its precincts. */
  readonly taken: readonly string[]
}

/** A text's whole outcome for one precinct. A refusal is a reply without events. */
export interface Decision {
  readonly events: readonly PrecinctEvent[]
  readonly reply: Reply
  /** What another phone of the precinct must be told. */
  readonly tell?: { readonly to: Person; readonly reply: Reply }
  readonly alerts?: readonly AlertDraft[]
}
