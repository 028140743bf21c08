import type { Unclear } from '../../grammar/intent.ts'
import { keywords } from '../../grammar/words.ts'
import type { CorrectionData, PrecinctEvent } from '../event.ts'
import type { Reply } from '../reply.ts'
import { type Assessment, approvedSnapshot, assess } from './assess.ts'
import { codeOfCorrection, freshSalt, isEarlierCode, isShort, pendingCode } from './codes.ts'
import { acceptCorrection } from './correction.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { applyEvents } from './evolve.ts'
import { matchesRecord, nextReply, rejected } from './next-reply.ts'
import { proposalOf, proposeOrAsk, restateStatus, seatsChanged } from './proposal.ts'
import { lastRecorded, type State } from './state.ts'

/** From this wrong code on somebody else may be texting: a typing mistake or two make no item for HQ. */
const suspicious = 3

/** OK with a code. Approves the counts in hand and nothing else. */
export function approve(state: State, code: string, context: DecisionContext): Decision {
  if (state.correction && code === codeOfCorrection(state, context))
    return acceptCorrection(state, state.correction, context)
  if (!state.proposal || code !== pendingCode(state, context)) return otherCode(state, code, context)
  if (seatsChanged(state, context)) return proposeOrAsk(state, [], context)
  // A list came after the code went out, and is not in these counts: what becomes of it is asked first.
  if (state.pendingList?.alignment) return { events: [], reply: nextReply(state, context) }
  const assessment = assess(state.draft, context)
  if (assessment.next !== 'approve')
    return { events: [], reply: { ...nextReply(state, context, assessment), because: 'needs_keep' } }
  const confirmed = context.standing !== 'borrowed'
  const seen = approvedSnapshot(assessment, state.revision)
  const event: PrecinctEvent = { type: 'ReportApproved', data: { ...seen, by: context.who, confirmed } }
  return recordReport(state, event, context, confirmed ? 'recorded' : 'unconfirmed')
}

/** KEEP with a code: "it does not add up, and I cannot recount". Records and holds; never publishes. */
export function keep(state: State, code: string, context: DecisionContext): Decision {
  if (!state.proposal || code !== pendingCode(state, context))
    return offeredAgain(state, code, context) ?? otherCode(state, code, context)
  const seen = approvedSnapshot(assess(state.draft, context), state.revision)
  const event: PrecinctEvent = { type: 'ReportKept', data: { ...seen, by: context.who } }
  const decision = recordReport(state, event, context, 'kept')
  const detail = seen.findings.join(' ') || 'kept by the chair, though it adds up'
  return { ...decision, alerts: [...(decision.alerts ?? []), { kind: 'held', detail }] }
}

/** Steps that wait for what the room must do: their replies carry no code, since most rooms do it. */
const waiting = { final: 'final', toss: 'toss', elect: 'elect' } as const
const isWaiting = (next: Assessment['next']): next is keyof typeof waiting => next in waiting

/** KEEP without its code. */
export const isKeep = ({ reason, word }: Unclear): boolean =>
  reason === 'no_code' && keywords.get(word.toLowerCase()) === 'K'

/** KEEP where no code is out: what is missing may never come, and a chair is not turned away: they get the code. */
export function offerKeep(state: State, context: DecisionContext): Decision | null {
  const { next } = assess(state.draft, context)
  if (!isWaiting(next) || state.pendingList || state.correction || matchesRecord(state, context)) return null
  const events = state.proposal ? [] : [proposalOf(state, context)]
  const code = pendingCode(applyEvents(state, events, context), context)
  return { events, reply: { kind: 'keep_offered', precinct: context.precinct.id, missing: next, code } }
}

/** KEEP with another code, where KEEP waits for what the room must do. A wrong code is a guess here as well. */
const offeredAgain = (state: State, code: string, context: DecisionContext): Decision | null =>
  state.proposal && !isEarlierCode(state, code, context) ? null : offerKeep(state, context)

