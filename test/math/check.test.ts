import { describe, expect, test } from 'vitest'
import { findDuplicates } from '../../src/math/check-duplicates.ts'
import { compute } from '../../src/math/compute.ts'
import { severities } from '../../src/math/finding-codes.ts'
import { ruleSets } from '../../src/math/rules.ts'
import type { PrecinctInput, Result } from '../../src/math/types.ts'

const ia2020 = ruleSets.ia2020!
const order = ['Bennet', 'Biden', 'Bloomberg', 'Buttigieg', 'Sanders', 'Steyer', 'Warren', 'Other', 'Uncommitted']

/** A sound report of seven delegates, with what a test changes. */
const report = (change: Partial<PrecinctInput> = {}): Result =>
  compute({
    rules: ia2020,
    delegates: 7,
    attendance: 113,
    initial: { Sanders: 45, Buttigieg: 38, Biden: 10, Warren: 20 },
    final: { Sanders: 45, Buttigieg: 38, Warren: 30 },
    order,
    ...change,
  })
const codes = (r: Result) => r.findings.map(({ code }) => code)
const found = (r: Result, code: string) => r.findings.find((finding) => finding.code === code)

describe('a sound report', () => {
  test('has no finding', () => expect(codes(report())).toEqual([]))

  test('names every group, in ballot order', () => {
    expect(Object.entries(report().delegates)).toEqual([
      ['Biden', 0],
      ['Buttigieg', 2],
      ['Sanders', 3],
      ['Warren', 2],
    ])
  })
})

describe('while it comes in', () => {
  test('the attendance alone gives the threshold', () => {
    const r = report({ initial: null, final: null })
    expect([r.threshold, r.viable, r.findings, r.delegates]).toEqual([17, [], [], {}])
  })

  test('the initial alignment says who is viable, and that a final one is needed', () => {
    const r = report({ final: null })
    expect([r.viableInitial, r.viable]).toEqual([
      ['Buttigieg', 'Sanders', 'Warren'],
      ['Buttigieg', 'Sanders', 'Warren'],
    ])
    expect([r.finalNotNeeded, r.findings]).toEqual([false, []])
    expect(Object.values(r.delegates)).toEqual([0, 0, 0, 0])
    expect(r.raw.Sanders).toEqual({ n: 315, d: 113 })
  })

  test('where every group is viable no final alignment is needed, and the result is known', () => {
    const r = report({ initial: { Sanders: 60, Warren: 53 }, final: null })
    expect([r.finalNotNeeded, r.delegates, r.findings]).toEqual([true, { Sanders: 4, Warren: 3 }, []])
  })

  test('more viable groups than delegates need a realignment', () => {
    const r = report({ delegates: 2, attendance: 90, initial: { Biden: 30, Sanders: 30, Warren: 30 }, final: null })
    expect([r.finalNotNeeded, r.viableInitial.length, codes(r)]).toEqual([false, 3, []])
  })

  test('nobody viable at first is no finding: they may combine', () => {
    const initial = Object.fromEntries(order.map((name) => [name, 3]))
    expect(codes(report({ attendance: 27, initial, final: null }))).toEqual([])
  })

  test('an empty list is no alignment', () => {
    expect(codes(report({ final: {} }))).toEqual([])
    expect(codes(report({ initial: {} }))).toContain('INITIAL_MISSING')
  })
})

describe('missing parts', () => {
  test('the initial alignment', () => {
    const r = report({ initial: null })
    expect(found(r, 'INITIAL_MISSING')).toMatchObject({ severity: 'hold', numbers: { final: 113 } })
    expect(r.delegates.Sanders).toBe(3)
    expect(codes(report({ initial: null, final: null, reported: { Sanders: 1 } }))).toContain('INITIAL_MISSING')
  })

  test('without initial alignment and attendance the final count stands in, and both are told', () => {
    const r = report({ initial: null, attendance: null })
    expect(r.attendance).toBe(113)
    expect(codes(r)).toEqual(['INITIAL_MISSING', 'ATTENDANCE_MISSING'])
  })

  test('the final alignment: hold; with one delegate a note', () => {
    const empty = { Sanders: 0, Buttigieg: 0 }
    expect(found(report({ final: empty }), 'FINAL_MISSING')?.severity).toBe('hold')
    expect(found(report({ final: empty, delegates: 1 }), 'FINAL_MISSING')?.severity).toBe('note')
    expect(codes(report({ final: empty }))).not.toContain('NO_VIABLE_GROUP')
  })

  test('the attendance: a note, and the initial sum is used', () => {
    expect(report({ attendance: null }).attendance).toBe(113)
    expect(found(report({ attendance: null }), 'ATTENDANCE_MISSING')).toMatchObject({ severity: 'note' })
    const strict = { ...ia2020, reports: ['attendance', 'initial', 'final'] as const }
    expect(found(report({ attendance: null, rules: strict }), 'ATTENDANCE_MISSING')?.severity).toBe('confirm')
  })

  test('the delegates, where a worksheet is there', () => {
    const r = report({ reported: {} })
    expect(codes(r)).toEqual(['DELEGATES_MISSING', 'TOO_FEW_DELEGATES', 'CLAIMED_DELEGATES_DIFFER'].slice(0, 2))
  })

  test('rules with one count miss neither the attendance nor an initial alignment', () => {
    const r = report({ rules: ruleSets.prop15!, attendance: null, initial: null })
    expect(codes(r)).toEqual([])
  })
})

