import type { Stored } from '../event.ts'
import type { PrecinctId } from '../ids.ts'
import type { Keys } from '../ports.ts'

/**
 * The PIN of a precinct's card, six digits. It follows from the secret, so that cards can be printed again and nothing but
 * its hash is stored. What is hashed to make it is no number, so no guess can meet it.
 * @param card which card: 1 for the one that was made when the caucus was loaded, then one more with each that was lost
 */
export function cardPin(keys: Pick<Keys, 'pinHash'>, precinct: PrecinctId, card: number): string {
  const drawn = BigInt(`0x${keys.pinHash(precinct, `card ${card}`).slice(0, 16)}`)
  return String(100_000n + (drawn % 900_000n))
}

/** Which card serves now, from 1. @param roster the precinct's roster stream */
export function currentCard(roster: readonly Stored[]): number {
  const issued = roster.flatMap(({ event }) => (event.type === 'PinIssued' ? [event.data.card] : []))
  return issued.at(-1) ?? 1
}

/** The next card whose PIN was on none before it. */
export function nextCard(keys: Pick<Keys, 'pinHash'>, precinct: PrecinctId, current: number): number {
  const pin = (card: number): string => cardPin(keys, precinct, card)
  const before = new Set(Array.from({ length: current }, (_, n) => pin(n + 1)))
  let card = current + 1
  while (before.has(pin(card))) card += 1
  return card
}

/** When the current card's PIN was used, ISO 8601; null while it was not. */
export function pinUsedAt(keys: Pick<Keys, 'pinHash'>, precinct: PrecinctId, roster: readonly Stored[]): string | null {
  const hash = keys.pinHash(precinct, cardPin(keys, precinct, currentCard(roster)))
  return roster.find(({ event }) => event.type === 'PinAccepted' && event.data.pin === hash)?.at ?? null
}
