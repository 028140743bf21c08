import { expect, it } from 'vitest'
import type { PrecinctId } from '../../../src/bot/ids.ts'
import { ruleSets } from '../../../src/math/rules.ts'
import type { RuleSet } from '../../../src/math/types.ts'
import { recompute } from '../../../src/results/publish/recompute.ts'
import type { PublishedReport } from '../../../src/results/publish/snapshot.ts'

const nv2020 = ruleSets.nv2020 as RuleSet
const order = ['Biden', 'Buttigieg', 'Steyer', 'Klobuchar']
const counts = { Biden: 9, Buttigieg: 9, Steyer: 9, Klobuchar: 6 }

/** Three groups tie for the one delegate, and draw cards. */
const drawn = (winners: readonly string[], delegates: Record<string, number>): PublishedReport => ({
  precinct: 'P0107' as PrecinctId,
  number: 1,
  revision: 4,
  version: 6,
  at: '2028-02-08T01:20:00.000Z',
  kind: 'approved',
  rules: 'nv2020',
  seats: 1,
  attendance: 33,
  initial: counts,
  final: counts,
  delegates,
  winners,
  findings: [],
  corrected: false,
  sources: [],
})

// With the record's ranking taken for the winner, a precinct like this stopped the publication of all.
it('takes the cards on record, everybody who drew, highest first, for the tie of one delegate', () => {
  for (const [first, ...others] of [
    ['Buttigieg', 'Biden', 'Steyer'],
    ['Steyer', 'Buttigieg', 'Biden'],
  ] as [string, ...string[]][]) {
    const { delegates, tie } = recompute(drawn([first, ...others], { [first]: 1 }), nv2020, order)
    expect(tie).toBeNull()
    expect(delegates[first]).toBe(1)
    expect(Object.values(delegates).reduce((sum, n) => sum + n, 0)).toBe(1)
  }
})
