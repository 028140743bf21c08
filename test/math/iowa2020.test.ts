import { afterAll, describe, expect, test } from 'vitest'
import { answerMathLine, type MathAnswer } from '../../src/cli/math/json-lines.ts'
import { findDuplicates } from '../../src/math/check-duplicates.ts'
import { compute } from '../../src/math/compute.ts'
import { add, exact, fourDecimals, total } from '../../src/math/fraction.ts'
import { addGroups, totalOf } from '../../src/math/groups.ts'
import { national } from '../../src/math/national.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { computeSite, siteSde } from '../../src/math/satellite.ts'
import { addSde, sdeFindings, sdeOf } from '../../src/math/sde.ts'
import type { Result } from '../../src/math/types.ts'
import { sharedData } from '../shared.ts'
import { night, type Precinct } from './night.ts'

const folder = sharedData()
if (folder === null) console.log('Not run: the data of the Iowa night of 2020 is not beside this checkout.')

const rules = ruleSets.ia2020!

describe.runIf(folder !== null)('Iowa, 3 February 2020', () => {
  const { order, precincts, counties, satellites } = night(folder)
  const said: string[] = []
  afterAll(() => console.log(said.join('\n')))

  const winnerOf = (p: Precinct) => Object.keys(p.reported).filter((group) => p.reported[group]! > 0)
  const ask = (p: Precinct, claims: boolean) =>
    compute({
      rules,
      delegates: p.delegates,
      attendance: null,
      initial: p.initial,
      final: p.final,
      order,
      ...(claims && { reported: p.reported }),
      ...(claims && p.delegates === 1 && winnerOf(p).length > 0 && { winner: winnerOf(p) }),
    })
  const results = precincts.map((p) => ({ p, result: ask(p, true), unclaimed: ask(p, false) }))
  const codes = (result: Result) => new Set(result.findings.map(({ code }) => code))

  test('the files are whole', () => {
    expect(precincts).toHaveLength(1678)
    expect(precincts.reduce((all, p) => all + p.delegates, 0)).toBe(11402)
    expect(precincts.reduce((all, p) => all + totalOf(p.initial), 0)).toBe(172177)
    expect(precincts.reduce((all, p) => all + totalOf(p.final), 0)).toBe(168334)
    expect(precincts.reduce((all, p) => all + totalOf(p.reported), 0)).toBe(11407)
  })

  /** The first class that applies, in the order of the table of the published comparison. */
  const classOf = ({ p, result, unclaimed }: (typeof results)[number]): string => {
    const found = codes(result)
    if (p.delegates === 1) {
      if (found.has('TOO_FEW_DELEGATES')) return 'too few delegates'
      if (found.has('ONE_DELEGATE_NOT_PLURALITY')) return 'one delegate, not the largest group'
      return result.settled === null ? 'agrees' : 'agrees by a coin'
    }
    if (found.has('INITIAL_MISSING')) return 'initial alignment missing'
    if (!found.has('CLAIMED_DELEGATES_DIFFER')) return unclaimed.tie === null ? 'agrees' : 'agrees by a coin'
    if (found.has('TOO_MANY_DELEGATES')) return 'too many delegates'
    if (found.has('TOO_FEW_DELEGATES')) return 'too few delegates'
    if (found.has('NONVIABLE_GOT_DELEGATE')) return 'non-viable group got a delegate'
    // Also where more groups were viable than delegates: then it is the wrong one that got none.
    if (result.viable.some((group) => p.reported[group] === 0)) return 'viable group got none'
    if (found.has('FINAL_EXCEEDS_INITIAL')) return 'final above initial, and the math differs'
    return 'rounding wrong, or the wrong group adjusted'
  }

  test('as many precincts agree, by class, as were counted before', () => {
    const classes = Object.groupBy(results, classOf)
    const counts = Object.fromEntries(Object.entries(classes).map(([name, list]) => [name, list!.length]))
    said.push(`precincts by class: ${JSON.stringify(counts)}`)
    expect(counts).toEqual({
      agrees: 1565 - 121,
      'agrees by a coin': 121,
      'initial alignment missing': 1,
      'too many delegates': 12,
      'too few delegates': 14,
      'one delegate, not the largest group': 16,
      'non-viable group got a delegate': 22,
      'viable group got none': 7,
      'final above initial, and the math differs': 9,
      'rounding wrong, or the wrong group adjusted': 32,
    })
  })

  test('every precinct that differs carries a finding that says so', () => {
    const explaining = [
      'CLAIMED_DELEGATES_DIFFER',
      'INITIAL_MISSING',
      'ONE_DELEGATE_NOT_PLURALITY',
      'DELEGATES_MISSING',
    ]
    const differing = results.filter((r) => !classOf(r).startsWith('agrees'))
    const silent = differing.filter(({ result }) => !explaining.some((code) => codes(result).has(code)))
    said.push(`differing precincts: ${differing.length}, without an explaining finding: ${silent.length}`)
    expect(differing).toHaveLength(113)
    expect(silent).toEqual([])
  })

  test('the checks fire in as many precincts as were counted before', () => {
    const fired = new Map<string, number>()
    for (const { result } of results) for (const code of codes(result)) fired.set(code, (fired.get(code) ?? 0) + 1)
    said.push(`findings: ${JSON.stringify(Object.fromEntries(fired))}`)
    expect(Object.fromEntries(fired)).toMatchObject({
      INITIAL_MISSING: 1,
      FINAL_MISSING: 1,
      DELEGATES_MISSING: 1,
      ATTENDANCE_MISSING: 1678,
      FINAL_EXCEEDS_INITIAL: 82,
      FINAL_BELOW_INITIAL: 593,
      VIABLE_GROUP_SHRANK: 26,
      SMALLEST_DISBANDED: 42,
      ADJACENT_SHIFT: 4,
      REALIGNED_THOUGH_ALL_VIABLE: 17,
      NONVIABLE_IN_FINAL: 404,
      MORE_VIABLE_THAN_DELEGATES: 55,
      TOO_MANY_DELEGATES: 12,
      TOO_FEW_DELEGATES: 14,
      NONVIABLE_GOT_DELEGATE: 25,
      VIABLE_GOT_NONE: 7,
      LARGER_GOT_FEWER: 6,
      CLAIMED_DELEGATES_DIFFER: 96,
      USED_FINAL_TOTAL: 16,
      ONE_DELEGATE_NOT_PLURALITY: 16,
    })
    expect(fired.has('NO_VIABLE_GROUP')).toBe(false)
  })

  test('the JSON door says the same of every precinct', () => {
    for (const { p, result } of results) {
      const { code: id, delegates, initial, final, reported } = p
      const winner = delegates === 1 && winnerOf(p).length > 0 ? winnerOf(p) : null
      const line = answerMathLine(
        { id, rules: 'ia2020', delegates, initial, final, reported, winner },
        '',
      ) as MathAnswer
      expect(line.findings.map(({ code }) => code)).toEqual(result.findings.map(({ code }) => code))
      expect(line.delegates).toEqual(result.delegates)
      expect(line.tie).toEqual(result.tie)
    }
  })

  test('the slips of one line are the four known ones', () => {
    const shifted = results.filter(({ result }) => codes(result).has('ADJACENT_SHIFT')).map(({ p }) => p.code)
    expect(shifted).toEqual(['P1256', 'P1283', 'P1533', 'P1575'])
  })

  test('exact ties are as many, and of the kinds, that were counted before', () => {
    const ties = results.flatMap(({ unclaimed }) => (unclaimed.tie === null ? [] : [unclaimed.tie]))
    const kinds = Object.groupBy(ties, ({ kind, among }) => `${kind} of ${among.length}`)
    const counts = Object.fromEntries(Object.entries(kinds).map(([kind, list]) => [kind, list!.length]))
    said.push(`ties: ${JSON.stringify(counts)}`)
    expect(ties).toHaveLength(127)
    expect(counts).toEqual({
      'gain of 2': 48,
      'gain of 3': 8,
      'lose of 2': 43,
      'lose of 3': 1,
      'leave of 2': 18,
      'leave of 3': 7,
      'leave of 4': 2,
    })
    const one = results.filter(({ result, p }) => p.delegates === 1 && result.settled !== null)
    expect(one).toHaveLength(12)
  })

  test('twelve precincts have the counts of another one', () => {
    const found = findDuplicates(precincts.map(({ code, initial, final }) => ({ precinct: code, initial, final })))
    expect(found).toHaveLength(12)
    expect(found.filter(({ finding }) => finding.numbers.final === 1)).toHaveLength(6)
  })

  test('all 10,520 published delegate equivalents follow from the delegates', () => {
    let compared = 0
    for (const p of precincts) {
      expect(sdeFindings(p.sde, p.reported, counties.get(p.county)!)).toEqual([])
      compared += Object.keys(p.sde).length
    }
    expect(compared).toBe(10520)
  })

  // Higher head counts than the sum of the groups, which the published SDE of these six sites show.
  const heads: Readonly<Record<string, number>> = {
    S0020: 192,
    S0035: 67,
    S0041: 160,
    S0045: 187,
    S0059: 105,
    S0082: 106,
  }
  const pools: Readonly<Record<string, { sde: number; attendance: number }>> = {
    'CD1 Satellite': { sde: 6, attendance: 448 },
    'CD2 Satellite': { sde: 11, attendance: 943 },
    'CD3 Satellite': { sde: 18, attendance: 1567 },
    'CD4 Satellite': { sde: 4, attendance: 141 },
    'Out of State Satellite': { sde: 4, attendance: 1187 },
  }
  const sites = satellites.map((site) => {
    const attendance = heads[site.code] ?? totalOf(site.initial)
    return { site, attendance, result: computeSite({ rules, attendance, initial: site.initial, final: site.final }) }
  })

  test('78 of the 83 satellites with people agree, three by a coin', () => {
    const visited = sites.filter(({ attendance }) => attendance > 0)
    const verdicts = visited.map(({ site, attendance, result }) => {
      const pool = pools[site.pool]!
      const expected = { attendance, delegates: result.seats }
      const claim = (group: string) => {
        const one = siteSde(1, expected, pool)
        const whole = Array.from({ length: 10 }, (_, n) => n)
        return whole.find((n) => fourDecimals(exact(one.n * BigInt(n), one.d)) === (site.sde[group] ?? '0.0000'))
      }
      const extra = Object.keys(result.delegates).filter((g) => claim(g) === result.delegates[g]! + 1)
      const equal = Object.keys(result.delegates).filter((g) => claim(g) === result.delegates[g])
      const all = extra.length + equal.length === Object.keys(result.delegates).length
      const tied =
        result.tie !== null && extra.length === result.tie.seats && extra.every((g) => result.tie?.among.includes(g))
      return {
        code: site.code,
        verdict: all && extra.length === 0 && result.tie === null ? 'agrees' : all && tied ? 'coin' : 'differs',
      }
    })
    said.push(
      `satellites: ${JSON.stringify(Object.fromEntries(Object.entries(Object.groupBy(verdicts, (v) => v.verdict)).map(([k, v]) => [k, v!.length])))}`,
    )
    expect(sites).toHaveLength(87)
    expect(visited).toHaveLength(83)
    expect(verdicts.filter(({ verdict }) => verdict === 'agrees')).toHaveLength(75)
    expect(verdicts.filter(({ verdict }) => verdict === 'coin')).toHaveLength(3)
    const differing = verdicts.filter(({ verdict }) => verdict === 'differs').map(({ code }) => code)
    expect(differing).toEqual(['S0009', 'S0032', 'S0046', 'S0066', 'S0087'])
  })

  test('every pool is shared out whole', () => {
    for (const [name, pool] of Object.entries(pools)) {
      const of = sites.filter(({ site }) => site.pool === name)
      expect(of.reduce((all, { attendance }) => all + attendance, 0)).toBe(pool.attendance)
    }
  })

  test('the whole chain gives the official national delegates, 14, 12, 8, 6 and 1', () => {
    const byDistrict: Record<string, Record<string, ReturnType<typeof exact>>> = {}
    const perCounty = Object.groupBy(precincts, ({ county, district }) => JSON.stringify([district, county]))
    for (const [key, list] of Object.entries(perCounty)) {
      const [district, county] = JSON.parse(key) as [string, string]
      const worth = sdeOf(addGroups(list!.map(({ reported }) => reported)), counties.get(county)!)
      byDistrict[district] = addSde([byDistrict[district] ?? {}, worth])
    }
    const abroad: Record<string, ReturnType<typeof exact>>[] = []
    for (const { site } of sites) {
      // Published to four decimals only; enough to rank.
      const worth = Object.fromEntries(
        Object.entries(site.sde).map(([g, text]) => [g, exact(Number(text.replace('.', '')), 10000)]),
      )
      const district = /^CD(\d)/.exec(site.pool)?.[1]
      if (district === undefined) abroad.push(worth)
      else byDistrict[district] = addSde([byDistrict[district]!, worth])
    }
    const statewide = addSde([...Object.values(byDistrict), ...abroad])
    const plan = { districts: { 1: 7, 2: 7, 3: 8, 4: 5 }, atLarge: 9, pleo: 5 }
    const result = national(plan, byDistrict, statewide)
    said.push(`national delegates: ${JSON.stringify(result.delegates)}`)
    expect(result.complete).toBe(true)
    const won = Object.fromEntries(Object.entries(result.delegates).filter(([, n]) => n > 0))
    expect(won).toEqual({ Buttigieg: 14, Sanders: 12, Warren: 8, Biden: 6, Klobuchar: 1 })
    expect(fourDecimals(statewide.Sanders!)).toMatch(/^562\.49/)
    const shown = fourDecimals(add(total(Object.values(statewide)), exact(0)))
    said.push(`SDE of all groups: ${shown}`)
  })
})
