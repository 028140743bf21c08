const FIRST_MS = 2000
const LONGEST_MS = 60_000

/**
 * The rest that a carrier asks for: after a refusal nothing is sent for a while, longer each time, and then one text at a
 * time until one is taken. So nothing is lost by knocking, and what is most urgent is the first to leave.
 * @param random 0 up to 1: half of each rest is left to chance
 */
export function createThrottleBackoff(random: () => number) {
  let until = Number.NEGATIVE_INFINITY
  let refusals = 0
  return {
    /** Times are milliseconds. @param least how long at least. @returns when to try again. */
    begin(now: number, least = 0): number {
      // Several that were under way together are refused together: that is one refusal.
      if (now < until) return until
      const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(refusals, 10))
      refusals += 1
      until = now + Math.max(least, Math.round(full / 2 + (full / 2) * random()))
      return until
    },
    /** One was taken: after a rest, that ends it; one that was under way before says nothing. */
    taken(now: number): void {
      if (now >= until) refusals = 0
    },
    /** How many may be under way at once, of so many. */
    most: (now: number, most: number): number => (now < until ? 0 : refusals > 0 ? 1 : most),
  }
}
export type ThrottleBackoff = ReturnType<typeof createThrottleBackoff>
