import type { Because } from '../reply.ts'
import { correctionReply } from './correction.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { nextReply } from './next-reply.ts'
import { proposeOrAsk } from './proposal.ts'
import type { State } from './state.ts'

/**
 * Where things stand, whatever was asked: the correction that awaits an answer, else the next thing to do. Only a code
 * that is due and out to nobody brings an event; after NO none is, until a count is sent.
 */
export function restateStatus(state: State, context: DecisionContext, because?: Because): Decision {
  const why = because && { because }
  if (state.correction) return { events: [], reply: { ...correctionReply(state, state.correction, context), ...why } }
  if (state.rejected && !state.proposal) return { events: [], reply: { ...nextReply(state, context), ...why } }
  return proposeOrAsk(state, [], context, because)
}
