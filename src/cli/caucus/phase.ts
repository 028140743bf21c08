import type { CaucusEvent, Stored } from '../../bot/event.ts'
import type { Phase } from '../../bot/ids.ts'
import type { Clock, Seal } from '../../bot/ports.ts'
import type { Database } from '../../db/database.ts'
import { type LogEntry, sqlReader } from '../../db/reader.ts'
import { upserts } from '../../db/rows.ts'
import { eventValues, insertEvent } from '../../db/writes.ts'

/** Where a caucus may go from each phase. Nothing leads from a real night back to practice. */
const ways: Readonly<Record<Phase, readonly Phase[]>> = {
  setup: ['practice', 'live'],
  practice: ['setup', 'live'],
  live: ['closed'],
  closed: ['live'],
}

export type PhaseChange =
  | { readonly ok: true; readonly from: Phase }
  | { readonly ok: false; readonly reason: 'not_loaded' }
  | { readonly ok: false; readonly reason: 'no_way'; readonly from: Phase; readonly ways: readonly Phase[] }

export interface PhaseDeps {
  readonly database: Database
  readonly seal: Pick<Seal, 'chain'>
  readonly clock: Clock
}

/**
 * Changes the phase, as an event of the caucus' own stream.
 * @param origin what brought it about: `demo` is a demonstration's or a replay's own doing, and is never a real night.
 * @throws StoreError `unique` where somebody else changed it at the same moment.
 */
export async function changePhase(
  { database, seal, clock }: PhaseDeps,
  to: Phase,
  origin: 'cli' | 'demo',
): Promise<PhaseChange> {
  const log = await caucusLog(database)
  const last = log.at(-1)
  const row = await sqlReader(database).phase()
  if (row === null || last === undefined) return { ok: false, reason: 'not_loaded' }
  const from = row.phase
  if (!ways[from].includes(to)) return { ok: false, reason: 'no_way', from, ways: ways[from] }
  const event: CaucusEvent = { type: 'PhaseChanged', data: { from, to, by: null } }
  const version = last.version + 1
  const at = clock.now()
  const hash = seal.chain(last.hash, 'caucus', version, event, at, 'system')
  const stored: Stored = { event, version, hash, at, actor: 'system', cause: `${origin}:${version}` }
  await database.atomically([
    insertEvent(database.db)(eventValues({ stream: 'caucus', expected: last.version, events: [stored] }, 0)),
    upserts(database.db)({ table: 'phase', version, phase: to }),
  ])
  return { ok: true, from }
}

/** Whether this database ever held a real night: simulated carriers keep away from it for good. */
export async function everLive(database: Database): Promise<boolean> {
  const log = await caucusLog(database)
  return log.some(
    ({ event, cause }) => event.type === 'PhaseChanged' && event.data.to === 'live' && !cause.startsWith('demo:'),
  )
}

async function caucusLog(database: Database): Promise<readonly LogEntry[]> {
  const reader = sqlReader(database)
  const found: LogEntry[] = []
  for (let after = 0; ; ) {
    const page = await reader.entries(after)
    const end = page.at(-1)
    if (end === undefined) return found
    found.push(...page.filter(({ stream }) => stream === 'caucus'))
    after = end.seq
  }
}
