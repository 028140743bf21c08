import { afterAll, describe, expect, test } from 'vitest'
import { compute } from '../../src/math/compute.ts'
import { ruleSets } from '../../src/math/rules.ts'
import { threshold } from '../../src/math/threshold.ts'
import type { RuleSet } from '../../src/math/types.ts'
import { broken, mutants } from './mutants.ts'
import { firstFailure, properties } from './properties.ts'
import { firstWrongThreshold } from './thresholds.ts'

/** Another seed on another day: CAUCUSLINE_SEED repeats one. */
const seed = Number(process.env.CAUCUSLINE_SEED ?? 20200203)
const precincts = 20_000

describe('the arithmetic and the rules written another way agree', () => {
  const counted: string[] = []
  afterAll(() => console.log(`seed ${seed}\n${counted.join('\n')}`))

  test.each(Object.values(ruleSets))('$name', (rules) => {
    const { failure, counted: seen } = firstFailure(compute, rules, seed, precincts)
    counted.push(`${rules.name}: ${seen.precincts} precincts, ${seen.ties} ties, ${seen.overFull} over full`)
    expect(failure).toBeNull()
    expect(seen.precincts).toBe(precincts)
    // A sample without ties would show nothing about ties.
    expect(seen.ties).toBeGreaterThan(precincts / 20)
    expect(seen.nobodyViable).toBeGreaterThan(100)
  })
})

test('thresholds are the rational rule for every attendance to 10,000', () => {
  expect(firstWrongThreshold(threshold, 10_000)).toEqual({ wrong: null, compared: 40_000 })
})

describe('a broken copy is noticed', () => {
  test.each(mutants)('$fault', async (mutant) => {
    const copy = await broken(mutant)
    try {
      const noticed = mutant.caughtBy.filter((name) => {
        if (name === 'thresholds') return firstWrongThreshold(copy.threshold, 10_000).wrong !== null
        return firstFailure(copy.compute, ruleSets[mutant.rules] as RuleSet, 1, 5_000, [name]).failure !== null
      })
      expect(noticed).toEqual(mutant.caughtBy)
      expect(noticed.length).toBeGreaterThan(0)
    } finally {
      copy.end()
    }
  })

  test('every property has been made to fail', () => {
    const caught = new Set(mutants.flatMap(({ caughtBy }) => caughtBy))
    expect([...caught].sort()).toEqual([...Object.keys(properties), 'thresholds'].sort())
  })
})
