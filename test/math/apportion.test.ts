import { describe, expect, it } from 'vitest'
import { apportion } from '../../src/math/apportion.ts'
import { ruleSets } from '../../src/math/rules.ts'
import type { RuleSet } from '../../src/math/types.ts'

const ia2020 = ruleSets.ia2020 as RuleSet

/** The rule word for word: one delegate at a time from the groups that are furthest over their share, until ties decide; nobody loses their only one. */
function oneByOne(seats: number, base: number, members: readonly number[]) {
  const held = members.map((people) => Math.floor((2 * people * seats + base) / (2 * base)))
  for (;;) {
    const surplus = held.reduce((sum, n) => sum + n, 0) - seats
    if (surplus <= 0) return { held, tied: surplus === 0 ? [] : null }
    const over = held.map((n, i) => (n > 1 ? n * base - (members[i] as number) * seats : Number.NEGATIVE_INFINITY))
    const most = over.flatMap((n, i) => (n === Math.max(...over) ? [i] : []))
    if (most.length > surplus) return { held, tied: most }
    for (const i of most) held[i] = (held[i] as number) - 1
  }
}

describe('an absurd surplus', () => {
  it('is taken away in few moves, as one by one would: a text with five-digit counts must not stall the line', () => {
    let bulk = 0
    for (let n = 0; n < 400; n += 1) {
      const [seats, base] = [1 + (n % 9), 1 + (n % 4)]
      const members = Array.from(
        { length: 1 + (n % Math.min(seats, 5)) },
        (_, i) => 300 + ((n * 7919 + i * i * 104_729) % 2500),
      )
      const { delegates, draw, moves } = apportion(ia2020, seats, base, members)
      const slow = oneByOne(seats, base, members)
      expect([delegates, draw?.among ?? []], `${seats} ${base} ${members}`).toEqual([slow.held, slow.tied])
      if ((moves[1]?.count ?? 0) > 1000) bulk += 1
    }
    expect(bulk).toBeGreaterThan(100)
    expect(apportion(ia2020, 7, 1, [99_999, 99_999, 99_999]).moves.length).toBeLessThan(10)
  })
})
