import type { CaucusEvent, Stored } from '../event.ts'
import type { Done } from '../hq-ports.ts'
import { type MessageSid, messageSid, type Person, type Phase, type PrecinctId } from '../ids.ts'
import type { Clock, HqEventStore, Keys, Receipt } from '../ports.ts'
import { chainEvents } from './chain-events.ts'

/** Which phase may follow which. What was said in practice stays in practice: live begins from empty streams. */
const next: Readonly<Record<Phase, readonly Phase[]>> = {
  setup: ['practice', 'live'],
  practice: ['setup', 'live'],
  live: ['closed'],
  closed: ['live'],
}

/** Whether the caucus may go from one phase to another. Nothing goes back from live to practice. */
export const mayFollow = (from: Phase, to: Phase): boolean => next[from].includes(to)

/**
 * Changes the phase of the whole caucus: one event in its own stream. Refused as `wrong_phase` where `mayFollow` says no.
 * @param action the id of the form, by which the same one sent twice acts once: letters, digits, `.`, `_`, `:` and `-`
 * @param by null for the command line
 * @throws Error where `action` is no such id; StoreError where the store fails
 */
export async function recordPhaseChange(
  { store, keys, clock }: { readonly store: HqEventStore; readonly keys: Keys; readonly clock: Clock },
  action: string,
  by: Person | null,
  to: Phase,
): Promise<Done> {
  const events = await store.stream('caucus')
  const from = phaseOf(events)
  if (!mayFollow(from, to)) return { ok: false, reason: 'wrong_phase', detail: `${from} to ${to}` }
  const sid = messageSid(`hq:${action}`)
  if (!sid) throw new Error('an action needs an id of letters, digits, dots, dashes')
  const [at, last] = [clock.now(), events.at(-1)]
  const actor = by === null ? ('system' as const) : (`hq:${by}` as const)
  const event: CaucusEvent = { type: 'PhaseChanged', data: { from, to, by } }
  const version = (last?.version ?? 0) + 1
  const person = by ?? keys.person('system')
  const result = await store.commit({
    appends: chainEvents('caucus', events, [event], { keys, at, actor, cause: sid }),
    rows: [{ table: 'phase', version, phase: to }],
    alerts: [],
    outbox: [],
    receipt: hqReceipt(sid, person, at, to),
  })
  if (result.ok) return { ok: true, reply: to, version }
  return { ok: false, reason: 'conflict', detail: '' }
}

/** The receipt of an act of headquarters, which came as no text. */
export const hqReceipt = (
  sid: MessageSid,
  person: Person,
  at: string,
  reply: string,
  precinct: PrecinctId | null = null,
): Receipt => ({ sid, carrier: 'hq', person, from: person, body: '', reply, at, precinct, kind: 'hq', media: [] })

function phaseOf(events: readonly Stored[]): Phase {
  const changes = events.flatMap(({ event }) => (event.type === 'PhaseChanged' ? [event.data.to] : []))
  return changes.at(-1) ?? 'setup'
}
