import { randomBytes } from 'node:crypto'

/** What this program draws by chance that is no part of the record: waits, names of leases, tokens. */
export interface RandomSource {
  /** 0 up to, not including, 1. */
  readonly share: () => number
  readonly uuid: () => string
  readonly bytes: (count: number) => Uint8Array
}

/** The chance of this machine. */
export const systemRandom: RandomSource = {
  share: Math.random,
  uuid: () => crypto.randomUUID(),
  bytes: (count) => randomBytes(count),
}
