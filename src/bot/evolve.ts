import type { Actor, PrecinctEvent, RecordEvent, Seen, Stored } from './event.ts'
import type { Person } from './ids.ts'
import { type Draft, initialState, type Recorded, type State } from './state.ts'

/** Folds a precinct's stream. Accepts every event that `decide` can emit, in any order. */
export function fold(events: readonly Stored[]): State {
  return events.reduce((state, stored) => evolve(state, stored as Stored<PrecinctEvent>), initialState)
}

export function evolve(state: State, stored: Stored<PrecinctEvent>): State {
  const next = applied(state, stored.event, stored.at)
  const by = next.revision === state.revision ? state.by : authorOf(stored.actor)
  return { ...next, by, version: stored.version, at: stored.at }
}

const authorOf = (actor: Actor): Person | null =>
  actor === 'system' ? null : (actor.slice(actor.indexOf(':') + 1) as Person)

function applied(state: State, event: PrecinctEvent, at: string): State {
  switch (event.type) {
    case 'AttendanceReported':
      return counted(state, { attendance: event.data.count })
    case 'AlignmentReported': {
      const { alignment, counts, total } = event.data
      const totals = { ...state.draft.totals, [alignment]: total }
      return { ...counted(state, { [alignment]: counts, totals }), lastList: alignment, kept: null }
    }
    case 'TossReported':
      return counted(state, { toss: event.data })
    case 'DelegatesClaimed':
      return counted(state, { claimed: event.data.counts })
    case 'ListKept':
      return { ...state, kept: event.data }
    case 'AttendanceAsked':
      return { ...state, asked: 'attendance' }
    case 'ReportProposed': {
      const { revision, salt } = event.data
      return { ...state, proposal: { ...event.data, refused: 0 }, past: [{ revision, salt }, ...state.past] }
    }
    case 'ProposalRejected':
      return { ...state, proposal: null, rejected: true }
    case 'CodeRefused':
      return state.proposal ? { ...state, proposal: { ...state.proposal, refused: state.proposal.refused + 1 } } : state
    case 'CodeRetired':
      return { ...state, proposal: null, rounds: state.rounds + (event.data.rebound ? 0 : 1) }
    default:
      return onRecord(state, event, at)
  }
}

function onRecord(state: State, event: RecordEvent, at: string): State {
  switch (event.type) {
    case 'ReportApproved': {
      const { by: _, confirmed, ...seen } = event.data
      return recorded(state, seen, at, 'approved', confirmed)
    }
    case 'ReportKept': {
      const { by: _, ...seen } = event.data
      return recorded(state, seen, at, 'kept', true)
    }
    case 'ReportHeld':
      return { ...state, published: null }
    case 'ReportReleased': {
      const last = state.recorded.at(-1)
      if (!last) return state
      // An approved report that HQ had held is approved again; one that was kept counts by HQ's word.
      const kind = last.kind === 'approved' && last.confirmed ? 'approved' : 'released'
      const released: Recorded = { ...last, kind, confirmed: true }
      return { ...state, recorded: [...state.recorded.slice(0, -1), released], published: released }
    }
    case 'CorrectionProposed': {
      const { revision, salt } = event.data
      return { ...state, correction: event.data, past: [{ revision, salt }, ...state.past] }
    }
    case 'CorrectionVoided':
      return { ...state, correction: null }
    case 'CorrectionOverridden': {
      const { id: _, by: __, second: ___, reason: ____, ...seen } = event.data
      return recorded({ ...state, correction: null }, seen, at, 'overridden', true)
    }
  }
}

/** A change of the counts is a new revision: it retires whatever code was out for the old one. */
function counted(state: State, change: Partial<Draft>): State {
  return {
    ...state,
    revision: state.revision + 1,
    draft: { ...state.draft, ...change },
    asked: null,
    proposal: null,
    rejected: false,
  }
}

function recorded(state: State, seen: Seen, at: string, kind: Recorded['kind'], confirmed: boolean): State {
  const { attendance, initial, toss } = state.draft
  // Where every group was viable at once there is no second alignment: the first one is the final one (R3).
  const final = state.draft.final ?? (kind === 'kept' || seen.seats === 1 ? null : initial)
  const report: Recorded = {
    number: state.recorded.length + 1,
    revision: seen.revision,
    at,
    kind,
    attendance,
    initial,
    final,
    toss,
    seen,
    confirmed,
    corrected: state.recorded.some((earlier) => earlier.kind !== 'kept' && earlier.confirmed),
  }
  const open = kind !== 'kept' && confirmed
  return {
    ...state,
    recorded: [...state.recorded, report],
    published: open ? report : state.published,
    proposal: null,
    rounds: 0,
    rejected: false,
    kept: null,
  }
}
