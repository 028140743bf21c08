import type { Intent } from '../../grammar/intent.ts'
import type { AlertDraft } from '../alert.ts'
import type { Precinct } from '../caucus.ts'
import type { PhoneEvent } from '../event.ts'
import type { Phase, StreamId } from '../ids.ts'
import type { Reply } from '../reply.ts'
import type { DecisionContext } from '../report/decision.ts'
import type { State } from '../report/state.ts'
import type { PhoneState } from './state.ts'

/** One of the sender's precincts, with where it stands. */
export interface PrecinctContext {
  readonly precinct: Precinct
  readonly stream: StreamId
  readonly state: State
  readonly context: DecisionContext
}

/** Whom a text concerns: a precinct (then `decide` goes on), the phone alone, or nobody. */
export type Route =
  | {
      readonly to: 'precinct'
      readonly precinctContext: PrecinctContext
      readonly intent: Intent
      readonly phoneEvents: readonly PhoneEvent[]
    }
  | {
      readonly to: 'phone'
      readonly phoneEvents: readonly PhoneEvent[]
      readonly reply: Reply
      readonly alerts: readonly AlertDraft[]
    }

export interface SenderContext {
  readonly phase: Phase
  readonly phone: PhoneState
  /** A text of this phase that waits for its precinct. */
  readonly pendingText: Intent | null
  readonly precincts: readonly PrecinctContext[]
  readonly lastReply: string | null
  readonly date: string
}

/** What is answered to the phone, whatever stands in its precincts. */
export const phoneReply = (
  reply: Reply,
  phoneEvents: readonly PhoneEvent[] = [],
  alerts: readonly AlertDraft[] = [],
): Extract<Route, { readonly to: 'phone' }> => ({ to: 'phone', phoneEvents, reply, alerts })
