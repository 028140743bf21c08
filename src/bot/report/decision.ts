import type { RuleSet } from '../../math/types.ts'
import type { AlertDraft } from '../alert.ts'
import { ballotOrder, type Caucus, type Precinct } from '../caucus.ts'
import type { Actor, PrecinctEvent } from '../event.ts'
import type { Person, Phase } from '../ids.ts'
import type { Reply } from '../reply.ts'

/** What the counts of a precinct are assessed by. */
export interface AssessmentContext {
  readonly precinct: Precinct
  readonly rules: RuleSet
  /** Ballot order of the groups. */
  readonly order: readonly string[]
}

/** Who speaks for the precinct, when, and the codes that are theirs. */
interface Speaker {
  /** ISO 8601, UTC. */
  readonly at: string
  /** Whose text or act it is. */
  readonly who: Person
  /** In whose name events are written: the sender, or somebody at headquarters. */
  readonly actor: Actor
  /** The phone that a code is sent to: the sender's own, or for headquarters the chair's. */
  readonly to: Person
  readonly standing: 'registered' | 'backup' | 'borrowed' | 'hq'
  /** The approval code of a revision of this precinct's stream. Deterministic; the code itself is in no event. */
  readonly code: (revision: number, salt: number) => string
  /** Numbers that a new code must not equal: the phone's other pending codes, the digits of its precincts, with and without zeros in front. */
  readonly taken: readonly string[]
}

/**
 * What `decide` may know besides the state and the text: no clock, no randomness, nothing of the world.
 * @example
 * const context = decisionContext(caucus, 'live', precinct, {
 *   at: '2020-02-04T01:00:00.000Z', who: chair, actor: `chair:${chair}`, to: chair, standing: 'registered',
 *   code: (revision, salt) => keys.code('live/P0412', revision, salt, 6), taken: ['0412', '412'],
 * })
 * decide(initialState, read('A 113'), context).reply.kind // 'attendance_taken'
 */
export interface DecisionContext extends AssessmentContext, Speaker {}

/** @returns the rules and the ballot order that a precinct's counts are assessed by in this phase. */
export const assessmentContext = (caucus: Caucus, phase: Phase, precinct: Precinct): AssessmentContext => ({
  precinct,
  rules: caucus.rules,
  order: ballotOrder(caucus, phase),
})

/** @returns what `decide` may know of one precinct when this person speaks for it. */
export const decisionContext = (
  caucus: Caucus,
  phase: Phase,
  precinct: Precinct,
  speaker: Speaker,
): DecisionContext => ({
  ...assessmentContext(caucus, phase, precinct),
  ...speaker,
})

/** A text's whole outcome for one precinct. A refusal is a reply without events. */
export interface Decision {
  readonly events: readonly PrecinctEvent[]
  readonly reply: Reply
  /** What another phone of the precinct must be told. */
  readonly tell?: { readonly to: Person; readonly reply: Reply }
  readonly alerts?: readonly AlertDraft[]
}