describe('sums', () => {
  test('more in the groups than present', () => {
    expect(found(report({ attendance: 112 }), 'GROUP_SUM_EXCEEDS_ATTENDANCE')?.numbers).toEqual({
      attendance: 112,
      initial: 113,
      final: 113,
    })
  })

  test('more in the final groups than present, though the initial ones fit', () => {
    const r = report({ final: { Sanders: 50, Buttigieg: 38, Warren: 30 } })
    expect(codes(r)).toEqual(['GROUP_SUM_EXCEEDS_ATTENDANCE', 'FINAL_EXCEEDS_INITIAL'])
  })

  test('fewer in the groups than present', () => {
    expect(found(report({ attendance: 120 }), 'UNDERCOUNT')).toMatchObject({
      severity: 'confirm',
      numbers: { missing: 7 },
    })
  })

  test('the final total above or below the initial one', () => {
    const more = report({ attendance: null, final: { Sanders: 50, Buttigieg: 40, Warren: 30 } })
    expect(found(more, 'FINAL_EXCEEDS_INITIAL')).toMatchObject({ severity: 'hold', numbers: { more: 7 } })
    const fewer = report({ final: { Sanders: 45, Buttigieg: 38, Warren: 20 } })
    expect(codes(fewer)).toEqual(['FINAL_BELOW_INITIAL'])
  })

  test('nobody present is no error', () => {
    const r = report({ attendance: 0, initial: null, final: null })
    expect([r.threshold, r.tie, r.findings]).toEqual([null, null, []])
    expect(codes(report({ attendance: 0 }))).toEqual(['GROUP_SUM_EXCEEDS_ATTENDANCE'])
  })

  test('no delegates to elect: counts only', () => {
    const r = report({ delegates: 0 })
    expect([r.threshold, r.tie, Object.values(r.delegates)]).toEqual([null, null, [0, 0, 0, 0]])
  })
})

