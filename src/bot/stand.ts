import { correctionReply } from './correction.ts'
import { conclude } from './propose.ts'
import type { Because } from './reply.ts'
import { respond } from './respond.ts'
import type { State } from './state.ts'
import type { Facts, Turn } from './turn.ts'

/**
 * Where things stand, whatever was asked: the correction that awaits an answer, else the next thing to do. Only a code
 * that is due and out to nobody brings an event; after NO none is, until a count is sent.
 */
export function stand(state: State, facts: Facts, because?: Because): Turn {
  const why = because && { because }
  if (state.correction) return { events: [], reply: { ...correctionReply(state, state.correction, facts), ...why } }
  if (state.rejected && !state.proposal) return { events: [], reply: { ...respond(state, facts), ...why } }
  return conclude(state, [], facts, because)
}
