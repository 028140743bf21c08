import { createHash } from 'node:crypto'

/** Chance from a seed. Whoever draws has a stream of its own by name, so that nobody's draws move anybody else's. */
export interface Rng {
  /** 0 up to, not including, 1. */
  share(): number
  /** A whole number, 0 up to, not including, `bound`. */
  below(bound: number): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
  bytes(count: number): Uint8Array
  /** Another stream, the same for the same name whatever was drawn here before. */
  named(name: string): Rng
}

/** xorshift128+ on two 32-bit halves is more than is needed; this is xorshift128 (Marsaglia, 2003). */
export function rng(seed: string | number): Rng {
  const digest = createHash('sha256').update(String(seed)).digest()
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number]
  if ((a | b | c | d) === 0) d = 1
  const next = (): number => {
    let t = a ^ (a << 11)
    t ^= t >>> 8
    a = b
    b = c
    c = d
    d = (d ^ (d >>> 19) ^ t) >>> 0
    return d
  }
  const share = (): number => next() / 2 ** 32
  const below = (bound: number): number => Math.floor(share() * bound)
  return {
    share,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => share() < probability,
    pick<T>(list: readonly T[]): T {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    shuffled<T>(list: readonly T[]): T[] {
      const shuffled = [...list]
      for (let i = shuffled.length - 1; i > 0; i -= 1) {
        const j = below(i + 1)
        const [x, y] = [shuffled[i] as T, shuffled[j] as T]
        shuffled[i] = y
        shuffled[j] = x
      }
      return shuffled
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => next() >>> 24),
    named: (name) => rng(`${seed}/${name}`),
  }
}
