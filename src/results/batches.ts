import type { ReportingPhase } from '../bot/ids.ts'
import type { Logged, ResultsReader, Snapshot } from './ports.ts'

/**
 * Long work in small pieces. Publication runs beside the chairs, on the same thread: between two slices whoever else
 * waits has its turn, so that what grows with the state makes an update later, and never an answer.
 */
export async function* inBatches<T>(items: Iterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let slice: T[] = []
  for (const item of items) {
    slice.push(item)
    if (slice.length < size) continue
    yield slice
    slice = []
    await pause()
  }
  if (slice.length > 0) yield slice
}

/** Lets everything run that waits already. */
export const pause = (): Promise<void> => new Promise((resume) => setImmediate(resume))

/** Few questions, since D1 is some milliseconds away; */
const PAGE = 1000
/** and few answers worked on at once, since chairs wait. */
const SLICE = 200

/** Everything after `after`, in order, some at a time. */
async function* inPages<T>(
  read: (after: number, most: number) => Promise<readonly T[]>,
  after: number,
  placeOf: (item: T) => number,
): AsyncGenerator<readonly T[]> {
  for (let from = after; ; ) {
    const page = await read(from, PAGE)
    yield* inBatches(page, SLICE)
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    from = placeOf(last)
  }
}

/** @param after a position of the log */
export const eventBatches = (reader: ResultsReader, phase: ReportingPhase, after: number) =>
  inPages<Logged>(
    (from, most) => reader.events(phase, from, most),
    after,
    ({ position }) => position,
  )

/** @param after a sequence number */
export const snapshotBatches = (reader: ResultsReader, phase: ReportingPhase, after: number) =>
  inPages<Snapshot>(
    (from, most) => reader.snapshots(phase, from, most),
    after,
    ({ sequence }) => sequence,
  )
