import { randomUUID } from 'node:crypto'
import { recordPhaseChange } from '../../bot/handle/change-phase.ts'
import type { Phase } from '../../bot/ids.ts'
import type { Clock, Keys } from '../../bot/ports.ts'
import type { Database } from '../../db/connection/database.ts'
import { eventStore, hqEventStore } from '../../db/event-store/store.ts'
import { caucusFrom } from './stored-caucus.ts'

interface PhaseDeps {
  readonly database: Database
  readonly keys: Keys
  readonly clock: Clock
}

/** Begins the action of a demonstration or a replay that goes live: it is never taken for a real night. */
const demoAction = 'demo-'

/**
 * Changes the phase, as an event of the caucus' own stream.
 * @returns null, or why the phase was not changed, in words
 */
export async function changePhase(
  { database, keys, clock }: PhaseDeps,
  to: Phase,
  origin: 'cli' | 'demo',
): Promise<string | null> {
  const action = `${origin === 'demo' ? demoAction : 'cli-'}${randomUUID()}`
  const change = await recordPhaseChange(
    { store: hqEventStore(database, eventStore(database, caucusFrom)), keys, clock },
    action,
    null,
    to,
  )
  if (change.ok) return null
  if (change.reason === 'wrong_phase') return `The caucus cannot go from ${change.detail}.`
  return 'Somebody else changed the phase at this moment. Look at it again.'
}

/** Whether this database ever held a real night. If so, simulated carriers keep away from it for good. */
export async function everLive(database: Database): Promise<boolean> {
  const log = await hqEventStore(database, eventStore(database, caucusFrom)).stream('caucus')
  return log.some(
    ({ event, cause }) =>
      event.type === 'PhaseChanged' && event.data.to === 'live' && !cause.startsWith(`hq:${demoAction}`),
  )
}
