import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ACTORS } from './actors/actors.ts'
import { type Coverage, coverage } from './coverage/coverage.ts'
import { FAULTS } from './faults/faults.ts'
import { type Night, type PlayOptions, playOn, type Violation } from './world/night.ts'
import { type Plan, planOf } from './world/plan.ts'
import { openStorage } from './world/sqlite.ts'

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
  /** The first night with a violation; null where there is none. */
  readonly failure: Failure | null
  /** Of a night that was stopped before a step: the last twenty lines; else null. */
  readonly lines: readonly string[] | null
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
  /** Nights that are played at the same time, each on a core of its own. */
  readonly cores?: number
  readonly progress?: (nights: number, texts: number) => void
  /** Told of each night that failed. */
  readonly failed?: (failure: Failure) => void
}

export const planFor = (seed: number, faults?: readonly string[]): Plan =>
  planOf(
    seed,
    ACTORS.map(({ name }) => name),
    FAULTS,
    faults,
  )

/** Plays one night in this process. */
export const play = async (plan: Plan, options: PlayOptions = {}): Promise<Night> =>
  playOn(await openStorage(plan), plan, options)

export const playSeed = (seed: number, faults?: readonly string[], options: PlayOptions = {}): Promise<Night> =>
  play(planFor(seed, faults), options)

/** What a run keeps of a night: what a worker can hand over. */
export interface Played {
  readonly seed: number
  readonly texts: number
  readonly steps: number
  readonly checks: number
  readonly seen: Night['seen']
  readonly failure: Failure | null
  readonly lines: readonly string[] | null
}

/** Plays one night, and keeps what a run counts of it. */
export async function played(seed: number, faults?: readonly string[], step?: number): Promise<Played> {
  const night = await playSeed(seed, faults, step === undefined ? {} : { step })
  const { violations } = night
  const [violation] = violations
  return {
    seed,
    texts: night.texts,
    steps: night.steps,
    checks: [...night.checks.values()].reduce((sum, times) => sum + times, 0),
    seen: night.seen,
    failure: violation === undefined ? null : { seed, violation, violations, lines: linesBefore(night, violation) },
    lines: step === undefined ? null : night.transcript.slice(-LINES),
  }
}

/** Plays nights, and stops at the first violation. Each night is one seed's, on whatever core. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const began = performance.now()
  const seen = coverage()
  let [nights, texts, steps, checks] = [0, 0, 0, 0]
  let failure: Failure | null = null
  let lines: readonly string[] | null = null
  for await (const night of inOrder(options)) {
    seen.add(night.seen)
    nights += 1
    texts += night.texts
    steps += night.steps
    checks += night.checks
    failure ??= night.failure
    lines = night.lines
    if (night.failure !== null) options.failed?.(night.failure)
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
    failure,
    lines,
  }
}

/** The nights in the order of their seeds. Each core plays every nth of them. */
async function* inOrder({ seed, nights, faults, step, cores = 1 }: SimulateOptions): AsyncGenerator<Played> {
  const last = seed + nights - 1
  if (cores === 1 || nights < 2 * cores) {
    for (let each = seed; each <= last; each += 1) yield await played(each, faults, step)
    return
  }
  const workers = Array.from({ length: cores }, (_, core) => {
    const share: Share = { first: seed + core, last, every: cores, ...(faults && { faults }) }
    return new Worker(new URL('worker.ts', import.meta.url), { workerData: share })
  })
  const nightsOf = workers.map((worker) => on(worker, 'message') as AsyncIterableIterator<[Played]>)
  try {
    for (let each = seed; each <= last; each += 1) {
      const night = await nightsOf[(each - seed) % cores]?.next()
      if (night !== undefined && night.done !== true) yield night.value[0]
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
/** The seeds that one core plays. */
export interface Share {
  readonly first: number
  readonly last: number
  readonly every: number
  readonly faults?: readonly string[]
}

const LINES = 20

/** What happened just before a violation, and the violation itself. */
function linesBefore({ transcript }: Night, { what }: Violation): readonly string[] {
  const at = transcript.findIndex((line) => line.includes('!! ') && line.endsWith(what))
  return transcript.slice(Math.max(0, at - LINES), at + 1)
}

/** Every fault that can be asked for by name. */
export const faultNames: readonly string[] = FAULTS
