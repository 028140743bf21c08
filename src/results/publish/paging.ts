import type { ReportingPhase } from '../../bot/ids.ts'
import type { Logged, ResultsReader, Snapshot } from '../ports.ts'
import { inTimeSlices } from './time-slices.ts'

/** Few questions, since D1 is some milliseconds away; */
const PAGE = 1000
/** and few answers worked on at once, since chairs wait. */
const SLICE = 200

/** Everything after `after`, in order, some at a time. */
async function* inPages<T>(
  read: (after: number, most: number) => Promise<readonly T[]>,
  after: number,
  placeOf: (one: T) => number,
): AsyncGenerator<readonly T[]> {
  for (let from = after; ; ) {
    const page = await read(from, PAGE)
    yield* inTimeSlices(page, SLICE)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    from = placeOf(last)
  }
}

/** @param after a position of the log */
export const eventsAfter = (reader: ResultsReader, phase: ReportingPhase, after: number) =>
  inPages<Logged>(
    (from, most) => reader.events(phase, from, most),
    after,
    ({ position }) => position,
  )

/** @param after a sequence number */
export const snapshotsAfter = (reader: ResultsReader, phase: ReportingPhase, after: number) =>
  inPages<Snapshot>(
    (from, most) => reader.snapshots(phase, from, most),
    after,
    ({ sequence }) => sequence,
  )
