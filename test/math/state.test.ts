import { describe, expect, test } from 'vitest'
import { compute } from '../../src/math/compute.ts'
import { add, compareExact, exact, fourDecimals, fraction, fractionText, total } from '../../src/math/fraction.ts'
import { addGroups, countOf } from '../../src/math/groups.ts'
import { national, nationalShare } from '../../src/math/national.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { computeSite, siteDelegates, siteSde } from '../../src/math/satellite.ts'
import { addSde, sdeFindings, sdeOf } from '../../src/math/sde.ts'

describe('fractions', () => {
  test('are in lowest terms', () => {
    expect(fraction(315, 105)).toEqual({ n: 3, d: 1 })
    expect(fraction(0, 7)).toEqual({ n: 0, d: 1 })
    expect(fraction(5, 0)).toEqual({ n: 0, d: 1 })
    expect(fractionText(fraction(6, 4))).toBe('3/2')
  })

  test('end also where a caller hands in no number', () => {
    expect(fraction(Number.NaN, 5)).toEqual({ n: Number.NaN, d: 1 })
    const final = { A: Number.NaN, B: 3 }
    const r = compute({ rules: ruleSets.ia2020!, delegates: 5, attendance: 30, initial: final, final })
    expect(r.delegates.A).toBe(0)
  })

  test('are shown with four decimals, halves up', () => {
    expect([exact(1, 20000), exact(1, 20001), exact(99999, 20000), exact(2, 3)].map(fourDecimals)).toEqual([
      '0.0001',
      '0.0000',
      '5.0000',
      '0.6667',
    ])
  })

  test('stay exact beyond the safe integers', () => {
    const tiny = exact(1, 350_603_054_802_000n)
    expect(fractionText(total(Array.from({ length: 3 }, () => tiny)))).toBe('1/116867684934000')
    expect(add(exact(1, 3), exact(1, 6))).toEqual({ n: 1n, d: 2n })
    expect([
      compareExact(exact(1, 3), exact(1, 2)),
      compareExact(exact(1, 2), exact(2, 4)),
      compareExact(exact(2), exact(1)),
    ]).toEqual([-1, 0, 1])
  })
})

describe('groups', () => {
  test('are added by name, a group called constructor among them', () => {
    expect(addGroups([{ A: 1, constructor: 2 }, { constructor: 3 }])).toEqual({ A: 1, constructor: 5 })
    expect(countOf({}, 'constructor')).toBe(0)
  })
})

describe('state delegate equivalents', () => {
  const county = { countyDelegates: 51, stateDelegates: 4 }

  test('by group, and over places', () => {
    const one = sdeOf({ Biden: 2, Sanders: 1 }, county)
    expect(fourDecimals(one.Biden!)).toBe('0.1569')
    const all = addSde([one, sdeOf({ Biden: 1 }, { countyDelegates: 35, stateDelegates: 3 })])
    expect(Object.entries(all).map(([g, value]) => [g, fractionText(value)])).toEqual([
      ['Biden', '433/1785'],
      ['Sanders', '4/51'],
    ])
  })

  test('that were reported otherwise are told', () => {
    expect(sdeFindings({ Biden: '0.1569', Yang: '0.0000' }, { Biden: 2 }, county)).toEqual([])
    expect(sdeFindings({ Biden: '1.5' }, { Biden: 2 }, county)).toMatchObject([
      { code: 'SDE_DIFFERS', severity: 'hold', groups: ['Biden'], numbers: { reported: 15000, computed: 1569 } },
    ])
    expect(sdeFindings({ Biden: '2' }, { Biden: 2 }, county)[0]?.numbers.reported).toBe(20000)
  })
})

describe('satellites', () => {
  test('have delegates by attendance', () => {
    expect([0, 1, 20, 21, 40, 60, 80, 100, 101, 5000].map((n) => siteDelegates(n))).toEqual([
      0, 4, 4, 5, 5, 6, 7, 8, 9, 9,
    ])
    expect([siteDelegates(50, [{ upTo: 10, delegates: 2 }]), siteDelegates(50, [])]).toEqual([2, 0])
  })

  test('are computed by the head count, or by the sum of the groups', () => {
    const report = { rules: ruleSets.ia2020!, initial: { A: 12, B: 10 }, final: { A: 12, B: 10 } }
    expect(computeSite({ ...report, attendance: null })).toMatchObject({
      seats: 5,
      attendance: 22,
      delegates: { A: 3, B: 2 },
    })
    expect(computeSite({ ...report, attendance: 45 })).toMatchObject({ seats: 6, attendance: 45 })
  })

  test('that nobody came to share nothing', () => {
    const pool = { sde: 4, attendance: 0 }
    expect(siteSde(1, { attendance: 0, delegates: 0 }, { sde: 4, attendance: 10 })).toEqual(exact(0))
    expect(siteSde(1, { attendance: 3, delegates: 4 }, pool)).toEqual(exact(0))
  })
})

describe('national delegates', () => {
  const votes = (groups: Record<string, number>) =>
    Object.fromEntries(Object.entries(groups).map(([g, n]) => [g, exact(n)]))

  test('equal remainders with too few left are a tie, by lot', () => {
    const r = nationalShare(2, votes({ A: 50, C: 25, B: 25 }))
    expect([r.delegates, r.tie]).toEqual([
      { A: 1, B: 0, C: 0 },
      { kind: 'gain', among: ['B', 'C'], seats: 1 },
    ])
    const after = nationalShare(5, votes({ A: 36, B: 32, C: 32 }))
    expect([after.delegates, after.tie?.seats]).toEqual([{ A: 2, B: 1, C: 1 }, 1])
  })

  test('the group without a vote, and nobody at all, have none', () => {
    expect(nationalShare(3, votes({ A: 10, B: 0 })).delegates).toEqual({ A: 3, B: 0 })
    const nobody = nationalShare(3, votes({ A: 0 }))
    expect([nobody.delegates, nobody.viable, nobody.tie]).toEqual([{ A: 0 }, [], null])
    expect(nationalShare(3, {}).delegates).toEqual({})
  })

  test('exactly 15 % is viable, a vote less is not', () => {
    expect(nationalShare(9, votes({ A: 85, B: 15 })).viable).toEqual(['A', 'B'])
    expect(nationalShare(9, votes({ A: 86, B: 14 })).viable).toEqual(['A'])
  })

  test('half of the leader where nobody has 15 %', () => {
    const r = nationalShare(4, votes({ B: 10, A: 14, C: 6, D: 10, E: 10, F: 10, G: 10, H: 10, I: 10, J: 10 }))
    expect([r.lowered, r.viable.includes('C'), r.viable.length]).toEqual([true, false, 9])
  })

  test('whole shares leave nothing over', () => {
    expect(nationalShare(4, votes({ A: 50, B: 50 }))).toMatchObject({ delegates: { A: 2, B: 2 }, tie: null })
  })

  test('districts, at-large and PLEO are shared one by one', () => {
    const plan = { districts: { 1: 2, 2: 1 }, atLarge: 3, pleo: 1 }
    const state = votes({ A: 60, B: 40 })
    const r = national(plan, { 1: state }, state)
    expect(r.districts[1]?.delegates).toEqual({ A: 1, B: 1 })
    expect(r.districts[2]?.delegates).toEqual({})
    expect([r.delegates, r.complete]).toEqual([{ A: 4, B: 2 }, true])
    expect(national(plan, {}, votes({ A: 50, B: 50 })).complete).toBe(false)
  })
})
