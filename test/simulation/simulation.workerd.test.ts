import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ACTORS } from './actors/actors.ts'
import { FAULTS } from './faults/faults.ts'
import { d1Storage } from './world/d1.ts'
import { playOn } from './world/night.ts'
import { planOf } from './world/plan.ts'

/** Fixed nights of four precincts: each queue, phone and correction takes part in one of them. */
const NIGHTS = [
  { seed: 16, actors: ['operators', 'borrowers', 'habits', 'reminders'] },
  { seed: 17, actors: ['operators', 'spoofer', 'corrector', 'administrator'] },
  { seed: 27, actors: ['operators', 'supervisor', 'readers', 'clerk'] },
]
/** In each of them writes fail, and the program is thrown away in the midst of one: D1 outlives it. */
const DISK = ['disk-fails', 'disk-full', 'crash-before-commit', 'crash-after-commit']

describe('invented nights on D1 in workerd', () => {
  const seen = new Set<string>()
  it.each(NIGHTS)('holds in night $seed', { timeout: 120_000 }, async ({ seed, actors }) => {
    await reset()
    await applyD1Migrations(env.DB, env.MIGRATIONS)
    const names = ACTORS.map(({ name }) => name)
    const drawn = planOf(seed, names, FAULTS)
    const faults = [...new Set([...drawn.faults, ...DISK])]
    const night = await playOn(d1Storage(env.DB), { ...drawn, precincts: 4, actors, faults })
    expect(night.violations).toEqual([])
    expect(night.texts).toBeGreaterThan(10)
    for (const fault of night.seen.get('fault')?.keys() ?? []) seen.add(fault)
  })

  it('threw the program away', () => {
    expect(DISK.filter((fault) => fault.startsWith('crash') && seen.has(fault))).not.toEqual([])
  })
})
