import type { PrecinctId } from '../../bot/ids.ts'
import type { Seal } from '../../bot/ports.ts'

/**
 * The number on a precinct's card, six digits: it follows from the secret, so that cards can be printed again and
 * nothing but its hash is stored. What is hashed to make it is no number, so no guess can meet it.
 */
export function cardPin(seal: Pick<Seal, 'pinHash'>, precinct: PrecinctId): string {
  const drawn = BigInt(`0x${seal.pinHash(precinct, 'card 1').slice(0, 16)}`)
  return String(100_000n + (drawn % 900_000n))
}
