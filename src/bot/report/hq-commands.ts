import type { Intent } from '../../grammar/intent.ts'
import type { PrecinctEvent } from '../event.ts'
import type { HqRefusal } from '../hq-ports.ts'
import type { Person } from '../ids.ts'
import type { Reply } from '../reply.ts'
import { approvedSnapshot, assess } from './assess.ts'
import { overrideCorrection, proposeCorrection } from './correction.ts'
import { decide } from './decide.ts'
import type { DecisionContext } from './decision.ts'
import { applyEvents } from './evolve.ts'
import { isCounting } from './merge-counts.ts'
import { nextReply } from './next-reply.ts'
import { lastRecorded, type State } from './state.ts'

/** What an act of headquarters comes to: events with what is said of them, or a refusal. */
export type HqDecision =
  | {
      readonly ok: true
      readonly events: readonly PrecinctEvent[]
      readonly reply: Reply
      /** What the chair's phone is sent; null for nothing. */
      readonly tell: Reply | null
    }
  | { readonly ok: false; readonly reason: HqRefusal; readonly detail: string }

const refused = (reason: HqRefusal, detail = ''): HqDecision => ({ ok: false, reason, detail })
const done = (events: readonly PrecinctEvent[], reply: Reply, tell: Reply | null = null): HqDecision => ({
  ok: true,
  events,
  reply,
  tell,
})

/** Phone-in: what she said on the telephone, through her own grammar and checks. Her phone gets the code. */
export function enter(state: State, intent: Intent, facts: DecisionContext): HqDecision {
  if (!isCounting(intent)) return refused('unclear', intent.kind === 'unclear' ? intent.word : '')
  const turn = decide(state, intent, facts)
  if (turn.events.length === 0) return refused('no_change')
  const coded = turn.reply.kind === 'proposed' || turn.reply.kind === 'problem' || turn.reply.kind === 'ask_initial'
  const { reply } = turn
  const entered: Reply =
    reply.kind === 'proposed'
      ? { kind: 'entered', precinct: reply.precinct, outcome: reply.outcome, code: reply.code }
      : reply
  return done(turn.events, reply, coded ? entered : null)
}

/** A second operator has read the numbers back to the chair: they count without a text. */
export function readBack(state: State, revision: number, facts: DecisionContext): HqDecision {
  if (state.revision !== revision) return refused('stale')
  if (!state.by?.startsWith('u_')) return refused('nothing_pending')
  if (state.by === facts.who) return refused('same_person')
  const assessment = assess(state.draft, facts)
  const seen = approvedSnapshot(assessment, state.revision)
  const event: PrecinctEvent | null =
    assessment.next === 'approve'
      ? { type: 'ReportApproved', data: { ...seen, by: facts.who, confirmed: true } }
      : assessment.next === 'keep'
        ? { type: 'ReportKept', data: { ...seen, by: facts.who } }
        : null
  if (!event) return refused('no_report')
  const reply = nextReply(applyEvents(state, [event], facts), facts)
  return done([event], reply, reply)
}

export function propose(state: State, intent: Intent, reason: string, id: string, facts: DecisionContext): HqDecision {
  if (!isCounting(intent)) return refused('unclear', intent.kind === 'unclear' ? intent.word : '')
  const proposed = proposeCorrection(state, intent, reason, id, facts)
  return proposed.ok ? done([proposed.event], proposed.reply, proposed.reply) : refused('no_change')
}

export function withdraw(state: State, facts: DecisionContext): HqDecision {
  if (!state.correction) return refused('nothing_pending')
  const event: PrecinctEvent = { type: 'CorrectionVoided', data: { id: state.correction.id, why: 'withdrawn' } }
  return done([event], nextReply(applyEvents(state, [event], facts), facts))
}

/** The chair's phone was replaced: whatever code it holds is dead. The new phone gets its own when it asks. */
export function retire(state: State, facts: DecisionContext): HqDecision {
  const events: PrecinctEvent[] = []
  if (state.proposal) events.push({ type: 'CodeRetired', data: { revision: state.revision, rebound: true } })
  if (state.correction) events.push({ type: 'CorrectionVoided', data: { id: state.correction.id, why: 'withdrawn' } })
  if (events.length === 0) return refused('nothing_pending')
  return done(events, nextReply(applyEvents(state, events, facts), facts))
}

export function override(state: State, second: Person, reason: string, facts: DecisionContext): HqDecision {
  if (!state.correction) return refused('nothing_pending')
  if (second === facts.who) return refused('same_person')
  const events = overrideCorrection(state, state.correction, second, reason, facts)
  const reply = nextReply(applyEvents(state, events, facts), facts)
  return done(events, reply, reply)
}

export function hold(state: State, reason: string, facts: DecisionContext): HqDecision {
  if (!lastRecorded(state)) return refused('no_report')
  if (!state.published) return refused('already_held')
  const event: PrecinctEvent = { type: 'ReportHeld', data: { by: facts.who, reason } }
  return done([event], nextReply(applyEvents(state, [event], facts), facts))
}

export function release(state: State, second: Person | null, reason: string, facts: DecisionContext): HqDecision {
  const record = lastRecorded(state)
  if (!record) return refused('no_report')
  if (state.published?.number === record.number) return refused('not_held')
  if (second === facts.who) return refused('same_person')
  const event: PrecinctEvent = { type: 'ReportReleased', data: { by: facts.who, second, reason } }
  return done([event], nextReply(applyEvents(state, [event], facts), facts))
}