function recordReport(
  state: State,
  event: PrecinctEvent,
  context: DecisionContext,
  kind: 'recorded' | 'kept' | 'unconfirmed',
): Decision {
  // The chair's own counts, once more and for good: a correction that waited for an answer has had it.
  const { correction } = state
  const events: PrecinctEvent[] = correction
    ? [{ type: 'CorrectionVoided', data: { id: correction.id, why: 'refused' } }, event]
    : [event]
  const report = lastRecorded(applyEvents(state, events, context))
  const reply: Reply = {
    kind,
    precinct: context.precinct.id,
    number: report?.number ?? 1,
    at: context.at,
    corrected: report?.corrected ?? false,
  }
  const alerts = [
    ...(kind === 'unconfirmed' ? [{ kind, detail: 'approved from a borrowed phone' } as const] : []),
    ...(correction
      ? [{ kind: 'anomaly', detail: 'the chair answered the correction with her own report' } as const]
      : []),
  ]
  return { events, reply, alerts }
}

/** A code that is not the one that is out: late, spent, or wrong. Answered with how things stand and the right code. */
function otherCode(state: State, code: string, context: DecisionContext): Decision {
  const earlier = isEarlierCode(state, code, context)
  if (state.proposal || state.correction) {
    if (!earlier) return refuseCode(state, context)
    return state.proposal ? proposeOrAsk(state, [], context, 'late_code') : restateStatus(state, context, 'late_code')
  }
  if (matchesRecord(state, context)) return { events: [], reply: nextReply(state, context) }
  const pending = restateStatus(state, context).events.length > 0
  return restateStatus(state, context, earlier ? 'late_code' : pending ? 'wrong_code' : 'nothing_pending')
}

/**
 * A wrong code. The first replaces what is out by codes of eight digits; those stay until they are used or the counts
 * change, so that whoever guesses cannot keep the chair from typing a code that still counts. Nothing is ever held for it.
 */
function refuseCode(state: State, context: DecisionContext): Decision {
  const events: PrecinctEvent[] = [{ type: 'CodeRefused', data: { revision: state.revision } }]
  const soFar = (): State => applyEvents(state, events, context)
  if (state.correction && isShort(state.correction)) {
    const { revision } = state.correction
    events.push({ type: 'CodeRetired', data: { revision, correction: freshSalt(soFar(), context) } })
  }
  if (isShort(state.proposal)) {
    events.push({ type: 'CodeRetired', data: { revision: state.revision } })
    events.push(proposalOf(soFar(), context))
  }
  const now = soFar()
  const because = events.length > 1 ? 'new_code' : now.wrongCodes === suspicious ? 'guessed' : 'wrong_code'
  const { events: more, reply } = offerKeep(now, context) ?? restateStatus(now, context)
  const alert = { kind: 'codes', detail: 'several wrong codes', once: 'flood' } as const
  return {
    events: [...events, ...more],
    reply: { ...reply, because },
    ...(now.wrongCodes >= suspicious && { alerts: [alert] }),
  }
}

/** The chair's NO to a correction: the counts before it stand. */
function refuseCorrection(state: State, correction: CorrectionData, context: DecisionContext): Decision {
  const events: PrecinctEvent[] = [{ type: 'CorrectionVoided', data: { id: correction.id, why: 'refused' } }]
  const without = restateStatus(applyEvents(state, events, context), context, 'correction_refused')
  return {
    events: [...events, ...without.events],
    reply: without.reply,
    alerts: [{ kind: 'anomaly', detail: 'the chair answered NO to the correction' }],
  }
}

/** NO: the code is retired, the counts stay as a draft. To a correction: the counts before it stand. */
export function reject(state: State, context: DecisionContext): Decision {
  if (state.correction) return refuseCorrection(state, state.correction, context)
  const drafted = state.draft.initial !== null || state.draft.final !== null
  const open =
    state.proposal !== null ||
    Boolean(state.pendingList?.alignment) ||
    (drafted && !matchesRecord(state, context) && !state.rejected)
  if (!open) return { events: [], reply: { ...nextReply(state, context), because: 'nothing_pending' } }
  return { events: [{ type: 'ProposalRejected', data: { revision: state.revision } }], reply: rejected(state, context) }
}
