import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What every benchmark shares: a folder, things that end with it, interleaved rounds, medians, and how they print. */

const endings: (() => unknown)[] = []

/** Does this when the benchmark ends, however it ends; the last registered first. */
export const atEnd = (ending: () => unknown): void => void endings.push(ending)

/** Runs one benchmark, then what `atEnd` registered. */
export async function runBenchmark(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } finally {
    for (const ending of endings.reverse()) await ending()
  }
}

let folder: string | null = null

/** A path in the benchmark's own folder, which is removed at the end. */
export function temporaryFile(name: string): string {
  if (folder === null) {
    const made = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
    folder = made
    atEnd(() => rmSync(made, { recursive: true, force: true }))
  }
  return join(folder, name)
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Measures every variant in every round, so that what else the machine does moves all of them; every other round goes
 * through them backwards. Round 0 warms up and is dropped.
 * @returns for each variant one result a round, in the order of the rounds.
 */
export async function interleaved<Name extends string, Result>(
  rounds: number,
  variants: Readonly<Record<Name, (round: number) => Promise<Result>>>,
  show: (round: number, results: Readonly<Record<Name, Result>>) => void = () => {},
): Promise<Readonly<Record<Name, readonly Result[]>>> {
  const names = Object.keys(variants) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Result[]>
  for (let round = 0; round <= rounds; round += 1) {
    const measured = {} as Record<Name, Result>
    for (const name of round % 2 === 0 ? names : names.toReversed()) measured[name] = await variants[name](round)
    if (round === 0) continue
    for (const name of names) results[name].push(measured[name])
    show(round, measured)
  }
  return results
}

/** The value that `share` of the values do not exceed, 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** The median over the rounds of what one variant is of another: noise that moves a whole round cancels out. */
export const medianRatio = (values: readonly number[], base: readonly number[]): number =>
  median(values.map((value, round) => value / (base[round] ?? value)))

/** `5,786 (5,153 to 6,108)`: the median, the lowest and the highest. */
export function spread(values: readonly number[], digits = 0): string {
  const show = (value: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`
}

/** `6.1 / 22.0 / 39.4`: these percentiles of the values. */
export const percentiles = (values: readonly number[], shares: readonly number[]): string =>
  shares.map((share) => percentile(values, share).toFixed(1)).join(' / ')

export const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)
