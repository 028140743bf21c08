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

/**
 * Phone-in: what the chair said on the telephone, through the chair's own grammar and checks. The chair's phone gets the code.
 * Refused: `unclear` (with the word) where the text states no counts, `no_change` where it changes nothing.
 */
export function enter(state: State, intent: Intent, context: DecisionContext): HqDecision {
  if (!isCounting(intent)) return refused('unclear', intent.kind === 'unclear' ? intent.word : '')
  const decision = decide(state, intent, context)
  if (decision.events.length === 0) return refused('no_change')
  const coded =
    decision.reply.kind === 'proposed' || decision.reply.kind === 'problem' || decision.reply.kind === 'ask_initial'
  const { reply } = decision
  const entered: Reply =
    reply.kind === 'proposed'
      ? { kind: 'entered', precinct: reply.precinct, outcome: reply.outcome, code: reply.code }
      : reply
  return done(decision.events, reply, coded ? entered : null)
}

/**
 * A second operator has read the numbers back to the chair: they count without a text.
 * Refused: `stale` where the counts have changed since, `nothing_pending` where no operator entered them, `same_person`,
 * `no_report` where something is still missing.
 * @param revision the revision that was read back
 */
export function readBack(state: State, revision: number, context: DecisionContext): HqDecision {
  if (state.revision !== revision) return refused('stale')
  if (!state.by?.startsWith('u_')) return refused('nothing_pending')
  if (state.by === context.who) return refused('same_person')
  const assessment = assess(state.draft, context)
  const seen = approvedSnapshot(assessment, state.revision)
  const event: PrecinctEvent | null =
    assessment.next === 'approve'
      ? { type: 'ReportApproved', data: { ...seen, by: context.who, confirmed: true } }
      : assessment.next === 'keep'
        ? { type: 'ReportKept', data: { ...seen, by: context.who } }
        : null
  if (!event) return refused('no_report')
  const reply = nextReply(applyEvents(state, [event], context), context)
  return done([event], reply, reply)
}

/**
 * Proposes a correction of the report on record to its chair, who gets the change, the reason and a code.
 * Refused: `unclear` (with the word), `no_change` where it changes nothing or does not add up.
 * @param id of the correction, new
 */
export function propose(
  state: State,
  intent: Intent,
  reason: string,
  id: string,
  context: DecisionContext,
): HqDecision {
  if (!isCounting(intent)) return refused('unclear', intent.kind === 'unclear' ? intent.word : '')
  const proposed = proposeCorrection(state, intent, reason, id, context)
  return proposed.ok ? done([proposed.event], proposed.reply, proposed.reply) : refused('no_change')
}

/** Takes a pending correction back; the report on record stands. Refused as `nothing_pending` where there is none. */
export function withdraw(state: State, context: DecisionContext): HqDecision {
  if (!state.correction) return refused('nothing_pending')
  const event: PrecinctEvent = { type: 'CorrectionVoided', data: { id: state.correction.id, why: 'withdrawn' } }
  return done([event], nextReply(applyEvents(state, [event], context), context))
}

/**
 * The chair's phone was replaced: whatever code it holds is dead. The new phone gets its own when it asks.
 * Refused as `nothing_pending` where no code is out.
 */
export function retire(state: State, context: DecisionContext): HqDecision {
  const events: PrecinctEvent[] = []
  if (state.proposal) events.push({ type: 'CodeRetired', data: { revision: state.revision, rebound: true } })
  if (state.correction) events.push({ type: 'CorrectionVoided', data: { id: state.correction.id, why: 'withdrawn' } })
  if (events.length === 0) return refused('nothing_pending')
  return done(events, nextReply(applyEvents(state, events, context), context))
}

/**
 * Records a pending correction without the chair's answer (docs/console.md, When a report is wrong). Refused: `nothing_pending`, and
 * `same_person` where the second person is the one who acts.
 */
export function override(state: State, second: Person, reason: string, context: DecisionContext): HqDecision {
  if (!state.correction) return refused('nothing_pending')
  if (second === context.who) return refused('same_person')
  const events = overrideCorrection(state, state.correction, second, reason, context)
  const reply = nextReply(applyEvents(state, events, context), context)
  return done(events, reply, reply)
}

/** Takes the last report out of publication until it is released. Refused: `no_report`, `already_held`. */
export function hold(state: State, reason: string, context: DecisionContext): HqDecision {
  if (!lastRecorded(state)) return refused('no_report')
  if (!state.published) return refused('already_held')
  const event: PrecinctEvent = { type: 'ReportHeld', data: { by: context.who, reason } }
  return done([event], nextReply(applyEvents(state, [event], context), context))
}

/** Why nothing can be released; null where a report on record is held. */
export function releaseRefusal(state: State): 'no_report' | 'not_held' | null {
  const record = lastRecorded(state)
  if (!record) return 'no_report'
  return state.published?.number === record.number ? 'not_held' : null
}

/**
 * Lets the last report be published, by two persons. Refused as `releaseRefusal` says, and as `same_person` where the
 * second is the one who acts. Whether two accounts belong to two persons the console checks before (`areTwoPersons`).
 */
export function release(state: State, second: Person, reason: string, context: DecisionContext): HqDecision {
  const why = releaseRefusal(state)
  if (why !== null) return refused(why)
  if (second === context.who) return refused('same_person')
  const event: PrecinctEvent = { type: 'ReportReleased', data: { by: context.who, second, reason } }
  return done([event], nextReply(applyEvents(state, [event], context), context))
}
