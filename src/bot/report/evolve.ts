import type { Actor, ApprovedSnapshot, CountEvent, PrecinctEvent, RecordEvent, Stored } from '../event.ts'
import type { Person } from '../ids.ts'
import type { DecisionContext } from './decision.ts'
import { type Draft, initialState, lastRecorded, type Recorded, type State } from './state.ts'

/** The half of `evolve` that concerns the record: what is approved, kept, held, released or corrected. */

/** A state that nobody has seen yet, and that may be written to until it is handed out. */
type Fresh = { -readonly [K in keyof State]: State[K] }

function evolveRecord(state: Fresh, event: RecordEvent, at: string): void {
  switch (event.type) {
    case 'ReportApproved': {
      const { by: _, confirmed, ...seen } = event.data
      recordReport(state, seen, at, 'approved', confirmed)
      break
    }
    case 'ReportKept': {
      const { by: _, ...seen } = event.data
      recordReport(state, seen, at, 'kept', true)
      break
    }
    case 'ReportHeld':
      state.published = null
      break
    case 'ReportReleased':
      releaseReport(state)
      break
    case 'CorrectionProposed':
      state.correction = event.data
      rememberCode(state, event.data)
      break
    case 'CorrectionVoided':
      state.correction = null
      break
    case 'CorrectionOverridden': {
      const { id: _, by: __, second: ___, reason: ____, ...seen } = event.data
      state.correction = null
      recordReport(state, seen, at, 'overridden', true)
      break
    }
    default:
      event satisfies never
  }
}

/** A code went out. */
function rememberCode(state: Fresh, { revision, salt }: State['past'][number]): void {
  state.past = [{ revision, salt }, ...state.past]
}

function recordReport(
  state: Fresh,
  seen: ApprovedSnapshot,
  at: string,
  kind: Recorded['kind'],
  confirmed: boolean,
): void {
  const { attendance, initial, toss } = state.draft
  // There is no second alignment if every group was viable at once: the first one is the final one (docs/arithmetic.md, step 3).
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
  state.recorded = [...state.recorded, report]
  if (kind !== 'kept' && confirmed) state.published = report
  state.proposal = null
  state.wrongCodes = 0
  state.rejected = false
  state.pendingList = null
}

/** An approved report that HQ had held is approved again; one that was kept counts by HQ's word. */
function releaseReport(state: Fresh): void {
  const last = lastRecorded(state)
  if (!last) return
  const kind = last.kind === 'approved' && last.confirmed ? 'approved' : 'released'
  const report: Recorded = { ...last, kind, confirmed: true }
  state.recorded = [...state.recorded.slice(0, -1), report]
  state.published = report
}

/** An event, with those of its circumstances that the state keeps. */
type Happened = Pick<Stored<PrecinctEvent>, 'event' | 'at' | 'actor' | 'version'>

/** Folds a precinct's stream. Accepts every event that `decide` can emit, in any order. */
export const fold = (events: readonly Stored[]): State => evolveAll(initialState, events as readonly Happened[])

/** The state after one more event of the precinct's stream. Pure and total. */
export const evolve = (state: State, stored: Stored<PrecinctEvent>): State => evolveAll(state, [stored])

/** The state after all of these. It is copied once, however many they are. */
function evolveAll(before: State, events: readonly Happened[]): State {
  const state: Fresh = { ...before }
  for (const event of events) evolveOne(state, event)
  return state
}

function evolveOne(state: Fresh, { event, at, actor, version }: Happened): void {
  const { revision } = state
  evolveCounts(state, event, at)
  if (state.revision !== revision) state.by = authorOf(actor)
  state.version = version
  state.at = at
}

const authorOf = (actor: Actor): Person | null =>
  actor === 'system' ? null : (actor.slice(actor.indexOf(':') + 1) as Person)

function evolveCounts(state: Fresh, event: PrecinctEvent, at: string): void {
  switch (event.type) {
    case 'AttendanceReported':
      reviseDraft(state, { ...state.draft, attendance: event.data.count })
      break
    case 'AlignmentReported':
      reviseAlignment(state, event.data)
      break
    case 'TossReported':
      reviseDraft(state, { ...state.draft, toss: event.data })
      break
    case 'DelegatesClaimed':
      reviseDraft(state, { ...state.draft, claimed: event.data.counts })
      break
    case 'ListKept':
      state.pendingList = { alignment: null, ...event.data }
      break
    case 'AttendanceAsked':
      state.asked = 'attendance'
      break
    case 'ReportProposed':
      state.proposal = event.data
      rememberCode(state, event.data)
      break
    case 'ProposalRejected':
      state.proposal = null
      state.pendingList = null
      state.rejected = true
      break
    case 'CodeRefused':
      state.wrongCodes += 1
      break
    case 'CodeRetired':
      retireCode(state, event.data)
      break
    default:
      evolveRecord(state, event, at)
      break
  }
}

/** The code of the counts in hand is out no more; a correction's is replaced at once, since HQ proposed it only once. */
function retireCode(
  state: Fresh,
  { correction: salt }: Extract<CountEvent, { readonly type: 'CodeRetired' }>['data'],
): void {
  if (salt === undefined) {
    state.proposal = null
    return
  }
  if (!state.correction) return
  state.correction = { ...state.correction, salt }
  rememberCode(state, state.correction)
}

/** A change of the counts is a new revision: it retires whatever code was out for the old one. */
function reviseDraft(state: Fresh, draft: Draft): void {
  state.revision += 1
  state.draft = draft
  state.asked = null
  state.proposal = null
  state.rejected = false
}

function reviseAlignment(
  state: Fresh,
  { alignment, counts, total }: Extract<CountEvent, { readonly type: 'AlignmentReported' }>['data'],
): void {
  const totals = { ...state.draft.totals, [alignment]: total }
  reviseDraft(state, { ...state.draft, [alignment]: counts, totals })
  state.lastList = alignment
  state.pendingList = null
}

/** The state as it will be once these events are stored. */
export function applyEvents(state: State, events: readonly PrecinctEvent[], { at, actor }: DecisionContext): State {
  if (events.length === 0) return state
  return evolveAll(
    state,
    events.map((event, i) => ({ event, at, actor, version: state.version + i + 1 })),
  )
}
