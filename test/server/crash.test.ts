import { describe, expect, it } from 'vitest'
import { crashRun } from './crash/run.ts'
import { STEPS } from './crash/steps.ts'

describe('a server that is killed under load', () => {
  it('has every text that it answered, once, as it was answered, and its chains are whole', async () => {
    const run = await crashRun(15, 2020)
    expect(run.problems).toEqual([])
    expect(Object.keys(run.reached).sort()).toEqual([...STEPS, 'random'].sort())
    expect(run.texts).toBeGreaterThan(15)
  }, 400_000)

  it('is found out where it answers before the commit', async () => {
    let problems: readonly string[] = []
    // Whether a text is just then between the two is chance.
    for (let seed = 7; seed < 11 && problems.length === 0; seed++)
      problems = (await crashRun(4, seed, 'reply-before-commit')).problems
    expect(problems).not.toEqual([])
  }, 300_000)
})
