import type { Clock } from '../../bot/ports.ts'

/** A step forward that is no waiting: somebody has set the clock right again. */
const LEAP_MS = 60_000

/**
 * Time for what waits: it goes on where the machine's clock is set back. By the clock alone, every text would then be due
 * later, and leave only when the old time is reached again.
 * @param since ISO 8601: what is on record already was not in the future; null: nothing is known
 */
export function createMonotonicClock(clock: Clock, since: string | null) {
  let last = Date.parse(clock.now())
  let ahead = since === null ? 0 : Math.max(0, Date.parse(since) - last)
  return {
    /** Milliseconds. */
    now(): number {
      const wall = Date.parse(clock.now())
      const moved = wall - last
      if (moved < 0) ahead -= moved
      else if (moved > LEAP_MS) ahead = Math.max(0, ahead - moved)
      last = wall
      return wall + ahead
    },
    /** How far behind the clock is, in milliseconds, as of the last look. */
    behind: (): number => ahead,
  }
}
export type MonotonicClock = ReturnType<typeof createMonotonicClock>
