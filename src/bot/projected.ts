import type { Stored } from './event.ts'
import { fold } from './evolve.ts'
import { person, precinctId, type StreamId } from './ids.ts'
import { foldPhone } from './phone-state.ts'
import type { PhoneRow, ReportRow } from './ports.ts'
import { phoneRow, reportRow } from './project.ts'

/** The rows of the read tables that one whole stream comes to: what its last commit wrote. */
export function projected(stream: StreamId, events: readonly Stored[]): readonly (ReportRow | PhoneRow)[] {
  const [kind, name = ''] = stream.split('/')
  if (kind === 'phone') {
    const who = person(name)
    return who ? [phoneRow(who, foldPhone(events))] : []
  }
  if (kind !== 'live' && kind !== 'practice') return []
  const precinct = precinctId(name)
  return precinct ? [reportRow(kind, precinct, fold(events))] : []
}
