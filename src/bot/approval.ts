import { assess, seenIn } from './assess.ts'
import { acceptCorrection, acceptsCorrection } from './correction.ts'
import type { PrecinctEvent } from './event.ts'
import { conclude, proposalOf } from './propose.ts'
import type { Reply } from './reply.ts'
import { after, codeOf, matchesRecord, rejected, respond } from './respond.ts'
import { lastRecorded, type State } from './state.ts'
import type { Facts, Turn } from './turn.ts'

/** Wrong codes in a row that retire a code, and rounds of that after which HQ calls (product.md, Approval). */
const wrongCodes = 5
const wrongRounds = 3

/** OK with a code. Approves the counts in hand and nothing else. */
export function approve(state: State, code: string, facts: Facts): Turn {
  if (state.correction && acceptsCorrection(state, code, facts)) return acceptCorrection(state, state.correction, facts)
  if (!state.proposal || code !== codeOf(state, facts)) return otherCode(state, code, facts)
  const assessment = assess(state.draft, facts)
  if (assessment.next !== 'approve')
    return { events: [], reply: { ...respond(state, facts, assessment), because: 'needs_keep' } }
  const confirmed = facts.standing !== 'borrowed'
  const seen = seenIn(assessment, state.revision)
  const event: PrecinctEvent = { type: 'ReportApproved', data: { ...seen, by: facts.who, confirmed } }
  return recordedTurn(state, event, facts, confirmed ? 'recorded' : 'unconfirmed')
}

/** KEEP with a code: "it does not add up, and I cannot recount". Records and holds; never publishes. */
export function keep(state: State, code: string, facts: Facts): Turn {
  if (!state.proposal || code !== codeOf(state, facts)) return otherCode(state, code, facts)
  const seen = seenIn(assess(state.draft, facts), state.revision)
  const event: PrecinctEvent = { type: 'ReportKept', data: { ...seen, by: facts.who } }
  const turn = recordedTurn(state, event, facts, 'kept')
  return {
    ...turn,
    alerts: [{ kind: 'held', detail: seen.findings.join(' ') || 'kept by the chair, though it adds up' }],
  }
}

function recordedTurn(
  state: State,
  event: PrecinctEvent,
  facts: Facts,
  kind: 'recorded' | 'kept' | 'unconfirmed',
): Turn {
  const report = lastRecorded(after(state, [event], facts))
  const number = report?.number ?? 1
  const reply: Reply = {
    kind,
    precinct: facts.precinct.id,
    number,
    at: facts.at,
    corrected: report?.corrected ?? false,
  }
  const alerts = kind === 'unconfirmed' ? [{ kind, detail: 'approved from a borrowed phone' } as const] : []
  return { events: [event], reply, alerts }
}

/** A code that is not the one that is out: late, spent, or wrong. Answered with how things stand and the right code. */
function otherCode(state: State, code: string, facts: Facts): Turn {
  const earlier = state.past.some((p) => facts.code(p.revision, p.salt) === code)
  if (!state.proposal) {
    const reply = respond(state, facts)
    return {
      events: [],
      reply: matchesRecord(state) ? reply : { ...reply, because: earlier ? 'late_code' : 'nothing_pending' },
    }
  }
  if (earlier) return conclude(state, [], facts, 'late_code')
  const refused: PrecinctEvent = { type: 'CodeRefused', data: { revision: state.revision } }
  if (state.proposal.refused + 1 < wrongCodes) return conclude(state, [refused], facts, 'wrong_code')
  return retire(state, refused, facts)
}

function retire(state: State, refused: PrecinctEvent, facts: Facts): Turn {
  const retired: PrecinctEvent = { type: 'CodeRetired', data: { revision: state.revision } }
  const without = after(state, [refused, retired], facts)
  const events = [refused, retired, proposalOf(without, facts)]
  const reply = { ...respond(after(state, events, facts), facts), because: 'new_code' as const }
  const alerts =
    without.rounds >= wrongRounds ? [{ kind: 'codes' as const, detail: `${without.rounds} rounds of wrong codes` }] : []
  return { events, reply, alerts }
}

/** NO: the code is retired, the counts stay as a draft. */
export function reject(state: State, facts: Facts): Turn {
  const drafted = state.draft.initial !== null || state.draft.final !== null
  const open = state.proposal !== null || (drafted && !matchesRecord(state) && !state.rejected)
  if (!open) return { events: [], reply: { ...respond(state, facts), because: 'nothing_pending' } }
  return { events: [{ type: 'ProposalRejected', data: { revision: state.revision } }], reply: rejected(state, facts) }
}
