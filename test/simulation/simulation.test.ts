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

/**
 * Nights that are played each time. `npm run proof simulation` plays ten thousand of a fresh seed; a fresh seed joins this run
 * when they hold, since one in some hundred nights still finds something.
 */
const FIXED = { seed: 1, nights: 50 }

describe('invented nights', () => {
  it(`hold: ${FIXED.nights} from seed ${FIXED.seed}`, { timeout: 600_000 }, async () => {
    const { failure, texts, checks, seconds } = await simulate({ ...FIXED, cores: availableParallelism() })
    expect(failure && [failure.seed, failure.violation, ...failure.lines]).toBeNull()
    expect(texts).toBeGreaterThan(10 * FIXED.nights)
    expect(checks).toBeGreaterThan(2000 * FIXED.nights)
    console.log(
      `${FIXED.nights} nights from seed ${FIXED.seed}: ${texts} texts, ${checks} checks, ${seconds.toFixed(0)} s`,
    )
  })

  it('comes to the same bytes in another process', { timeout: 180_000 }, async () => {
    const here = (await playSeed(6)).digest
    expect(here).toMatch(/^[0-9a-f]{64}$/)
    expect(digestOf(6)).toBe(here)
  })
})
