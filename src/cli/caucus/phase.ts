import { randomUUID } from 'node:crypto'
import { recordPhaseChange } from '../../bot/handle/change-phase.ts'
import type { Phase } from '../../bot/ids.ts'
import type { Clock, Keys } from '../../bot/ports.ts'
import type { Database } from '../../db/connection/database.ts'
import { eventStore, hqEventStore } from '../../db/event-store/store.ts'
import { caucusFrom } from './parse.ts'

interface PhaseDeps {
  readonly database: Database
  readonly keys: Keys
  readonly clock: Clock
}

/** What marks the going live of a demonstration or a replay, which is never taken for a real night. */
const demonstration = 'demo-'

/**
 * Changes the phase, as an event of the caucus' own stream.
 * @param origin what brought it about
 * @returns null, or why not, in words
 */
export async function changePhase(
  { database, keys, clock }: PhaseDeps,
  to: Phase,
  origin: 'cli' | 'demo',
): Promise<string | null> {
  const action = `${origin === 'demo' ? demonstration : 'cli-'}${randomUUID()}`
  const done = await recordPhaseChange(
    { store: hqEventStore(database, eventStore(database, caucusFrom)), keys, clock },
    action,
    null,
    to,
  )
  if (done.ok) return null
  if (done.reason === 'wrong_phase') return `The caucus cannot go from ${done.detail}.`
  return 'Somebody else changed the phase at this moment. Look at it again.'
}

/** Whether this database ever held a real night: simulated carriers keep away from it for good. */
export async function everLive(database: Database): Promise<boolean> {
  const log = await hqEventStore(database, eventStore(database, caucusFrom)).stream('caucus')
  return log.some(
    ({ event, cause }) =>
      event.type === 'PhaseChanged' && event.data.to === 'live' && !cause.startsWith(`hq:${demonstration}`),
  )
}
