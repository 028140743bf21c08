import type { Listed } from '../ports.ts'

/** Younger than this is probably on its way by webhook; taken in too early, it would be answered twice. */
const PATIENCE_MS = 60_000
/** What two clocks may differ by: more, and ours is wrong. The carrier's times are whole seconds. */
const SKEW_MS = 120_000

/** When texts were first left as too young, by our clock, in ms; the key is the text's id. */
export type Left = ReadonlyMap<string, number>

interface GracePeriod {
  /** Old enough to be taken in. */
  readonly ready: readonly Listed[]
  /** Left for the next run, to be handed in again there. */
  readonly young: Left
  /** Seconds that our clock is behind the carrier's at the least; 0 where it seems right. */
  readonly clockBehind: number
}

/**
 * Which missing texts are old enough. By a clock that is behind, none would ever be: so the newest text of the list tells
 * what time it is at least, and what an earlier run left, a minute ago or more, is taken in whatever its age.
 * @param missing of `listed`, which has the oldest first
 * @param now ms, our clock
 */
export function gracePeriod(
  missing: readonly Listed[],
  listed: readonly Listed[],
  now: number,
  left: Left,
): GracePeriod {
  const newest = timeOf(listed.at(-1)) ?? now
  const old = Math.max(now, newest) - PATIENCE_MS
  const ready: Listed[] = []
  const young = new Map<string, number>()
  for (const one of missing) {
    const first = left.get(one.sid)
    // Either way: the clock may have been put right in between.
    const waited = first !== undefined && Math.abs(now - first) >= PATIENCE_MS
    if (waited || Date.parse(one.at) <= old) ready.push(one)
    else young.set(one.sid, first ?? now)
  }
  return { ready, young, clockBehind: newest - now > SKEW_MS ? Math.round((newest - now) / 1000) : 0 }
}

export const timeOf = (one: Listed | undefined): number | null => (one === undefined ? null : Date.parse(one.at))
