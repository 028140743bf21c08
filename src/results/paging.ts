import type { ReportingPhase } from '../bot/ids.ts'
import type { Logged, ResultsReader, Snapshot } from './ports.ts'
import { pause } from './slices.ts'

const EVENTS = 200
/** A snapshot may hold hundreds of reports, though most hold a few. */
const SNAPSHOTS = 50

/** Everything after `after`, page by page; whoever else waits has its turn between two of them. */
async function* inPages<T>(
  read: (after: number, most: number) => Promise<readonly T[]>,
  most: number,
  after: number,
  placeOf: (one: T) => number,
): AsyncGenerator<readonly T[]> {
  for (let from = after; ; ) {
    const page = await read(from, most)
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < most) return
    from = placeOf(last)
    await pause()
  }
}

/** @param after a position of the log */
export const eventsAfter = (reader: ResultsReader, phase: ReportingPhase, after: number) =>
  inPages<Logged>(
    (from, most) => reader.events(phase, from, most),
    EVENTS,
    after,
    ({ position }) => position,
  )

/** @param after a sequence number */
export const snapshotsAfter = (reader: ResultsReader, phase: ReportingPhase, after: number) =>
  inPages<Snapshot>(
    (from, most) => reader.snapshots(phase, from, most),
    SNAPSHOTS,
    after,
    ({ sequence }) => sequence,
  )
