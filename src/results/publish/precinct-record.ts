import type { PrecinctEvent, Stored } from '../../bot/event.ts'
import type { PrecinctId } from '../../bot/ids.ts'
import { evolve } from '../../bot/report/evolve.ts'
import { initialState, type Recorded, type State } from '../../bot/report/state.ts'
import type { Groups } from '../../math/types.ts'
import type { PublishedReport, SourceEvent } from './snapshot.ts'

type Count = 'attendance' | 'initial' | 'final' | 'toss'
type Tallies = NonNullable<Recorded['initial']>

/** One precinct's stream, folded as far as it was read, with what is public because of it. */
export interface PrecinctRecord {
  readonly state: State
  /** The event that each part of the counts in hand comes from. */
  readonly reportedBy: Readonly<Partial<Record<Count, SourceEvent>>>
  /** The event by which the last report came on record, and the parts it rests on. */
  readonly recordedBy: readonly SourceEvent[]
  readonly report: PublishedReport | null
  /** Where HQ took the published report back: the event that did. */
  readonly withdrawn: SourceEvent | null
  /** Versions of all events that a published report ever rested on: these stand open in the ledger. */
  readonly openVersions: ReadonlySet<number>
  /** The last approval named other counts than those it stands behind: the log contradicts itself. */
  readonly contradiction: { readonly version: number; readonly approved: number; readonly counted: number } | null
}

export const emptyPrecinctRecord: PrecinctRecord = {
  state: initialState,
  reportedBy: {},
  recordedBy: [],
  report: null,
  withdrawn: null,
  openVersions: new Set(),
  contradiction: null,
}

/** Takes one more event of the precinct's stream into account. Pure. */
export function evolvePrecinctRecord(
  precinct: PrecinctId,
  record: PrecinctRecord,
  stored: Stored<PrecinctEvent>,
): PrecinctRecord {
  const before = record.state
  const state = evolve(before, stored)
  const source = sourceOf(stored)
  const reportedBy = partsAfter(record.reportedBy, stored, source)
  const recordedBy =
    state.recorded.length > before.recorded.length ? [...Object.values(reportedBy), source] : record.recordedBy
  const next = { ...record, state, reportedBy, recordedBy, contradiction: contradicts(record, stored) }
  if (state.published === before.published) return next
  if (state.published === null)
    return { ...next, report: null, withdrawn: source, openVersions: withOpen(record, [source]) }
  const sources = recordedBy.includes(source) ? recordedBy : [...recordedBy, source]
  const report = publishedReport(precinct, stored.version, state.published, sources)
  return { ...next, report, withdrawn: null, openVersions: withOpen(record, sources) }
}

const withOpen = (record: PrecinctRecord, sources: readonly SourceEvent[]): ReadonlySet<number> =>
  new Set([...record.openVersions, ...sources.map((s) => s.version)])

function sourceOf(stored: Stored<PrecinctEvent>): SourceEvent {
  const { event, version, at, actor } = stored
  const reason = 'reason' in event.data ? event.data.reason : null
  const alignment = 'alignment' in event.data ? event.data.alignment : null
  return { version, type: event.type, alignment, at, actor, reason }
}

function partsAfter(
  parts: PrecinctRecord['reportedBy'],
  stored: Stored<PrecinctEvent>,
  source: SourceEvent,
): PrecinctRecord['reportedBy'] {
  switch (stored.event.type) {
    case 'AttendanceReported':
      return { ...parts, attendance: source }
    case 'AlignmentReported':
      return { ...parts, [stored.event.data.alignment]: source }
    case 'TossReported':
      return { ...parts, toss: source }
    default:
      return parts
  }
}

/** An approval is of one revision; that it stands behind exactly these counts can be told from the log alone. */
function contradicts(record: PrecinctRecord, stored: Stored<PrecinctEvent>): PrecinctRecord['contradiction'] {
  if (stored.event.type !== 'ReportApproved') return record.contradiction
  const approved = stored.event.data.revision
  const counted = record.state.revision
  return approved === counted ? null : { version: stored.version, approved, counted }
}

function publishedReport(
  precinct: PrecinctId,
  version: number,
  report: Recorded,
  sources: readonly SourceEvent[],
): PublishedReport {
  return {
    precinct,
    number: report.number,
    revision: report.revision,
    version,
    at: report.at,
    // A kept report becomes public only by a release, which renames it; the type cannot say so.
    kind: report.kind === 'kept' ? 'released' : report.kind,
    rules: report.seen.rules,
    seats: report.seen.seats,
    attendance: report.attendance,
    initial: groupsOf(report.initial),
    final: groupsOf(report.final),
    delegates: report.seen.delegates,
    winners: report.toss?.winners ?? null,
    findings: report.seen.findings,
    corrected: report.corrected,
    sources: [...sources].sort((a, b) => a.version - b.version),
  }
}

const groupsOf = (tallies: Tallies | null): Groups | null =>
  tallies && Object.fromEntries(tallies.map((t) => [t.group, t.count]))
