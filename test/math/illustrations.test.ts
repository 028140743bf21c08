import { describe, expect, test } from 'vitest'
import { compute } from '../../src/math/compute.ts'
import { type Exact, exact, fourDecimals, fractionText, total } from '../../src/math/fraction.ts'
import { nationalShare } from '../../src/math/national.ts'
import { precinctAlternates, precinctDelegates } from '../../src/math/precinct-delegates.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { siteDelegates, siteSde } from '../../src/math/satellite.ts'
import { sde } from '../../src/math/sde.ts'
import type { Groups } from '../../src/math/types.ts'

const share = (rules: string, delegates: number, attendance: number, ...final: number[]) => {
  const names = ['Red', 'Blue', 'Green', 'Gold', 'Grey']
  const groups = Object.fromEntries(final.map((n, i) => [names[i]!, n]))
  return compute({ rules: ruleSets[rules]!, delegates, attendance, initial: null, final: groups, order: names })
}
const list = (groups: Groups) => Object.values(groups).join('/')
const raw = (r: ReturnType<typeof share>) => Object.values(r.raw).map(fractionText).join(' ')

describe('illustrations, computed by hand with exact fractions', () => {
  test('nothing to repair', () => {
    const r = share('ia2020', 8, 94, 31, 28, 19, 16)
    expect([r.threshold, list(r.delegates), raw(r)]).toEqual([15, '3/2/2/1', '124/47 112/47 76/47 64/47'])
  })

  test('both gain, and tie for one more', () => {
    const r = share('ia2020', 7, 70, 24, 24)
    expect([r.threshold, list(r.delegates)]).toEqual([11, '3/3'])
    expect(r.tie).toEqual({ kind: 'gain', among: ['Red', 'Blue'], seats: 1 })
  })

  test('four viable groups for three delegates: one out, or one more', () => {
    expect(list(share('ia2020', 3, 44, 14, 12, 10, 8).delegates)).toBe('1/1/1/0')
    expect(list(share('nv2020', 3, 44, 14, 12, 10, 8).delegates)).toBe('1/1/1/1')
  })

  test('the two smallest of four are equal: one of them leaves', () => {
    const r = share('ia2020', 3, 44, 15, 11, 9, 9)
    expect(list(r.delegates)).toBe('1/1/0/0')
    expect(r.tie).toEqual({ kind: 'leave', among: ['Green', 'Gold'], seats: 1 })
  })
})

describe('traps other programs fell into', () => {
  test.each([
    ['15 % as a division by 6.67', 4, 667, 101],
    ['one sixth as 0.166667', 3, 12, 2],
    ['one sixth as 0.17', 3, 53, 9],
  ])('%s', (_, delegates, attendance, due) => {
    expect(share('ia2020', delegates, attendance, attendance).threshold).toBe(due)
  })

  const rounded = (r: ReturnType<typeof share>) => list(r.steps.find(({ step }) => step === 'round')?.values ?? {})

  test('a half just missed in floating point', () => {
    expect(rounded(share('ia2020', 11, 22, 15, 7))).toBe('8/4')
    expect(rounded(share('ia2020', 23, 46, 13, 33))).toBe('7/17')
  })

  test('an exact tie that floating decimals miss', () => {
    const r = share('ia2020', 9, 45, 22, 7, 16)
    expect(list(r.delegates)).toBe('4/1/3')
    expect(r.tie).toEqual({ kind: 'gain', among: ['Red', 'Blue'], seats: 1 })
  })

  test('halves go up, also to an even neighbour', () => {
    expect(rounded(share('ia2020', 5, 40, 20, 20))).toBe('3/3')
    expect(rounded(share('ia2020', 2, 20, 5, 15))).toBe('1/2')
  })

  test('no rounding to two decimals before the rounding', () => {
    expect(rounded(share('ia2020', 9, 101, 28, 73))).toBe('2/7')
  })

  test('a group gains twice, and people who left stay in the divisor', () => {
    expect(list(share('ia2020', 10, 90, 40, 20).delegates)).toBe('6/4')
  })

  test('an only delegate is not taken', () => {
    expect(list(share('ia2020', 4, 100, 52, 16, 16, 16).delegates)).toBe('1/1/1/1')
  })

  test('one delegate too many is no group too many', () => {
    const r = share('ia2020', 9, 72, 28, 28, 16)
    expect(list(r.delegates)).toBe('3/3/2')
    expect(r.tie).toEqual({ kind: 'lose', among: ['Red', 'Blue'], seats: 1 })
  })

  test('head counts break no ties', () => {
    const r = share('ia2020', 6, 60, 34, 14, 12)
    expect(list(r.delegates)).toBe('3/1/1')
    expect(r.tie).toEqual({ kind: 'gain', among: ['Red', 'Blue'], seats: 1 })
  })

  test('Uncommitted can be viable', () => {
    const final = { Uncommitted: 40, Red: 60 }
    const r = compute({ rules: ruleSets.ia2020!, delegates: 5, attendance: 100, initial: null, final })
    expect(r.delegates).toEqual({ Red: 3, Uncommitted: 2 })
  })
})

describe('other formats', () => {
  test('a walking subcaucus', () => {
    const r = share('mn_dfl', 5, 30, 13, 9, 6, 0, 2)
    expect([r.threshold, list(r.delegates)]).toEqual([6, '2/2/1/0/0'])
    expect(raw(r)).toMatch(/^65\/28 45\/28 15\/14/)
  })

  test('a precinct poll with a bar of 15 %', () => {
    const r = share('prop15', 5, 100, 47, 31, 14, 8)
    expect([r.threshold, list(r.delegates)]).toEqual([15, '3/2/0/0'])
    expect(raw(r)).toMatch(/^235\/78 155\/78/)
  })
})

