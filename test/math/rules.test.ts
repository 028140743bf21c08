import { describe, expect, test } from 'vitest'
import { compute } from '../../src/math/compute.ts'
import { countsOnce, makeRules, ruleOptions, ruleSets } from '../../src/math/rules.ts'
import { threshold, viable } from '../../src/math/threshold.ts'
import type { RuleSet } from '../../src/math/types.ts'

const error = (stated: Parameters<typeof makeRules>[0]) => {
  const made = makeRules(stated)
  return made.ok ? null : made.error
}

describe('rules by name', () => {
  test('are what they say', () => {
    for (const [name, rules] of Object.entries(ruleSets)) {
      expect(rules.name).toBe(name)
      expect(makeRules(name)).toEqual({ ok: true, rules })
      for (const [option, values] of Object.entries(ruleOptions)) {
        expect(values).toContain(rules[option as keyof typeof ruleOptions])
      }
    }
  })

  test('that nobody knows are refused with the names that are', () => {
    expect(error('ia2030')).toMatch(/^There are no rules called "ia2030"; known: ia2020, /)
    expect(error('constructor')).toMatch(/no rules called/)
  })
})

describe('rules of a party’s own', () => {
  test('start from a base and change what differs', () => {
    const made = makeRules({ name: 'xx2028', base: 'ia2020', lock: false, reports: ['attendance', 'initial', 'final'] })
    const rules = { ...ruleSets.ia2020, name: 'xx2028', lock: false, reports: ['attendance', 'initial', 'final'] }
    expect(made).toEqual({ ok: true, rules })
    expect(makeRules({ name: 'mine' })).toEqual({ ok: true, rules: { ...ruleSets.ia2020, name: 'mine' } })
  })

  test.each<[Parameters<typeof makeRules>[0], RegExp]>([
    [{ name: 'ia2020', base: 'ia2016' }, /name "ia2020" is taken/],
    [{ name: '' }, /need a name/],
    [{ name: 'x', base: 'nope' }, /no rules called "nope"/],
    [{ name: 'x', colour: 'red' }, /no option called "colour"/],
    [{ name: 'x', chance: 'dice' }, /"chance" is one of: coin, cards, lot/],
    [{ name: 'x', reports: [] }, /"reports" is a list of/],
    [{ name: 'x', reports: 'final' }, /"reports" is a list of/],
    [{ name: 'x', reports: ['rumours'] }, /"reports" is a list of/],
    [{ name: 'x', reports: ['attendance'] }, /at least one of initial and final/],
    [{ name: 'x', oneDelegate: 'ordinary' }, /table has no threshold for one delegate/],
    [{ name: 'x', overFull: 'none' }, /"overFull" must say/],
  ])('%j is answered with a sentence', (stated, sentence) => expect(error(stated)).toMatch(sentence))

  test('one count means one round', () => {
    expect([ruleSets.ia2020!, ruleSets.prop15!, ruleSets.mn_dfl!].map(countsOnce)).toEqual([false, true, false])
    // Whichever of the two it is.
    expect(countsOnce({ ...ruleSets.ia2020!, reports: ['attendance', 'initial'] })).toBe(true)
  })

  test('a count sent as initial is the only count where there is one round', () => {
    const rest = { rules: ruleSets.prop15!, delegates: 5, attendance: null }
    const r = compute({ ...rest, initial: { A: 47, B: 31, C: 14, D: 8 }, final: null })
    expect([r.finalNotNeeded, r.delegates]).toEqual([true, { A: 3, B: 2, C: 0, D: 0 }])
    expect(r.findings.map(({ code }) => code)).toEqual(['NONVIABLE_IN_FINAL'])
  })

  test('under a bar of 15 % of the votes a group can grow and have less to hope for', () => {
    const share = (third: number) => {
      const final = { A: 36, B: 10, C: third, D: 10 }
      return compute({ rules: ruleSets.prop15!, delegates: 2, attendance: null, initial: null, final })
    }
    expect(share(10)).toMatchObject({ delegates: { A: 1, C: 0 }, tie: { among: ['B', 'C', 'D'], seats: 1 } })
    expect(share(11)).toMatchObject({ delegates: { A: 2, C: 0 }, tie: null, viable: ['A', 'C'] })
  })

  test('options that contradict each other end in a result all the same', () => {
    const impossible: RuleSet = { ...ruleSets.ia2020!, overFull: 'none' }
    const final = { A: 30, B: 30, C: 40 }
    const r = compute({ rules: impossible, delegates: 2, attendance: 100, initial: final, final })
    expect(r.delegates).toEqual({ A: 1, B: 1, C: 1 })
  })
})

describe('the threshold', () => {
  test('of nobody, for nothing, or by no rule, is none', () => {
    expect(threshold(ruleSets.ia2020!, 5, 0)).toBeNull()
    expect(threshold(ruleSets.ia2020!, 0, 100)).toBeNull()
    expect(threshold(ruleSets.ia2020!, 1, 100)).toBeNull()
    expect(threshold(ruleSets.ia_gop!, 40, 100)).toBeNull()
  })

  test.each([
    ['ia2020', 2, 100, 25],
    ['ia2020', 2, 101, 26],
    ['ia2020', 3, 100, 17],
    ['ia2020', 4, 100, 15],
    ['ia2020', 36, 860, 129],
    ['mn_dfl', 5, 30, 6],
    ['mn_dfl', 7, 30, 5],
    ['prop15', 5, 101, 16],
  ])('%s, %i delegates, %i people: %i', (rules, seats, people, due) => {
    expect(threshold(ruleSets[rules]!, seats, people)).toBe(due)
  })

  test('an empty group is never viable', () => {
    expect(viable(null, [0, 1])).toEqual([false, true])
    expect(viable(2, [0, 1, 2, 3])).toEqual([false, false, true, true])
  })
})
