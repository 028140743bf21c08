import type { ConsoleEvent } from '../../bot/event.ts'
import { type Person, type PrecinctId, precinctStream, reportingPhaseOf, rosterStream } from '../../bot/ids.ts'
import { cardPin } from '../../bot/phone/card-pin.ts'
import { fold } from '../../bot/report/evolve.ts'
import type { ConsoleDeps } from '../deps.ts'
import type { Acted, RosterEntry, Write } from '../ports.ts'
import { newItem } from '../queue/items.ts'
import { differences, type RosterDifference, type WantedLine, writesFor } from './differences.ts'

type Deps = Pick<ConsoleDeps, 'reader' | 'store' | 'clock' | 'keys' | 'actions' | 'vault'>

interface Change {
  readonly id: PrecinctId
  /** Null: the precinct is new. */
  readonly place: RosterEntry | null
  readonly to: WantedLine
  readonly reason: string
  readonly by: Person
  readonly action: string
  /** The version of the roster's stream that was looked at; null: whatever is there. */
  readonly expected: number | null
}

/**
 * One precinct's line of the roster, changed with an event a field. In the log phones are pseudonyms. Where the number of
 * delegates changes, a report on record is held until its chair has approved it again: the chair saw other delegates.
 */
export async function applyRosterChange(deps: Deps, change: Change): Promise<Acted> {
  const { store, clock, keys } = deps
  const { id, place, to, by, reason } = change
  const changed = differences(place, to)
  if (changed.length === 0) return 'done'
  const events = changed.map(
    (difference): ConsoleEvent => ({
      type: 'RosterChanged',
      data: { precinct: id, ...hidden(difference, keys.person), reason },
    }),
  )
  const again =
    changed.some(({ field }) => field === 'delegates') && place !== null ? await reapproval(deps, id, place, to) : []
  const at = clock.now()
  const writes = [
    ...writesFor(id, place, to, changed, keys.person),
    ...(place ? [] : [firstPin(keys, id, at)]),
    ...again,
  ]
  const acted = await store.act({
    stream: rosterStream(id),
    expected: change.expected,
    events,
    by,
    at,
    action: change.action,
    writes,
  })
  if (acted !== 'conflict' && again.length > 0)
    await deps.actions.hold(
      { action: `${change.action}-${id}`, by, precinct: id, expectedVersion: null },
      `The delegates to elect changed from ${place?.delegates} to ${to.delegates}`,
    )
  if (acted !== 'conflict' && changed.some(({ field }) => PHONES.has(field)))
    await deps.actions.retire({ action: `${change.action}-${id}-codes`, by, precinct: id, expectedVersion: null })
  return acted
}

/** A precinct that comes later has a card like those that `init` loaded. */
const firstPin = (keys: Deps['keys'], precinct: PrecinctId, at: string): Write => ({
  pin: { precinct, hash: keys.pinHash(precinct, cardPin(keys, precinct, 1)), at },
})

const PHONES: ReadonlySet<string> = new Set(['phone', 'backup_phone'])
function hidden({ field, from, to }: RosterDifference, person: (phone: string) => Person) {
  const mask = (value: string | null) =>
    value !== null && PHONES.has(field) ? person(value) : field === 'chair' && value !== null ? 'a name' : value
  return { field, from: mask(from), to: mask(to) }
}

async function reapproval(
  { reader, clock, vault }: Deps,
  id: PrecinctId,
  place: RosterEntry,
  to: WantedLine,
): Promise<readonly Write[]> {
  const { phase } = await reader.setting()
  const state = fold(await reader.history(precinctStream(reportingPhaseOf(phase), id)))
  if (state.recorded.length === 0) return []
  const detail = `The delegates to elect changed from ${place.delegates} to ${to.delegates} after a report was recorded. It is held: ask the chair to send F again and approve.`
  return [newItem({ id: `roster/${id}/${vault.id()}`, kind: 'anomaly', phase, precinct: id, at: clock.now(), detail })]
}