describe('Nevada', () => {
  test.each([
    [390, 37, 7],
    [1900, 70, 4],
    [5200, 75, 2],
    [5200, 12, 1],
    [600, 8, 1],
    [800, 45, 4],
    [1400, 44, 2],
    [3000, 45, 2],
    [4000, 52, 1],
  ])('a county of %i, a precinct of %i registered: %i', (county, precinct, due) => {
    expect(precinctDelegates(county, precinct)).toBe(due)
  })

  test('alternates are half, rounded up', () => {
    expect([1, 2, 3, 8].map(precinctAlternates)).toEqual([1, 1, 2, 4])
  })

  const ballots = [
    ...Array.from({ length: 5 }, () => ['Red', 'Blue', 'Green']),
    ...Array.from({ length: 3 }, () => ['Blue', 'Red', 'Green']),
    ...Array.from({ length: 3 }, () => ['Gold', 'Green', 'Blue']),
    ...Array.from({ length: 2 }, () => ['Green', 'Gold', 'Red']),
  ]
  const early = {
    delegates: 6,
    attendance: 44,
    initial: { Red: 14, Blue: 10, Green: 4, Gold: 3 },
    final: { Red: 14, Blue: 11, Green: 6 },
    ballots,
    order: ['Red', 'Blue', 'Green', 'Gold'],
  }

  test('early ballots move after the first alignment', () => {
    const rules = { ...ruleSets.nv2020!, earlyVotes: 'viable_after_first' as const }
    const r = compute({ rules, ...early })
    expect([r.threshold, r.viableInitial, list(r.delegates)]).toEqual([7, ['Red', 'Blue'], '3/3/0/0'])
    expect(raw(r)).toMatch(/^63\/22 51\/22/)
  })

  test('or after the final one, the default', () => {
    const r = compute({ rules: ruleSets.nv2020!, ...early })
    expect([r.viable, list(r.delegates)]).toEqual([['Red', 'Blue', 'Green'], '3/2/1/0'])
    expect(raw(r)).toMatch(/^57\/22 21\/11 3\/2/)
    // Everybody's first choices count in the first alignment, and without a number everybody is the attendance.
    expect(compute({ rules: ruleSets.nv2020!, ...early, attendance: null }).attendance).toBe(44)
  })

  test('a ballot without a viable choice stays in the attendance and in no group', () => {
    const input = { ...early, ballots: [...ballots, ['Gold', 'Gold', 'Gold']], attendance: 45 }
    const r = compute({ rules: ruleSets.nv2020!, ...input })
    expect(r.raw.Gold).toEqual({ n: 0, d: 1 })
    expect(r.attendance).toBe(45)
  })

  test('a ballot with fewer than three choices is told and counts nowhere', () => {
    const r = compute({ rules: ruleSets.nv2020!, ...early, ballots: [...ballots, ['Red', 'Blue']] })
    expect(r.findings.find(({ code }) => code === 'BALLOT_SPOILED')?.numbers).toEqual({ ballots: 1 })
    expect(list(r.delegates)).toBe('3/2/1/0')
  })

  test('ballots stay where they are with one delegate, and where nobody is viable', () => {
    const one = compute({ rules: ruleSets.nv2020!, ...early, delegates: 1 })
    expect(one.delegates).toEqual({ Red: 1, Blue: 0, Green: 0, Gold: 0 })
    const poll = { ...ruleSets.nv2020!, viability: 'share' as const }
    expect(compute({ rules: poll, ...early, delegates: 1 }).raw.Gold).toEqual({ n: 3, d: 44 })
    const final = { Red: 2, Blue: 2, Green: 2 }
    const none = compute({ rules: ruleSets.nv2020!, ...early, attendance: 200, final })
    expect(none.raw.Gold).toEqual({ n: 9, d: 100 })
  })

  test('without an initial count of the room ballots stay with their first choice under the first reading', () => {
    const rules = { ...ruleSets.nv2020!, earlyVotes: 'viable_after_first' as const }
    const r = compute({ rules, ...early, initial: null })
    expect(r.raw.Gold).toEqual({ n: 9, d: 22 })
  })
})

describe('above the precinct', () => {
  test('state delegate equivalents are added before they are rounded', () => {
    const county = { countyDelegates: 120, stateDelegates: 7 }
    expect([1, 3, 5].map((n) => fourDecimals(sde(n, county)))).toEqual(['0.0583', '0.1750', '0.2917'])
    expect(fourDecimals(total(Array.from({ length: 24 }, () => sde(1, county))))).toBe('1.4000')
  })

  test('a satellite site of 45 in a pool of 400', () => {
    const r = compute({
      rules: ruleSets.ia2020!,
      delegates: siteDelegates(45),
      attendance: 45,
      initial: null,
      final: { Red: 22, Blue: 14, Green: 9 },
    })
    expect([r.threshold, r.delegates]).toEqual([7, { Red: 3, Blue: 2, Green: 1 }])
    const site = { attendance: 45, delegates: 6 }
    const values = [3, 2, 1].map((n) => siteSde(n, site, { sde: 5, attendance: 400 }))
    expect(values.map(fractionText)).toEqual(['9/32', '3/16', '3/32'])
    expect(values.map(fourDecimals)).toEqual(['0.2813', '0.1875', '0.0938'])
    expect(fractionText(total(values))).toBe('9/16')
  })

  test('national delegates by the highest remainders', () => {
    const votes: Record<string, Exact> = { A: exact(412), B: exact(304), C: exact(181), D: exact(103) }
    const r = nationalShare(7, votes)
    expect(r.delegates).toEqual({ A: 3, B: 2, C: 2, D: 0 })
    expect(Object.values(r.raw).map(fractionText)).toEqual(['2884/897', '2128/897', '1267/897'])
  })
})
