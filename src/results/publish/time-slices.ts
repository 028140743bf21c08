/**
 * Long work in small pieces. Publication runs beside the chairs, on the same thread: between two slices whoever else
 * waits has its turn, so that what grows with the state makes an update later, and never an answer.
 */
export async function* inTimeSlices<T>(items: Iterable<T>, size: number): AsyncGenerator<readonly T[]> {
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
