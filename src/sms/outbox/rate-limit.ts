/**
 * A token bucket that holds one second's segments. A text goes as soon as there is room for one segment; what it takes
 * beyond that is owed, and the next ones wait for it. So a text of any length leaves, and over a while the rate holds.
 * Times are milliseconds; a clock set back refills nothing.
 * @param perSecond segments
 */
export function createRateLimit(perSecond: number) {
  const capacity = Math.max(2, perSecond)
  let tokens = capacity
  let refilledAt: number | null = null
  return {
    /** How many texts may go now, of one segment each. */
    room(now: number): number {
      if (refilledAt !== null) tokens = Math.min(capacity, tokens + (Math.max(0, now - refilledAt) / 1000) * perSecond)
      refilledAt = now
      // Tenths of seconds do not add up to whole ones exactly.
      return Math.max(0, Math.floor(tokens + 1e-6))
    },
    take(segments: number): void {
      tokens -= segments
    },
  }
}