describe('groups', () => {
  test('a locked group that shrank', () => {
    const final = { Sanders: 45, Buttigieg: 30, Warren: 30 }
    expect(found(report({ final }), 'VIABLE_GROUP_SHRANK')).toMatchObject({
      groups: ['Buttigieg'],
      numbers: { initial: 38, final: 30 },
    })
    expect(codes(report({ final, rules: ruleSets.ia2016! }))).not.toContain('VIABLE_GROUP_SHRANK')
  })

  const three = { delegates: 2, attendance: 100, initial: { Biden: 40, Sanders: 32, Warren: 28 } }

  test('the smallest may dissolve where more groups are viable than delegates', () => {
    const r = report({ ...three, final: { Biden: 60, Sanders: 40 } })
    expect(codes(r)).toEqual(['SMALLEST_DISBANDED'])
    expect(found(r, 'SMALLEST_DISBANDED')?.groups).toEqual(['Warren'])
  })

  test('but neither a larger one nor two', () => {
    expect(codes(report({ ...three, final: { Biden: 60, Warren: 40 } }))).toContain('VIABLE_GROUP_SHRANK')
    expect(codes(report({ ...three, final: { Biden: 98, Sanders: 1, Warren: 1 } }))).toContain('VIABLE_GROUP_SHRANK')
  })

  test('a number one line too low', () => {
    const r = report({ final: { Sanders: 45, Steyer: 30, Buttigieg: 38 } })
    // Warren's people stand under Steyer, who had nobody.
    expect(found(r, 'ADJACENT_SHIFT')).toMatchObject({
      groups: ['Warren', 'Steyer'],
      numbers: { initial: 20, final: 30 },
    })
  })

  test('no slip where the neighbour is smaller, had people, or is no candidate', () => {
    const shifts = (final: Record<string, number>, initial?: Record<string, number>) =>
      codes(report({ final, ...(initial && { initial }) })).includes('ADJACENT_SHIFT')
    expect(shifts({ Sanders: 45, Steyer: 15, Buttigieg: 53 })).toBe(false)
    expect(shifts({ Sanders: 45, Bloomberg: 68 }, { Sanders: 45, Buttigieg: 38, Bloomberg: 30 })).toBe(false)
    expect(shifts({ Sanders: 45, Uncommitted: 68 }, { Sanders: 45, Other: 38, Biden: 30 })).toBe(false)
    expect(shifts({ Bennet: 20, Sanders: 93 }, { Biden: 20, Sanders: 93 })).toBe(true)
  })

  test('without a ballot order nobody has neighbours', () => {
    const { order: _, ...rest } = {
      rules: ia2020,
      delegates: 7,
      attendance: 100,
      initial: { Steyer: 0, Warren: 50, Biden: 50 },
      order,
    }
    expect(codes(compute({ ...rest, final: { Steyer: 50, Biden: 50 } }))).not.toContain('ADJACENT_SHIFT')
  })

  test('a realignment that nobody needed', () => {
    const r = report({ initial: { Sanders: 60, Warren: 53 }, final: { Sanders: 63, Warren: 50 } })
    expect(found(r, 'REALIGNED_THOUGH_ALL_VIABLE')).toMatchObject({
      severity: 'confirm',
      groups: ['Sanders', 'Warren'],
    })
    expect(codes(report({ initial: { Sanders: 60, Warren: 53 }, final: { Sanders: 60, Warren: 53 } }))).toEqual([])
  })

  test('people who stayed in a small group', () => {
    const r = report({ final: { Sanders: 45, Buttigieg: 38, Warren: 25, Biden: 5 } })
    expect(found(r, 'NONVIABLE_IN_FINAL')).toMatchObject({
      severity: 'note',
      groups: ['Biden'],
      numbers: { members: 5 },
    })
  })

  test('nobody viable: no delegates; half of the leader where the rules say so', () => {
    const final = Object.fromEntries(order.map((name, i) => [name, name === 'Biden' ? 6 : i === 8 ? 2 : 3]))
    const r = report({ attendance: 60, initial: final, final })
    expect(codes(r)).toContain('NO_VIABLE_GROUP')
    expect(Object.values(r.delegates).every((n) => n === 0)).toBe(true)
    const half = report({ attendance: 60, initial: final, final, rules: ruleSets.nv2020! })
    expect(found(half, 'NO_VIABLE_GROUP')).toMatchObject({ severity: 'hold', numbers: { largest: 6, lowered: 3 } })
    expect(half.viable).toHaveLength(8)
  })

  test('more viable groups than delegates', () => {
    const final = { Biden: 30, Sanders: 30, Warren: 40 }
    const r = report({ delegates: 2, attendance: 100, initial: final, final })
    expect(found(r, 'MORE_VIABLE_THAN_DELEGATES')?.numbers).toEqual({ viable: 3, delegates: 2 })
    expect(r.tie).toEqual({ kind: 'leave', among: ['Biden', 'Sanders'], seats: 1 })
    const extra = report({ delegates: 2, attendance: 100, initial: final, final, rules: ruleSets.nv2020! })
    expect([codes(extra), Object.values(extra.delegates)]).toEqual([[], [1, 1, 1]])
  })
})

