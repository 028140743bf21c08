import type { Clock } from '../../bot/ports.ts'
import type { Listed, ReconcileStore } from '../ports.ts'
import { localTime } from './other-phase-texts.ts'

export interface LateAnswersDeps {
  readonly reconcile: Pick<ReconcileStore, 'unanswered' | 'queueAnswers' | 'dropOvertaken'>
  readonly clock: Clock
  readonly timezone: () => Promise<string>
  /** Segments that a text takes. */
  readonly segments: (body: string) => number
}

/** No reply of ours is longer: the time is left out where it would make it so. */
const MOST_SEGMENTS = 2
/** Another run may be putting the same ones there. What is left after that is the next run's. */
const TRIES = 3

/**
 * Puts answers to texts from the list into the outbox: only the last one of a phone and precinct, since each answer says
 * all that is recorded, and none where something later has been answered. A late answer says which text it is about; the
 * time needs no language.
 * @returns how many answers this run put there.
 */
export async function answerLate(listed: readonly Listed[], deps: LateAnswersDeps): Promise<number> {
  const { reconcile, clock, timezone } = deps
  await reconcile.dropOvertaken()
  const times = new Map(listed.map(({ sid, at }) => [sid, at]))
  const time = localTime(await timezone())
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const waiting = await reconcile.unanswered()
    const answers = waiting.map(({ sid, reply }) => ({ sid, body: timed(reply, times.get(sid), time, deps) }))
    if (answers.length === 0) return 0
    if (await reconcile.queueAnswers(answers, clock.now())) return answers.length
  }
  return 0
}

function timed(
  reply: string,
  at: string | undefined,
  time: (at: string) => string,
  { segments }: LateAnswersDeps,
): string {
  const whole = at === undefined ? reply : `(${time(at)}) ${reply}`
  return segments(whole) <= Math.max(MOST_SEGMENTS, segments(reply)) ? whole : reply
}
