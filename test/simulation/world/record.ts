import type { Storage } from './storage.ts'
import type { Counts } from './truth.ts'

/** The record, read by plain SQL and folded by another hand than the program's: what the invariants judge by. */
export interface RecordedEvent {
  readonly seq: number
  readonly stream: string
  readonly version: number
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: the record's data is judged field by field, whatever stands in it
  readonly data: any
  readonly at: string
  readonly actor: string
  readonly cause: string
}

/** What one stream of a precinct comes to. */
export interface PrecinctRecord {
  readonly stream: string
  readonly version: number
  readonly attendance: number | null
  readonly initial: Counts | null
  readonly final: Counts | null
  readonly pending: Counts | null
  /** What headquarters proposed last: the counts that it would change. */
  readonly proposed: readonly Counts[]
  readonly winners: string
  /** Who gave the counts in hand. */
  readonly author: string | null
  /** The event after which nothing in the counts has changed. */
  readonly changed: RecordedEvent | null
  readonly reports: readonly Report[]
  readonly published: Report | null
}
export interface Report {
  readonly number: number
  readonly attendance: number | null
  readonly initial: Counts | null
  readonly final: Counts | null
  readonly delegates: Counts
  /** What put it on record; the counts are the author's. */
  readonly event: RecordedEvent
  readonly author: string | null
  readonly changed: RecordedEvent | null
  readonly confirmed: boolean
}
/** What one event did. */
export interface Change {
  readonly event: RecordedEvent
  readonly before: PrecinctRecord
  readonly after: PrecinctRecord
}

const nothing = (stream: string): PrecinctRecord => ({
  stream,
  version: 0,
  attendance: null,
  initial: null,
  final: null,
  pending: null,
  proposed: [],
  winners: '',
  author: null,
  changed: null,
  reports: [],
  published: null,
})

export interface RecordFold {
  /** Everything that came since the last call, in order. */
  catchUp(): Promise<readonly Change[]>
  readonly events: readonly RecordedEvent[]
  of(stream: string): PrecinctRecord
  readonly streams: ReadonlyMap<string, PrecinctRecord>
}

const EVENTS = 'select seq, stream, version, type, data, at, actor, cause from events where seq > ? order by seq'

export function recordFold(read: Storage['rows']): RecordFold {
  const streams = new Map<string, PrecinctRecord>()
  const events: RecordedEvent[] = []
  let seq = 0
  return {
    events,
    streams,
    of: (stream) => streams.get(stream) ?? nothing(stream),
    async catchUp() {
      const rows = (await read(EVENTS, seq)) as unknown as (Omit<RecordedEvent, 'data'> & { data: string })[]
      const changes: Change[] = []
      for (const row of rows) {
        seq = row.seq
        const event: RecordedEvent = { ...row, data: JSON.parse(row.data) }
        events.push(event)
        if (!/^(live|practice)\//.test(row.stream)) continue
        const before = streams.get(row.stream) ?? nothing(row.stream)
        const after = { ...folded(before, event), version: event.version }
        streams.set(row.stream, after)
        changes.push({ event, before, after })
      }
      return changes
    },
  }
}

const countsOf = (tallies: readonly { group: string; count: number }[]): Counts =>
  Object.fromEntries(tallies.map(({ group, count }) => [group, count]))

function folded(before: PrecinctRecord, event: RecordedEvent): PrecinctRecord {
  const { type, data } = event
  const author = event.actor
  const changed = { author, changed: event }
  const last = before.reports.at(-1)
  if (type === 'AttendanceReported') return { ...before, ...changed, attendance: data.count }
  if (type === 'AlignmentReported')
    return { ...before, ...changed, pending: null, [data.alignment]: countsOf(data.counts) }
  if (type === 'TossReported') return { ...before, ...changed, winners: data.winners.join() }
  if (type === 'DelegatesClaimed') return { ...before, ...changed }
  if (type === 'CorrectionProposed')
    return { ...before, proposed: [countsOf(data.counts.initial ?? []), countsOf(data.counts.final ?? [])] }
  if (type === 'ListKept') return { ...before, pending: countsOf(data.counts) }
  if (type === 'ReportHeld') return { ...before, published: null }
  if (type === 'ReportReleased' && last !== undefined) {
    const report = { ...last, event, confirmed: true }
    return { ...before, reports: [...before.reports.slice(0, -1), report], published: report }
  }
  if (type !== 'ReportApproved' && type !== 'ReportKept' && type !== 'CorrectionOverridden') return before
  const report: Report = {
    number: before.reports.length + 1,
    attendance: before.attendance,
    initial: before.initial,
    final: before.final ?? (type === 'ReportKept' || data.seats === 1 ? null : before.initial),
    delegates: data.delegates,
    event,
    author: before.author,
    changed: before.changed,
    confirmed: data.confirmed ?? true,
  }
  const counts = type !== 'ReportKept' && report.confirmed
  return {
    ...before,
    pending: null,
    reports: [...before.reports, report],
    published: counts ? report : before.published,
  }
}
