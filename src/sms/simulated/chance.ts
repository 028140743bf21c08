/** Chance that can be had again: the same seed gives the same draws. For tests and the demo; nothing secret. */
export interface Chance {
  /** 0 up to, not including, 1. */
  share(): number
  /** A whole number, 0 up to, not including, `bound`. */
  below(bound: number): number
  hex(digits: number): string
}

/** xorshift32, as Marsaglia published it (2003). */
export function seeded(seed: number): Chance {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
  const share = () => next() / 2 ** 32
  return {
    share,
    below: (bound) => Math.floor(share() * bound),
    hex: (digits) => Array.from({ length: digits }, () => (next() >>> 28).toString(16)).join(''),
  }
}
