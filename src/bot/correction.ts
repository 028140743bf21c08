import type { Fix, Report } from '../grammar/intent.ts'
import { assess, seenIn } from './assess.ts'
import { mergeAll } from './counts.ts'
import type { CorrectionData, PrecinctEvent } from './event.ts'
import { freshSalt } from './propose.ts'
import type { Reply } from './reply.ts'
import { after, changesSince, outcomeOf } from './respond.ts'
import { lastRecorded, type State } from './state.ts'
import type { Facts, Turn } from './turn.ts'

/** Corrections by headquarters (product.md, Corrections): proposed with a reason, counted when the chair approves. */

/** The events that put a correction's counts in hand. */
export function countsOf(state: State, correction: CorrectionData): readonly PrecinctEvent[] {
  const { attendance, initial, final } = correction.counts
  const events: PrecinctEvent[] = []
  if (attendance !== null && attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: attendance } })
  if (initial) events.push({ type: 'AlignmentReported', data: { alignment: 'initial', counts: initial, total: null } })
  if (final) events.push({ type: 'AlignmentReported', data: { alignment: 'final', counts: final, total: null } })
  if (correction.winners) {
    const among = state.draft.toss?.among ?? []
    events.push({ type: 'TossReported', data: { winners: correction.winners, among, cards: null } })
  }
  return events
}

export type Proposed =
  | { readonly ok: true; readonly event: PrecinctEvent; readonly reply: Reply; readonly after: State }
  /** The text names nothing new, or what it names does not add up: `reply` says what. */
  | { readonly ok: false; readonly reply: Reply }

/** What a correction would come to. It must be whole: what does not add up is not for a chair to wave through. */
export function proposeCorrection(
  state: State,
  text: Report | Fix,
  reason: string,
  id: string,
  facts: Facts,
): Proposed {
  const merged = mergeAll(state, text, facts)
  if ('ask' in merged) return { ok: false, reply: merged.ask }
  const would = after(state, merged.events, facts)
  const assessment = assess(would.draft, facts)
  if (merged.events.length === 0 || assessment.next !== 'approve')
    return { ok: false, reply: { kind: 'nothing_to_fix', precinct: facts.precinct.id, alignment: null } }
  const { attendance, initial, final, toss } = would.draft
  const salt = freshSalt(state, facts)
  const data: CorrectionData = {
    id,
    by: facts.who,
    reason,
    revision: state.revision,
    salt,
    counts: { attendance, initial, final },
    winners: toss?.winners ?? null,
  }
  return {
    ok: true,
    event: { type: 'CorrectionProposed', data },
    reply: correctionReply(state, data, facts),
    after: would,
  }
}

/** What the chair is asked: what would change, to what result, and why. */
export function correctionReply(state: State, correction: CorrectionData, facts: Facts): Reply {
  const would = after(state, countsOf(state, correction), facts)
  return {
    kind: 'correction',
    precinct: facts.precinct.id,
    changes: changesSince(state.draft, would),
    outcome: outcomeOf(would, assess(would.draft, facts)),
    reason: correction.reason,
    code: facts.code(correction.revision, correction.salt),
  }
}

/** True where this code accepts the correction that is pending. */
export const acceptsCorrection = (state: State, code: string, facts: Facts): boolean =>
  state.correction !== null && code === facts.code(state.correction.revision, state.correction.salt)

/** The chair's OK to a correction: its counts become hers, approved. */
export function acceptCorrection(state: State, correction: CorrectionData, facts: Facts): Turn {
  const counts = countsOf(state, correction)
  const would = after(state, counts, facts)
  const seen = seenIn(assess(would.draft, facts), would.revision)
  const events: PrecinctEvent[] = [
    ...counts,
    { type: 'CorrectionVoided', data: { id: correction.id, why: 'approved' } },
    { type: 'ReportApproved', data: { ...seen, by: facts.who, confirmed: true } },
  ]
  const number = (lastRecorded(state)?.number ?? 0) + 1
  return { events, reply: { kind: 'recorded', precinct: facts.precinct.id, number, at: facts.at, corrected: true } }
}

/** Records a pending correction without the chair's answer: two persons and a reason. */
export function overrideCorrection(
  state: State,
  correction: CorrectionData,
  second: Facts['who'],
  reason: string,
  facts: Facts,
): readonly PrecinctEvent[] {
  const counts = countsOf(state, correction)
  const would = after(state, counts, facts)
  const seen = seenIn(assess(would.draft, facts), would.revision)
  return [
    ...counts,
    { type: 'CorrectionOverridden', data: { ...seen, id: correction.id, by: facts.who, second, reason } },
  ]
}
