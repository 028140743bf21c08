import type { Stored } from '../event.ts'
import type { PrecinctId } from '../ids.ts'
import type { Keys } from '../ports.ts'

/**
 * The number on a precinct's card, six digits: it follows from the secret, so that cards can be printed again and
 * nothing but its hash is stored. What is hashed to make it is no number, so no guess can meet it.
 * @param card 1 for the card that was made when the caucus was loaded, then one more with each that was lost
 */
export function cardPin(keys: Pick<Keys, 'pinHash'>, precinct: PrecinctId, card: number): string {
  const drawn = BigInt(`0x${keys.pinHash(precinct, `card ${card}`).slice(0, 16)}`)
  return String(100_000n + (drawn % 900_000n))
}

/** The card that serves now. @param roster the precinct's roster stream */
export function currentCard(roster: readonly Stored[]): number {
  const issued = roster.flatMap(({ event }) => (event.type === 'PinIssued' ? [event.data.card] : []))
  return issued.at(-1) ?? 1
}

/** The next card whose number was on none before it. */
export function nextCard(keys: Pick<Keys, 'pinHash'>, precinct: PrecinctId, current: number): number {
  const pin = (card: number): string => cardPin(keys, precinct, card)
  const before = new Set(Array.from({ length: current }, (_, n) => pin(n + 1)))
  let card = current + 1
  while (before.has(pin(card))) card += 1
  return card
}

/** When the current card's PIN was used, ISO; null where it was not yet. */
export function usedAt(keys: Pick<Keys, 'pinHash'>, precinct: PrecinctId, roster: readonly Stored[]): string | null {
  const hash = keys.pinHash(precinct, cardPin(keys, precinct, currentCard(roster)))
  return roster.find(({ event }) => event.type === 'PinAccepted' && event.data.pin === hash)?.at ?? null
}
