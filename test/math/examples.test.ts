import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerMathLine } from '../../src/cli/math/json-lines.ts'
import { compareCards, parseCard } from '../../src/math/cards.ts'
import { compute } from '../../src/math/compute.ts'
import { type Exact, exact, fourDecimals, fraction } from '../../src/math/fraction.ts'
import { nationalShare } from '../../src/math/national.ts'
import { precinctDelegates } from '../../src/math/precinct-delegates.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { siteDelegates, siteSde } from '../../src/math/satellite.ts'
import { sde } from '../../src/math/sde.ts'
import { threshold } from '../../src/math/threshold.ts'
import type { Groups } from '../../src/math/types.ts'
import { sharedData } from '../shared.ts'

const folder = sharedData()
if (folder === null) console.log('Not run: the worked examples are not beside this checkout.')

// biome-ignore lint/suspicious/noExplicitAny: each kind of example has its own fields
type Example = any

const read = (name: string): Example[] =>
  folder === null
    ? []
    : readFileSync(`${folder}/math/${name}.jsonl`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))

const onlyWinners = (groups: Groups) => Object.fromEntries(Object.entries(groups).filter(([, n]) => n > 0))

describe.runIf(folder !== null)('whole precincts', () => {
  const examples = read('precinct_examples')

  test('there are twelve', () => expect(examples).toHaveLength(12))

  test.each(examples)('$id', (e: Example) => {
    const input = {
      rules: ruleSets[e.rules]!,
      delegates: e.delegates,
      attendance: e.attendance,
      initial: e.first ?? null,
      final: e.final,
    }
    const result = compute(input)
    if (e.delegates > 1) expect(result.threshold).toBe(e.threshold)
    for (const [group, shown] of Object.entries(e.raw4 ?? {})) {
      expect(fourDecimals(result.raw[group]!), group).toBe(shown)
    }
    // Two lines have no official answer (the source's text breaks off, or the source contradicts itself): ours is given.
    const due = onlyWinners(e.expected ?? e.computed)
    if (e.tie === undefined) {
      expect(onlyWinners(result.delegates)).toEqual(due)
      expect(result.tie).toBeNull()
      return
    }
    const kept = e.tie.among.length - e.tie.count
    expect(result.tie).toEqual({ kind: e.tie.kind, among: [...e.tie.among].sort(), seats: kept })
    const before = Object.entries(e.before_tie as Groups).map(([g, n]) => [g, n - (e.tie.among.includes(g) ? 1 : 0)])
    expect(onlyWinners(result.delegates)).toEqual(Object.fromEntries(before))
    // In one line the expected state is the one before the toss; elsewhere it names the winner.
    if (e.id === 'warren-tie2') return
    const winner = e.cards ?? e.tie.among.filter((group: string) => e.expected[group] === e.before_tie[group])
    const settled = compute({ ...input, winner })
    expect(onlyWinners(settled.delegates)).toEqual(due)
    expect(settled.tie).toBeNull()
  })

  test('the same lines through the JSON door', () => {
    for (const e of examples) {
      const { id, rules, delegates, attendance, first, final } = e
      const line = answerMathLine({ id, rules, delegates, attendance, first, final }, '')
      if ('error' in line) throw new Error(line.error)
      if (e.tie === undefined) expect(onlyWinners(line.delegates)).toEqual(onlyWinners(e.expected ?? e.computed))
    }
  })
})

