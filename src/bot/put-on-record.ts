import type { RecordEvent, Seen } from './event.ts'
import { lastRecorded, type Recorded, type State } from './state.ts'

/** The half of `evolve` that concerns the record: what is approved, kept, held, released or corrected. */

/** A state that nobody has seen yet, and that may be written to until it is handed out. */
export type Fresh = { -readonly [K in keyof State]: State[K] }

export function putOnRecord(state: Fresh, event: RecordEvent, at: string): void {
  switch (event.type) {
    case 'ReportApproved': {
      const { by: _, confirmed, ...seen } = event.data
      recorded(state, seen, at, 'approved', confirmed)
      break
    }
    case 'ReportKept': {
      const { by: _, ...seen } = event.data
      recorded(state, seen, at, 'kept', true)
      break
    }
    case 'ReportHeld':
      state.published = null
      break
    case 'ReportReleased':
      released(state)
      break
    case 'CorrectionProposed':
      state.correction = event.data
      sent(state, event.data)
      break
    case 'CorrectionVoided':
      state.correction = null
      break
    case 'CorrectionOverridden': {
      const { id: _, by: __, second: ___, reason: ____, ...seen } = event.data
      state.correction = null
      recorded(state, seen, at, 'overridden', true)
      break
    }
    default:
      event satisfies never
  }
}

/** A code went out. */
export function sent(state: Fresh, { revision, salt }: State['past'][number]): void {
  state.past = [{ revision, salt }, ...state.past]
}

function recorded(state: Fresh, seen: Seen, at: string, kind: Recorded['kind'], confirmed: boolean): void {
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
  state.recorded = [...state.recorded, report]
  if (kind !== 'kept' && confirmed) state.published = report
  state.proposal = null
  state.rounds = 0
  state.rejected = false
  state.kept = null
}

/** An approved report that HQ had held is approved again; one that was kept counts by HQ's word. */
function released(state: Fresh): void {
  const last = lastRecorded(state)
  if (!last) return
  const kind = last.kind === 'approved' && last.confirmed ? 'approved' : 'released'
  const report: Recorded = { ...last, kind, confirmed: true }
  state.recorded = [...state.recorded.slice(0, -1), report]
  state.published = report
}
