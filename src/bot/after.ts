import type { PrecinctEvent } from './event.ts'
import { follow } from './evolve.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

/** The state as it will be once these events are stored. */
export function after(state: State, events: readonly PrecinctEvent[], { at, actor }: Facts): State {
  if (events.length === 0) return state
  return follow(
    state,
    events.map((event, i) => ({ event, at, actor, version: state.version + i + 1 })),
  )
}

/** The code that is out for the counts in hand; '' where none is. */
export const codeOf = (state: State, facts: Facts): string =>
  state.proposal ? facts.code(state.proposal.revision, state.proposal.salt) : ''
