/** Seeded chance: the same seed, the same texts, on every machine (mulberry32). */
export interface Chance {
  /** 0 up to, not including, 1. */
  readonly next: () => number
  readonly below: (n: number) => number
  readonly pick: <T>(among: readonly T[]) => T
  readonly often: (share: number) => boolean
  readonly shuffled: <T>(items: readonly T[]) => T[]
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number): number => Math.floor(next() * n)
  const shuffled = <T>(items: readonly T[]): T[] => {
    const left = [...items]
    return items.map(() => left.splice(below(left.length), 1)[0]!)
  }
  return { next, below, pick: (among) => among[below(among.length)]!, often: (share) => next() < share, shuffled }
}
