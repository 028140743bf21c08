import type { ReportingPhase } from '../bot/ids.ts'
import type { Logged, ResultsReader, Snapshot } from './ports.ts'

/**
 * Long work in batches of `size`. Publication shares its thread with the bot: what waits has its turn between two
 * batches, so that work which grows with the state delays an update and never an answer to a chair.
 */
export async function* inBatches<T>(items: Iterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
    await pause()
  }
  if (batch.length > 0) yield batch
}

/** Lets everything run that waits already. */
export const pause = (): Promise<void> => new Promise((resume) => setImmediate(resume))

/** Rows of one query: few queries, since D1 is some milliseconds away. */
const PAGE = 1000
/** Rows worked on at once: few, since chairs wait. */
const BATCH = 200

/** Everything after `after`, in order, in batches. */
async function* inPages<T>(
  read: (after: number, most: number) => Promise<readonly T[]>,
  after: number,
  placeOf: (item: T) => number,
): AsyncGenerator<readonly T[]> {
  for (let from = after; ; ) {
    const page = await read(from, PAGE)
    yield* inBatches(page, BATCH)
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
