import type { PrecinctEvent, Stored } from './event.ts'
import { evolve } from './evolve.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

/** The state as it will be once these events are stored. */
export function after(state: State, events: readonly PrecinctEvent[], facts: Facts): State {
  return events.reduce<State>((s, event) => {
    const stored: Stored<PrecinctEvent> = {
      event,
      at: facts.at,
      actor: facts.actor,
      cause: '',
      version: s.version + 1,
      hash: '',
    }
    return evolve(s, stored)
  }, state)
}

/** The code that is out for the counts in hand; '' where none is. */
export const codeOf = (state: State, facts: Facts): string =>
  state.proposal ? facts.code(state.proposal.revision, state.proposal.salt) : ''