describe.runIf(folder !== null)('other examples', () => {
  const examples = read('other_examples')
  const values = (groups: Groups): Record<string, Exact> =>
    Object.fromEntries(Object.entries(groups).map(([g, n]) => [g, exact(Math.round(n * 1000), 1000)]))

  const kinds: Record<string, (e: Example) => void> = {
    threshold: (e) => {
      // With one delegate there is none; some programs print 0 or half of the room.
      const due = e.delegates === 1 ? null : e.expected
      expect(threshold(ruleSets.ia2020!, e.delegates, e.attendance)).toBe(due)
    },
    raw: (e) => {
      const raw = fraction(e.members * e.delegates, e.attendance)
      expect(raw.n / raw.d).toBe(Number(e.expected_raw))
      const rest = { rules: ruleSets.ia2020!, delegates: e.delegates, attendance: e.attendance, initial: null }
      const { steps } = compute({ ...rest, final: { A: e.members, B: e.attendance - e.members } })
      expect(steps.find(({ step }) => step === 'round')?.values?.A).toBe(e.expected_rounded)
    },
    sde: (e) => {
      const county = { countyDelegates: e.county_delegates, stateDelegates: e.state_delegates }
      expect(fourDecimals(sde(e.delegates, county))).toBe(e.expected)
    },
    satellite: (e) => {
      const rest = {
        rules: ruleSets.ia2020!,
        delegates: e.site_delegates,
        attendance: e.site_attendance,
        initial: null,
      }
      const { delegates } = compute({ ...rest, final: e.final })
      expect(onlyWinners(delegates)).toEqual(e.expected_delegates)
      const site = { attendance: e.site_attendance, delegates: e.site_delegates }
      const pool = { sde: e.pool_sde, attendance: e.pool_attendance }
      for (const [group, shown] of Object.entries(e.expected_sde)) {
        expect(fourDecimals(siteSde(delegates[group]!, site, pool))).toBe(shown)
      }
    },
    satellite_delegates: (e) => expect(siteDelegates(e.attendance)).toBe(e.expected),
    national: (e) => {
      const share = e.shares
        ? nationalShare(e.delegates, values(e.shares), exact(100))
        : nationalShare(e.delegates, values(e.county_delegates))
      expect(share.tie).toBeNull()
      expect(onlyWinners(share.delegates)).toEqual(e.expected ?? e.computed)
      for (const [group, shown] of Object.entries(e.expected_raw_2dp ?? {})) {
        const raw = share.raw[group]!
        // The source rounds some of its decimals and cuts others off.
        expect(Math.abs(Number(raw.n) / Number(raw.d) - Number(shown))).toBeLessThan(0.01)
      }
      for (const [group, whole] of Object.entries(e.expected_first ?? {})) {
        const raw = share.raw[group]!
        expect(Number(raw.n / raw.d)).toBe(whole)
      }
    },
    nv_apportionment: (e) => expect(precinctDelegates(e.county_democrats, e.precinct_democrats)).toBe(e.expected),
    one_delegate: (e) => {
      const named = (list: unknown[]) => Object.fromEntries(list.map((value, i) => [`G${i}`, value]))
      const drawn = Object.entries(named(e.cards)).filter(([, card]) => card !== null) as [string, string][]
      const result = compute({
        rules: ruleSets.nv2020!,
        delegates: 1,
        attendance: null,
        initial: null,
        final: named(e.final) as Groups,
        winner: Object.fromEntries(drawn),
      })
      expect(Object.values(result.delegates)).toEqual(e.expected)
    },
    card_compare: (e) => expect(compareCards(e.a, e.b)).toBe(e.expected),
    card_parse: (e) => expect(parseCard(e.card)).toBe(e.expected),
    threshold_share: (e) => {
      const final = Object.fromEntries(e.shares.map((share: number, i: number) => [`G${i}`, Math.round(share * 100)]))
      const rest = { rules: ruleSets.nv2020!, delegates: e.delegates, attendance: 100, initial: null }
      const { steps } = compute({ ...rest, final: final as Groups })
      expect(steps.find(({ step }) => step === 'lowered')?.numbers.threshold).toBe(Math.round(e.expected * 100))
    },
    walking_subcaucus: (e) => {
      const result = compute({
        rules: ruleSets.mn_dfl!,
        delegates: e.delegates,
        attendance: null,
        initial: e.members,
        final: e.members,
      })
      expect(result.threshold).toBe(e.viability_number)
      expect(onlyWinners(result.delegates)).toEqual(e.computed)
    },
    gop: (e) => {
      const rest = { rules: ruleSets.ia_gop!, delegates: e.delegates, attendance: e.total, initial: null }
      expect(compute({ ...rest, final: e.votes }).delegates).toEqual(e.expected)
    },
  }

  test('there are 42, of thirteen kinds', () => {
    expect(examples).toHaveLength(42)
    expect([...new Set(examples.map((e) => e.kind))].sort()).toEqual(Object.keys(kinds).sort())
  })

  test.each(examples)('$kind $id', (e: Example) => {
    expect.hasAssertions()
    kinds[e.kind]!(e)
  })
})
