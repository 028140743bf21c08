import { type Person, type PrecinctId, rosterStream } from '../../bot/ids.ts'
import { cardPin, currentCard, nextCard } from '../../bot/phone/card-pin.ts'
import type { Clock, Keys } from '../../bot/ports.ts'
import type { ConsoleReader, ConsoleStore } from '../ports.ts'

interface PinDeps {
  readonly reader: Pick<ConsoleReader, 'history'>
  readonly store: Pick<ConsoleStore, 'act'>
  readonly keys: Pick<Keys, 'pinHash'>
  readonly clock: Clock
}

interface NewPin {
  readonly precinct: PrecinctId
  readonly reason: string
  /** Null: at the command line. */
  readonly by: Person | null
  readonly action: string
  /** The version of the roster's stream that was looked at; null: whatever is there. */
  readonly expected: number | null
}

/**
 * A new card for a precinct: its PIN lets another phone report, once, and the old one's does no more. In the log stands
 * its hash; the number itself is in what this returns, and nowhere else.
 * @returns null where somebody wrote first: nothing was issued.
 */
export async function issuePin(
  { reader, store, keys, clock }: PinDeps,
  { precinct, reason, by, action, expected }: NewPin,
): Promise<{ readonly pin: string; readonly card: number } | null> {
  const stream = rosterStream(precinct)
  const roster = await reader.history(stream)
  const version = roster.at(-1)?.version ?? 0
  if (expected !== null && expected !== version) return null
  const card = nextCard(keys, precinct, currentCard(roster))
  const pin = cardPin(keys, precinct, card)
  const hash = keys.pinHash(precinct, pin)
  const at = clock.now()
  const acted = await store.act({
    stream,
    expected: version,
    events: [{ type: 'PinIssued', data: { card, pin: hash, reason } }],
    by,
    at,
    action,
    writes: [{ pin: { precinct, hash, at } }],
  })
  return acted === 'done' ? { pin, card } : null
}
