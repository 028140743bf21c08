/** Random precincts from a seed: small numbers and round shares often, so that ties and full rooms are not rare. */
import type { Groups } from '../../src/math/types.ts'

export type Random = () => number

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface Precinct {
  readonly delegates: number
  readonly attendance: number
  readonly final: Groups
}

const names = ['Adams', 'Burr', 'Clay', 'Dix', 'Ely', 'Fox', 'Gray', 'Hay', 'Ives', 'Jay', 'Key', 'Lane']

/** One precinct: usually fewer people than signed in, now and then more; two to twelve groups, often of equal size. */
export function precinct(draw: Random): Precinct {
  const upTo = (n: number) => Math.floor(draw() * (n + 1))
  const delegates = draw() < 0.4 ? 1 + upTo(5) : 2 + upTo(38)
  // Now and then a crowd of small groups, none of them near 15 %.
  const crowd = draw() < 0.04
  const groups = names.slice(0, crowd ? 8 + upTo(4) : 2 + upTo(draw() < 0.8 ? 4 : 7))
  const size = crowd ? 9 : draw() < 0.7 ? 40 : 300
  const step = draw() < 0.25 ? 5 : 1
  const sizes: number[] = []
  for (const _ of groups) {
    const before = sizes[upTo(sizes.length)]
    sizes.push(before !== undefined && draw() < 0.35 ? before : draw() < 0.1 ? 0 : step * (1 + upTo(size / step)))
  }
  const total = sizes.reduce((a, b) => a + b, 0)
  const kind = draw()
  const attendance = Math.max(1, kind < 0.5 ? total : kind < 0.9 ? total + upTo(total) : total - upTo(total >> 3))
  return { delegates, attendance, final: Object.fromEntries(groups.map((name, i) => [name, sizes[i]!])) }
}
