import type { ConsoleDeps } from '../deps.ts'
import type { Pause } from '../ports.ts'

/** Tries in a row before a pause, and how long it lasts. */
const TRIES = 5
const PAUSE_MS = 15 * 60_000
/** From one address, whatever the names: an operators' room behind one address signs in without noticing this. */
const TRIES_OF_ADDRESS = 60

/** What is counted: an account, on a browser it knows or on any other; and an address. */
export interface Counter {
  readonly id: string
  readonly most: number
}

/**
 * Tries from a browser that signed in before are counted apart from all others, so that no outsider can lock an
 * operator out of their own laptop on the night.
 */
export const accountCounter = (name: string, device: string | null): Counter => ({
  id: `account|${name.toLowerCase()}|${device ?? 'elsewhere'}`,
  most: TRIES,
})
export const addressCounter = (hashedAddress: string): Counter => ({
  id: `address|${hashedAddress}`,
  most: TRIES_OF_ADDRESS,
})

/**
 * Counts a try before it is looked at, in one statement: of a hundred that come at once five are looked at.
 * @returns the pause; null where this try may be made.
 */
export function countAttempt(
  { store, clock }: Pick<ConsoleDeps, 'store' | 'clock'>,
  counter: Counter,
): Promise<Pause | null> {
  const now = clock.now()
  const at = (ms: number) => new Date(Date.parse(now) + ms).toISOString()
  return store.countAttempt(counter.id, counter.most, { now, forgets: at(-PAUSE_MS), pauses: at(PAUSE_MS) })
}

export const forgetAttempts = (counter: Counter) => ({ table: 'attempts', remove: counter.id }) as const
