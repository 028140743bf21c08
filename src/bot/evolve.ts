import type { Actor, CountEvent, PrecinctEvent, Stored } from './event.ts'
import type { Person } from './ids.ts'
import { type Fresh, putOnRecord, sent } from './put-on-record.ts'
import { type Draft, initialState, type State } from './state.ts'

/** An event, with those of its circumstances that the state keeps. */
type Happened = Pick<Stored<PrecinctEvent>, 'event' | 'at' | 'actor' | 'version'>

/** Folds a precinct's stream. Accepts every event that `decide` can emit, in any order. */
export const fold = (events: readonly Stored[]): State => follow(initialState, events as readonly Happened[])

export const evolve = (state: State, stored: Stored<PrecinctEvent>): State => follow(state, [stored])

/** The state after all of these. It is copied once, however many they are. */
export function follow(before: State, events: readonly Happened[]): State {
  const state: Fresh = { ...before }
  for (const event of events) take(state, event)
  return state
}

function take(state: Fresh, { event, at, actor, version }: Happened): void {
  const { revision } = state
  apply(state, event, at)
  if (state.revision !== revision) state.by = authorOf(actor)
  state.version = version
  state.at = at
}

const authorOf = (actor: Actor): Person | null =>
  actor === 'system' ? null : (actor.slice(actor.indexOf(':') + 1) as Person)

function apply(state: Fresh, event: PrecinctEvent, at: string): void {
  switch (event.type) {
    case 'AttendanceReported':
      counted(state, { ...state.draft, attendance: event.data.count })
      break
    case 'AlignmentReported':
      listed(state, event.data)
      break
    case 'TossReported':
      counted(state, { ...state.draft, toss: event.data })
      break
    case 'DelegatesClaimed':
      counted(state, { ...state.draft, claimed: event.data.counts })
      break
    case 'ListKept':
      state.kept = event.data
      break
    case 'AttendanceAsked':
      state.asked = 'attendance'
      break
    case 'ReportProposed':
      state.proposal = { ...event.data, refused: 0 }
      sent(state, event.data)
      break
    case 'ProposalRejected':
      state.proposal = null
      state.rejected = true
      break
    case 'CodeRefused':
      if (state.proposal) state.proposal = { ...state.proposal, refused: state.proposal.refused + 1 }
      break
    case 'CodeRetired':
      state.proposal = null
      if (!event.data.rebound) state.rounds += 1
      break
    default:
      putOnRecord(state, event, at)
      break
  }
}

/** A change of the counts is a new revision: it retires whatever code was out for the old one. */
function counted(state: Fresh, draft: Draft): void {
  state.revision += 1
  state.draft = draft
  state.asked = null
  state.proposal = null
  state.rejected = false
}

function listed(
  state: Fresh,
  { alignment, counts, total }: Extract<CountEvent, { readonly type: 'AlignmentReported' }>['data'],
): void {
  const totals = { ...state.draft.totals, [alignment]: total }
  counted(state, { ...state.draft, [alignment]: counts, totals })
  state.lastList = alignment
  state.kept = null
}