describe("the chair's own worksheet", () => {
  test('the same: nothing to say', () => {
    expect(codes(report({ reported: { Sanders: 3, Buttigieg: 2, Warren: 2 } }))).toEqual([])
  })

  test('too many, for a group that is not viable', () => {
    const r = report({ reported: { Sanders: 3, Buttigieg: 2, Warren: 2, Biden: 1 } })
    expect(codes(r)).toEqual(['TOO_MANY_DELEGATES', 'NONVIABLE_GOT_DELEGATE', 'CLAIMED_DELEGATES_DIFFER'])
    expect(found(r, 'NONVIABLE_GOT_DELEGATE')?.numbers).toEqual({ threshold: 17, members: 0, claimed: 1 })
    expect(found(r, 'CLAIMED_DELEGATES_DIFFER')).toMatchObject({
      groups: ['Biden'],
      numbers: { claimed: 1, computed: 0 },
    })
  })

  test('a viable group without', () => {
    const r = report({ reported: { Sanders: 4, Buttigieg: 3 } })
    expect(codes(r)).toEqual(['VIABLE_GOT_NONE', 'CLAIMED_DELEGATES_DIFFER'])
    const poll = report({ rules: { ...ia2020, minOne: false }, reported: { Sanders: 4, Buttigieg: 3 } })
    expect(codes(poll)).not.toContain('VIABLE_GOT_NONE')
  })

  test('a larger group with fewer', () => {
    const r = report({ reported: { Sanders: 2, Buttigieg: 3, Warren: 2 } })
    expect(found(r, 'LARGER_GOT_FEWER')).toMatchObject({
      groups: ['Sanders', 'Buttigieg'],
      numbers: { members: 45, claimed: 2, otherMembers: 38, otherClaimed: 3 },
    })
  })

  test('divided by the final total', () => {
    const r = report({
      delegates: 10,
      attendance: 90,
      initial: { Sanders: 40, Warren: 20, Biden: 12, Steyer: 12, Buttigieg: 6 },
      final: { Sanders: 40, Warren: 20 },
      reported: { Sanders: 7, Warren: 3 },
    })
    expect(codes(r)).toEqual(['FINAL_BELOW_INITIAL', 'CLAIMED_DELEGATES_DIFFER', 'USED_FINAL_TOTAL'])
    expect(found(r, 'USED_FINAL_TOTAL')?.numbers).toEqual({ attendance: 90, final: 60 })
    const other = report({ rules: ruleSets.mn_dfl!, reported: { Sanders: 7 } })
    expect(codes(other)).not.toContain('USED_FINAL_TOTAL')
  })

  test('Nevada counts extra delegates as due', () => {
    const final = { Biden: 30, Sanders: 30, Warren: 40 }
    const rest = { delegates: 2, attendance: 100, initial: final, final, rules: ruleSets.nv2020! }
    expect(codes(report({ ...rest, reported: { Biden: 1, Sanders: 1, Warren: 1 } }))).toEqual([])
    expect(codes(report({ ...rest, reported: { Biden: 1, Sanders: 1 } }))).toContain('TOO_FEW_DELEGATES')
  })

  test('of a straw poll: no threshold, but nobody without votes', () => {
    const rest = {
      rules: ruleSets.ia_gop!,
      delegates: 10,
      attendance: null,
      initial: null,
      final: { A: 60, B: 40, C: 0 },
    }
    const r = report({ ...rest, reported: { A: 6, B: 3, C: 1 } })
    expect(found(r, 'NONVIABLE_GOT_DELEGATE')?.numbers).toEqual({ threshold: 0, members: 0, claimed: 1 })
    expect(codes(report({ ...rest, reported: { A: 6, B: 4 } }))).toEqual([])
  })

  test('is not compared before there is a result', () => {
    expect(codes(report({ final: null, reported: { Sanders: 9 } }))).toEqual([])
  })
})

describe('precincts with the same counts', () => {
  const at = (precinct: string, initial: Record<string, number>, final: Record<string, number> | null = null) => {
    return { precinct, initial, final }
  }

  test('are both told, with the code of the other', () => {
    const list = [
      at('P0001', { Sanders: 12, Warren: 8, Biden: 0 }, { Sanders: 20 }),
      at('P0002', { Warren: 8, Sanders: 12 }, { Sanders: 12, Warren: 8 }),
      at('P0003', { Warren: 9, Sanders: 12 }),
    ]
    expect(
      findDuplicates(list).map(({ precinct, finding }) => [precinct, finding.groups, finding.numbers.final]),
    ).toEqual([
      ['P0001', ['P0002'], 0],
      ['P0002', ['P0001'], 0],
    ])
  })

  test('three alike name two others each, and say whether a final count is the same', () => {
    const same = { Sanders: 15, Warren: 15 }
    const found = findDuplicates([at('A', same, same), at('B', same, same), at('C', same, { Sanders: 30 })])
    expect(found.map(({ finding }) => [finding.groups, finding.numbers.final])).toEqual([
      [['B', 'C'], 1],
      [['A', 'C'], 1],
      [['A', 'B'], 0],
    ])
  })

  test('final counts that are not there yet are not the same', () => {
    const initial = { Sanders: 30 }
    expect(findDuplicates([at('A', initial), at('B', initial)]).map(({ finding }) => finding.numbers.final)).toEqual([
      0, 0,
    ])
  })

  test('name five others and say how many there are, sixty thousand alike in one pass', () => {
    const list = Array.from({ length: 60_000 }, (_, i) => at(`P${i}`, { Sanders: 30 }, { Sanders: i === 7 ? 29 : 30 }))
    const found = findDuplicates(list)
    expect(found).toHaveLength(60_000)
    expect(found[0]?.finding).toMatchObject({ groups: ['P1', 'P2', 'P3', 'P4', 'P5'], numbers: { others: 59_999 } })
    expect(found[3]?.finding.groups).toEqual(['P0', 'P1', 'P2', 'P4', 'P5'])
    expect(found[9]?.finding).toMatchObject({ groups: ['P0', 'P1', 'P2', 'P3', 'P4'], numbers: { final: 1 } })
    expect(found.filter(({ finding }) => finding.numbers.final === 0).map(({ precinct }) => precinct)).toEqual(['P7'])
  })

  test('of fewer than twenty people are no surprise', () => {
    expect(findDuplicates([at('A', { Sanders: 19 }), at('B', { Sanders: 19 })])).toEqual([])
  })
})

test('every code has one of the four severities', () => {
  expect(new Set(Object.values(severities))).toEqual(new Set(['refuse', 'hold', 'confirm', 'note']))
})
