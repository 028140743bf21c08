import type { Count, Tally } from '../../grammar/intent.ts'
import type { CorrectionData, PrecinctEvent } from '../event.ts'
import type { Reply } from '../reply.ts'
import { approvedSnapshot, assess, replyOutcome } from './assess.ts'
import { freshSalt } from './codes.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { diffCounts } from './diff-counts.ts'
import { applyEvents } from './evolve.ts'
import { type CountingIntent, mergeText } from './merge-counts.ts'
import { lastRecorded, type State } from './state.ts'

/** Corrections by headquarters (docs/console.md, When a report is wrong): proposed with a reason, counted when the chair approves. */

/** The events that put a correction's counts in hand. */
function countsOf(state: State, { counts, toss }: CorrectionData): readonly PrecinctEvent[] {
  const { attendance, initial, final } = counts
  const events: PrecinctEvent[] = []
  if (attendance !== null && attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: attendance } })
  if (initial) events.push({ type: 'AlignmentReported', data: { alignment: 'initial', counts: initial, total: null } })
  if (final) events.push({ type: 'AlignmentReported', data: { alignment: 'final', counts: final, total: null } })
  if (toss) events.push({ type: 'TossReported', data: toss })
  return events
}

/**
 * The state with the report on record in hand. A correction is of that report: what a phone has sent since and nobody has
 * approved is no part of it. An attendance that nobody gave stays the first count.
 */
function withRecordInHand(state: State): State {
  const report = lastRecorded(state)
  if (report === null) return state
  const { initial, toss, seen } = report
  const attendance = state.draft.attendance === null ? null : (seen.attendance as Count)
  // Without a second count the record carries the first one.
  const final = state.draft.final === null ? null : report.final
  const totals = { initial: null, final: null }
  return {
    ...state,
    draft: { ...state.draft, attendance, initial, final, toss, claimed: null, totals },
    pendingList: null,
  }
}

type Proposed =
  | { readonly ok: true; readonly event: PrecinctEvent; readonly reply: Reply }
  /** The text names nothing new, or what it names does not add up. */
  | { readonly ok: false }

/** What a correction would come to. It must be whole: what does not add up is not for a chair to wave through. */
export function proposeCorrection(
  state: State,
  text: CountingIntent,
  reason: string,
  id: string,
  context: DecisionContext,
): Proposed {
  const base = withRecordInHand(state)
  const merged = mergeText(base, text, context)
  if ('ask' in merged || merged.because || merged.events.length === 0) return { ok: false }
  const would = applyEvents(base, merged.events, context)
  if (assess(would.draft, context).next !== 'approve') return { ok: false }
  const { attendance, initial, final, toss } = would.draft
  const data: CorrectionData = {
    id,
    by: context.who,
    reason,
    revision: state.revision,
    salt: freshSalt(state, context),
    counts: { attendance, initial, final },
    toss,
  }
  return { ok: true, event: { type: 'CorrectionProposed', data }, reply: correctionReply(state, data, context) }
}

/** What the chair is asked: what would change, to what result, and why. */
export function correctionReply(state: State, correction: CorrectionData, context: DecisionContext): Reply {
  const would = applyEvents(state, countsOf(state, correction), context)
  return {
    kind: 'correction',
    precinct: context.precinct.id,
    changes: diffCounts(withRecordInHand(state).draft, would.draft),
    outcome: replyOutcome(would, assess(would.draft, context), context),
    reason: correction.reason,
    code: context.code(correction.revision, correction.salt),
  }
}

/** The chair's OK to a correction: its counts become the chair's own, approved. */
export function acceptCorrection(state: State, correction: CorrectionData, context: DecisionContext): Decision {
  const counts = countsOf(state, correction)
  const would = applyEvents(state, counts, context)
  const seen = approvedSnapshot(assess(would.draft, context), would.revision)
  const events: PrecinctEvent[] = [
    ...counts,
    { type: 'CorrectionVoided', data: { id: correction.id, why: 'approved' } },
    { type: 'ReportApproved', data: { ...seen, by: context.who, confirmed: true } },
  ]
  const number = (lastRecorded(state)?.number ?? 0) + 1
  const reply: Reply = { kind: 'recorded', precinct: context.precinct.id, number, at: context.at, corrected: true }
  return { events, reply: { ...reply, ...lostByCorrection(state, would) } }
}

/** People of counts that nobody approved, whom a correction of the record drops, and whom the proposal did not show. */
function lostByCorrection(state: State, would: State): Pick<Reply, 'gone' | 'smaller'> {
  const shown = diffCounts(withRecordInHand(state).draft, would.draft)
  const fewer = diffCounts(state.draft, would.draft).filter(
    ({ alignment, group, from, to }) =>
      (alignment === 'initial' || alignment === 'final') &&
      to < from &&
      !shown.some((change) => change.alignment === alignment && change.group === group),
  )
  const gone = fewer.filter(({ to }) => to === 0).map(({ group, from }): Tally => ({ group, count: from as Count }))
  const smaller = fewer.filter(({ to }) => to > 0)
  return { ...(gone.length === 0 ? {} : { gone }), ...(smaller.length === 0 ? {} : { smaller }) }
}

/** Records a pending correction without the chair's answer: two persons and a reason. */
export function overrideCorrection(
  state: State,
  correction: CorrectionData,
  second: DecisionContext['who'],
  reason: string,
  context: DecisionContext,
): readonly PrecinctEvent[] {
  const counts = countsOf(state, correction)
  const would = applyEvents(state, counts, context)
  const seen = approvedSnapshot(assess(would.draft, context), would.revision)
  return [
    ...counts,
    { type: 'CorrectionOverridden', data: { ...seen, id: correction.id, by: context.who, second, reason } },
  ]
}
