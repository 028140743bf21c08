import type { Intent } from '../grammar/intent.ts'
import type { Precinct } from './caucus.ts'
import type { PhoneEvent } from './event.ts'
import type { Phase, StreamId } from './ids.ts'
import type { PhoneState } from './phone-state.ts'
import type { Told } from './queue.ts'
import type { Reply } from './reply.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

/** One of the sender's precincts, with where it stands. */
export interface Desk {
  readonly precinct: Precinct
  readonly stream: StreamId
  readonly state: State
  readonly facts: Facts
}

/** Whom a text concerns: a precinct (then `decide` goes on), the phone alone, or nobody. */
export type Route =
  | {
      readonly to: 'precinct'
      readonly desk: Desk
      readonly intent: Intent
      readonly phoneEvents: readonly PhoneEvent[]
    }
  | {
      readonly to: 'phone'
      readonly phoneEvents: readonly PhoneEvent[]
      readonly reply: Reply
      readonly alerts: readonly Told[]
    }

export interface Sender {
  readonly phase: Phase
  readonly phone: PhoneState
  /** A text of this phase that waits for its precinct. */
  readonly kept: Intent | null
  readonly desks: readonly Desk[]
  readonly lastReply: string | null
  readonly date: string
}

/** What is answered to the phone, whatever stands in its precincts. */
export const told = (
  reply: Reply,
  phoneEvents: readonly PhoneEvent[] = [],
  alerts: readonly Told[] = [],
): Extract<Route, { readonly to: 'phone' }> => ({ to: 'phone', phoneEvents, reply, alerts })
