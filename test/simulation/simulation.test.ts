import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { playSeed, simulate } from './simulate.ts'

const digestOf = (seed: number): string => {
  const script = fileURLToPath(new URL('digest.ts', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, [script, String(seed)], { encoding: 'utf8' })
  return stdout.trim() || stderr
}

/** `npm run proof simulation` plays ten thousand. A fresh seed a run finds what nobody looked for. */
const SAMPLES = [
  { which: 'fixed', seed: 1, nights: 60 },
  { which: 'fresh', seed: Number(process.env.CAUCUSLINE_SEED ?? Math.floor(Math.random() * 1e9)), nights: 30 },
] as const

describe('invented nights', () => {
  it.each(SAMPLES)('hold: $nights $which ones from seed $seed', { timeout: 600_000 }, async ({ seed, nights }) => {
    const { failure, texts, checks, seconds } = await simulate({ seed, nights, cores: availableParallelism() })
    expect(failure && [failure.seed, failure.violation, ...failure.lines]).toBeNull()
    expect(texts).toBeGreaterThan(10 * nights)
    expect(checks).toBeGreaterThan(2000 * nights)
    console.log(`${nights} nights from seed ${seed}: ${texts} texts, ${checks} checks, ${seconds.toFixed(0)} s`)
  })

  it('comes to the same bytes in another process', { timeout: 180_000 }, async () => {
    const here = (await playSeed(6)).digest
    expect(here).toMatch(/^[0-9a-f]{64}$/)
    expect(digestOf(6)).toBe(here)
  })
})
