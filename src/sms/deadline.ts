/**
 * Waits for a promise, but no longer than this.
 * @returns what it comes to, or `late` once `ms` milliseconds are over. @throws as the promise does before that
 */
export async function withDeadline<T, L>(ms: number, promise: Promise<T>, late: L): Promise<T | L> {
  const { promise: deadline, resolve } = Promise.withResolvers<L>()
  const timeout = setTimeout(() => resolve(late), ms)
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timeout)
  }
}
