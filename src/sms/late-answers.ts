import type { Clock } from '../bot/ports.ts'
import { localTime } from './earlier.ts'
import type { Listed, ReconcileStore } from './ports.ts'

export interface LateAnswersDeps {
  readonly reconcile: Pick<ReconcileStore, 'unanswered' | 'queueAnswer' | 'dropOvertaken'>
  readonly clock: Clock
  readonly timezone: () => Promise<string>
  /** Segments that a text takes. */
  readonly segments: (body: string) => number
}

/** No reply of ours is longer: the time is left out where it would make it so. */
const MOST_SEGMENTS = 2

/**
 * Puts answers to texts from the list into the outbox: only the last one of a phone and precinct, since each answer says
 * all that is recorded, and none where something later has been answered. A late answer says which text it is about; the
 * time needs no language.
 * @returns how many answers.
 */
export async function answerLate(listed: readonly Listed[], deps: LateAnswersDeps): Promise<number> {
  const { reconcile, clock, timezone, segments } = deps
  await reconcile.dropOvertaken()
  const times = new Map(listed.map(({ sid, at }) => [sid, at]))
  const waiting = await reconcile.unanswered()
  if (waiting.length === 0) return 0
  const time = localTime(await timezone())
  for (const { sid, reply } of waiting) {
    const at = times.get(sid)
    const timed = at === undefined ? reply : `(${time(at)}) ${reply}`
    const body = segments(timed) <= Math.max(MOST_SEGMENTS, segments(reply)) ? timed : reply
    await reconcile.queueAnswer(sid, body, clock.now())
  }
  return waiting.length
}
