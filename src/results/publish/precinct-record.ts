import type { PrecinctEvent, Stored } from '../../bot/event.ts'
import type { PrecinctId } from '../../bot/ids.ts'
import { evolve } from '../../bot/report/evolve.ts'
import { initialState, type Recorded, type State } from '../../bot/report/state.ts'
import type { Groups } from '../../math/types.ts'
import { canStandOpen, type OpenEvent } from '../ledger/lines.ts'
import type { PublishedReport, SourceEvent } from './snapshot.ts'

type Part = 'attendance' | 'initial' | 'final' | 'toss'
type Tallies = NonNullable<Recorded['initial']>

/** One precinct's stream, folded as far as it was read, with what is public because of it. */
export interface PrecinctRecord {
  readonly state: State
  /** The event that each part of the counts in hand comes from. */
  readonly reportedBy: Readonly<Partial<Record<Part, SourceEvent>>>
  /** The event by which the last report came on record, and the parts it rests on. */
  readonly recordedBy: readonly SourceEvent[]
  readonly report: PublishedReport | null
  /** The event by which HQ took the published report back; null if none did. */
  readonly withdrawn: SourceEvent | null
  /** The last approval named other counts than those it stands behind: the log contradicts itself. */
  readonly contradiction: { readonly version: number; readonly approved: number; readonly counted: number } | null
}

export const emptyPrecinctRecord: PrecinctRecord = {
  state: initialState,
  reportedBy: {},
  recordedBy: [],
  report: null,
  withdrawn: null,
  contradiction: null,
}

/** The record after one more event of the precinct's stream. Pure. */
export function evolvePrecinctRecord(
  precinct: PrecinctId,
  record: PrecinctRecord,
  stored: Stored<PrecinctEvent>,
): PrecinctRecord {
  const before = record.state
  const state = evolve(before, stored)
  const { event, version } = stored
  if (!canStandOpen(event)) {
    if (state.published !== before.published || state.recorded !== before.recorded)
      throw new Error(`${event.type} changes what is on record, and has no shape in ledger/lines.ts`)
    return { ...record, state }
  }
  const source = sourceOf(event, stored)
  const part = source.alignment ?? reportedPart[event.type]
  const reportedBy = part === null ? record.reportedBy : { ...record.reportedBy, [part]: source }
  const recordedBy =
    state.recorded.length > before.recorded.length ? [...Object.values(reportedBy), source] : record.recordedBy
  const next = { ...record, state, reportedBy, recordedBy, contradiction: contradicts(record, stored) }
  if (state.published === before.published) return next
  if (state.published === null) return { ...next, report: null, withdrawn: source }
  const sources = recordedBy.includes(source) ? recordedBy : [...recordedBy, source]
  const report = publishedReport(precinct, version, state.published, sources)
  return { ...next, report, withdrawn: null }
}

function sourceOf({ type, data }: OpenEvent, { version, at, actor }: Stored<PrecinctEvent>): SourceEvent {
  const reason = 'reason' in data ? data.reason : null
  const alignment = 'alignment' in data ? data.alignment : null
  return { version, type, alignment, at, actor, reason }
}

/** The part of the counts that an event reports; null where it reports none, or names it itself as an alignment does. */
const reportedPart: Readonly<Record<OpenEvent['type'], Part | null>> = {
  AttendanceReported: 'attendance',
  AlignmentReported: null,
  TossReported: 'toss',
  ReportApproved: null,
  ReportKept: null,
  ReportHeld: null,
  ReportReleased: null,
  CorrectionOverridden: null,
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
