import type { PrecinctEvent, Stored } from '../../bot/event.ts'
import type { PrecinctId } from '../../bot/ids.ts'
import { evolve } from '../../bot/report/evolve.ts'
import { initialState, type Recorded, type State } from '../../bot/report/state.ts'
import type { Groups } from '../../math/types.ts'
import type { Entry, Source } from './snapshot.ts'

type Count = 'attendance' | 'initial' | 'final' | 'toss'
type Tallies = NonNullable<Recorded['initial']>

/** One precinct's stream, folded as far as it was read, with what is public because of it. */
export interface PrecinctTrack {
  readonly state: State
  /** The event that each part of the counts in hand comes from. */
  readonly parts: Readonly<Partial<Record<Count, Source>>>
  /** The event by which the last report came on record, and the parts it rests on. */
  readonly recordedBy: readonly Source[]
  readonly entry: Entry | null
  /** Where HQ took the published report back: the event that did. */
  readonly withdrawn: Source | null
  /** Versions of all events that a published report ever rested on: these stand open in the ledger. */
  readonly open: ReadonlySet<number>
  /** The last approval named other counts than those it stands behind: the log contradicts itself. */
  readonly contradiction: { readonly version: number; readonly approved: number; readonly counted: number } | null
}

export const emptyPrecinctTrack: PrecinctTrack = {
  state: initialState,
  parts: {},
  recordedBy: [],
  entry: null,
  withdrawn: null,
  open: new Set(),
  contradiction: null,
}

/** Takes one more event of the precinct's stream into account. Pure. */
export function followPrecinct(
  precinct: PrecinctId,
  track: PrecinctTrack,
  stored: Stored<PrecinctEvent>,
): PrecinctTrack {
  const before = track.state
  const state = evolve(before, stored)
  const source = sourceOf(stored)
  const parts = partsAfter(track.parts, stored, source)
  const recordedBy =
    state.recorded.length > before.recorded.length ? [...Object.values(parts), source] : track.recordedBy
  const next = { ...track, state, parts, recordedBy, contradiction: contradicts(track, stored) }
  if (state.published === before.published) return next
  if (state.published === null) return { ...next, entry: null, withdrawn: source, open: opened(track, [source]) }
  const sources = recordedBy.includes(source) ? recordedBy : [...recordedBy, source]
  const entry = entryOf(precinct, stored.version, state.published, sources)
  return { ...next, entry, withdrawn: null, open: opened(track, sources) }
}

const opened = (track: PrecinctTrack, sources: readonly Source[]): ReadonlySet<number> =>
  new Set([...track.open, ...sources.map((s) => s.version)])

function sourceOf(stored: Stored<PrecinctEvent>): Source {
  const { event, version, at, actor } = stored
  const reason = 'reason' in event.data ? event.data.reason : null
  const alignment = 'alignment' in event.data ? event.data.alignment : null
  return { version, type: event.type, alignment, at, actor, reason }
}

function partsAfter(
  parts: PrecinctTrack['parts'],
  stored: Stored<PrecinctEvent>,
  source: Source,
): PrecinctTrack['parts'] {
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
function contradicts(track: PrecinctTrack, stored: Stored<PrecinctEvent>): PrecinctTrack['contradiction'] {
  if (stored.event.type !== 'ReportApproved') return track.contradiction
  const approved = stored.event.data.revision
  const counted = track.state.revision
  return approved === counted ? null : { version: stored.version, approved, counted }
}

function entryOf(precinct: PrecinctId, version: number, report: Recorded, sources: readonly Source[]): Entry {
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
