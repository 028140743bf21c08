import type { Listed } from '../ports.ts'

/** Younger than this is probably on its way by webhook; taken in too early, it would be answered twice. */
const GRACE_MS = 60_000
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
  const old = Math.max(now, newest) - GRACE_MS
  const ready: Listed[] = []
  const young = new Map<string, number>()
  for (const text of missing) {
    const first = left.get(text.sid)
    // Either way: the clock may have been put right in between.
    const waited = first !== undefined && Math.abs(now - first) >= GRACE_MS
    if (waited || Date.parse(text.at) <= old) ready.push(text)
    else young.set(text.sid, first ?? now)
  }
  return { ready, young, clockBehind: newest - now > SKEW_MS ? Math.round((newest - now) / 1000) : 0 }
}

export const timeOf = (text: Listed | undefined): number | null => (text === undefined ? null : Date.parse(text.at))
