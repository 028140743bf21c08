import type { Stored } from '../event.ts'
import { type Person, type PrecinctId, person, precinctId, type ReportingPhase, type StreamId } from '../ids.ts'
import { foldPhone, type PhoneState } from '../phone/state.ts'
import type { PhoneRow, ReportRow, Stage } from '../ports.ts'
import { fold } from '../report/evolve.ts'
import { lastRecorded, type State } from '../report/state.ts'

/** The read tables' rows: a function of a stream's state, so that `rebuild` can refill them. */

export function reportRow(phase: ReportingPhase, precinct: PrecinctId, state: State): ReportRow {
  const [last, { published }] = [lastRecorded(state), state]
  const record = last && JSON.stringify(last)
  return {
    table: 'reports',
    phase,
    precinct,
    version: state.version,
    stage: stageOf(state),
    revision: state.revision,
    number: state.recorded.length,
    at: state.at,
    draft: JSON.stringify(state.draft),
    record,
    // Nearly always the same report.
    published: published === last ? record : published && JSON.stringify(published),
  }
}

/** Where a precinct stands. A recorded report keeps its stage while a correction awaits its answer. */
export function stageOf(state: State): Stage {
  const record = lastRecorded(state)
  if (record) return state.published?.number === record.number ? 'approved' : 'held'
  if (state.proposal) return 'awaiting'
  return state.revision > 0 || state.pendingList ? 'initial' : 'silent'
}

/** The row of one phone in the read tables, from the state of its stream. */
export function phoneRow(who: Person, state: PhoneState): PhoneRow {
  const { version, language, checkedIn, optedOut } = state
  return { table: 'phones', person: who, version, language, checkedIn, optedOut }
}

/** The rows of the read tables that one whole stream comes to: what its last commit wrote. */
export function rowsOfStream(stream: StreamId, events: readonly Stored[]): readonly (ReportRow | PhoneRow)[] {
  const [kind, name = ''] = stream.split('/')
  if (kind === 'phone') {
    const who = person(name)
    return who ? [phoneRow(who, foldPhone(events))] : []
  }
  if (kind !== 'live' && kind !== 'practice') return []
  const precinct = precinctId(name)
  return precinct ? [reportRow(kind, precinct, fold(events))] : []
}
