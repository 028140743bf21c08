import { ACTORS } from './actors/actors.ts'
import { type Coverage, coverage } from './coverage/coverage.ts'
import { FAULTS } from './faults/faults.ts'
import { knownFault } from './known-faults.ts'
import { type Night, type PlayOptions, play, type Violation } from './world/night.ts'
import { type Plan, planOf } from './world/plan.ts'

/** What a run of nights came to. */
export interface Simulated {
  readonly firstSeed: number
  readonly nights: number
  readonly texts: number
  readonly steps: number
  readonly faults: number
  readonly checks: number
  readonly seconds: number
  readonly coverage: Coverage
  /** Violations by the name of the known fault. */
  readonly known: Readonly<
    Record<string, { readonly times: number; readonly issue: number; readonly seed: number; readonly sentence: string }>
  >
  /** The first night with a violation that nobody knows of; null where there is none. */
  readonly failure: Failure | null
}
export interface Failure {
  readonly seed: number
  readonly violation: Violation
  readonly violations: readonly Violation[]
  /** The last twenty lines before it. */
  readonly lines: readonly string[]
}

export interface SimulateOptions {
  readonly seed: number
  readonly nights: number
  /** Only these faults are switched on; left out: as each seed draws them. */
  readonly faults?: readonly string[]
  /** Of one night: stop before this step. */
  readonly step?: number
  /** Go on after a failure, and count. */
  readonly all?: boolean
  readonly progress?: (nights: number, texts: number) => void
}

export const planFor = (seed: number, faults?: readonly string[]): Plan =>
  planOf(
    seed,
    ACTORS.map(({ name }) => name),
    FAULTS,
    faults,
  )

export const playSeed = (seed: number, faults?: readonly string[], options: PlayOptions = {}): Promise<Night> =>
  play(planFor(seed, faults), options)

/** Plays nights one after the other, and stops at the first violation that nobody knows of. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const began = performance.now()
  const seen = coverage()
  const known: Record<string, { times: number; issue: number; seed: number; sentence: string }> = {}
  let [nights, texts, steps, checks] = [0, 0, 0, 0]
  let failure: Failure | null = null
  for (let seed = options.seed; seed < options.seed + options.nights; seed += 1) {
    const night = await playSeed(seed, options.faults, options.step === undefined ? {} : { step: options.step })
    seen.add(night)
    nights += 1
    texts += night.texts
    steps += night.steps
    for (const times of night.checks.values()) checks += times
    for (const violation of night.violations) {
      const fault = knownFault(violation)
      if (fault === null) {
        failure ??= {
          seed,
          violation,
          violations: night.violations.filter((other) => knownFault(other) === null),
          lines: linesBefore(night, violation),
        }
        continue
      }
      const { sentence, issue } = fault
      known[fault.name] = {
        sentence,
        issue,
        seed: known[fault.name]?.seed ?? seed,
        times: (known[fault.name]?.times ?? 0) + 1,
      }
    }
    options.progress?.(nights, texts)
    if (failure !== null && options.all !== true) break
  }
  const result = seen.result()
  return {
    firstSeed: options.seed,
    nights,
    texts,
    steps,
    faults: Object.values(result.seen.fault).reduce((sum, times) => sum + times, 0),
    checks,
    seconds: (performance.now() - began) / 1000,
    coverage: result,
    known,
    failure,
  }
}

const LINES = 20

/** What happened just before a violation, and the violation itself. */
function linesBefore({ transcript }: Night, { what }: Violation): readonly string[] {
  const at = transcript.findIndex((line) => line.includes('!! ') && line.endsWith(what))
  return transcript.slice(Math.max(0, at - LINES), at + 1)
}

/** Every fault that can be asked for by name. */
export const faultNames: readonly string[] = FAULTS
