import type { AlertDraft } from '../alert.ts'
import type { PrecinctEvent } from '../event.ts'
import { lastRecorded, type State } from './state.ts'

/** True where an operator entered the counts in hand, and they are on no record yet: somebody else reads them back. */
const awaitsReadBack = (state: State): boolean =>
  state.by?.startsWith('u_') === true && state.revision > (lastRecorded(state)?.revision ?? 0)

/** What the queue is to say of a report that was called in: a new item, or the outcome of the one it has. */
interface CalledInChange {
  readonly alerts: readonly AlertDraft[]
  /** Null: nothing ends. */
  readonly outcome: string | null
}

/**
 * A report that was entered from a telephone call counts when another operator has read it back, or the chair has
 * approved it. Until then the queue holds one item for it, however many lists were entered.
 */
export function calledInChange(before: State, after: State, events: readonly PrecinctEvent[]): CalledInChange {
  if (!awaitsReadBack(after))
    return { alerts: [], outcome: awaitsReadBack(before) ? outcomeOf(before, after, events) : null }
  if (after.revision === before.revision) return { alerts: [], outcome: null }
  const detail = 'entered from a telephone call: read it back, or the chair approves it by text'
  return { alerts: [{ kind: 'called_in', detail, onePer: 'precinct' }], outcome: null }
}

function outcomeOf(before: State, after: State, events: readonly PrecinctEvent[]): string {
  if (after.revision !== before.revision) return 'replaced'
  const record = events.find(({ type }) => type === 'ReportApproved' || type === 'ReportKept')
  if (record?.type !== 'ReportApproved' && record?.type !== 'ReportKept') return 'replaced'
  if (record.data.by.startsWith('u_')) return 'read back to the chair'
  return record.type === 'ReportApproved' ? 'approved by the chair' : 'kept by the chair'
}
