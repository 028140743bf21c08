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

const LONGEST_RETRY_MS = 30 * 60_000
const FIRST_THROTTLE_MS = 2000
const LONGEST_THROTTLE_MS = 60_000

/** Doubles with each attempt; the upper half is left to chance. @param share 0 up to 1 */
function jittered(first: number, attempts: number, longest: number, share: number): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempts, 10))
  return Math.round(full / 2 + (full / 2) * share)
}

/** Milliseconds until a text is tried again: from half a minute to half an hour. @param share 0 up to 1 */
export const retryDelay = (attempts: number, share: number): number =>
  jittered(30_000, attempts, LONGEST_RETRY_MS, share)

/**
 * The pause of all sending after a carrier's refusal: longer each time, then one text at a time until one is taken. So
 * nothing is lost by knocking, and the most urgent text is the first to leave.
 * @param random 0 up to 1
 */
export function createThrottleBackoff(random: () => number) {
  let until = Number.NEGATIVE_INFINITY
  let refusals = 0
  return {
    /** Times are milliseconds. @param least how long at least. @returns when to try again. */
    begin(now: number, least = 0): number {
      // Several that were under way together are refused together: that is one refusal.
      if (now < until) return until
      until = now + Math.max(least, jittered(FIRST_THROTTLE_MS, refusals, LONGEST_THROTTLE_MS, random()))
      refusals += 1
      return until
    },
    /** A text was taken: that ends a pause that is over; one that was under way before it says nothing. */
    taken(now: number): void {
      if (now >= until) refusals = 0
    },
    /** How many of at most `most` may be under way at once. */
    concurrency: (now: number, most: number): number => (now < until ? 0 : refusals > 0 ? 1 : most),
  }
}
export type ThrottleBackoff = ReturnType<typeof createThrottleBackoff>
