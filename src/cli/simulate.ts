import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import type { Simulated } from '../../test/simulation/simulate.ts'
import { example } from './help.ts'
import { answerNo, exitCode, print, printJson, printNote, several, wrongUsage } from './io.ts'
import { jsonOption, wholeNumber } from './options.ts'

interface Options {
  readonly seed?: string
  readonly nights: string
  readonly faults?: string
  readonly step?: string
  readonly all?: true
  readonly json?: true
}

/** It comes with the sources, and not with an installation. */
const SIMULATOR = new URL('../../test/simulation/simulate.ts', import.meta.url)

/** `caucusline simulate`: whole invented nights in virtual time, from one seed, against the sentences that must hold. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'Play invented nights in virtual time, with everything that can go wrong, and check what must always be true.',
    )
    .option('--seed <n>', 'the first night’s seed (left out: a fresh one, which is printed)')
    .option('--nights <n>', 'so many nights, a seed each', '100')
    .option('--faults <list>', 'only these faults, separated by commas; `none` for none')
    .option('--step <n>', 'with --seed: stop that night before this step, and print what happened until then')
    .option('--all', 'go on after a failure')
    .option(...jsonOption)
    .addHelpText(
      'after',
      example('caucusline simulate --nights 1000', 'caucusline simulate --seed 4711 --nights 1 --faults twice,late'),
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const nights = options.step === undefined ? wholeNumber(options.nights, 1) : 1
  const seed = options.seed === undefined ? Math.floor(Math.random() * 1_000_000) : seedOf(options.seed)
  const step = options.step === undefined ? undefined : wholeNumber(options.step, 1)
  if (nights === null || seed === null || step === null)
    return wrongUsage(
      '--seed is a whole number of at most 15 digits, --nights and --step are whole numbers from 1 to 9,999,999.',
      'See caucusline simulate --help',
    )
  if (step !== undefined && options.seed === undefined)
    return wrongUsage('--step needs the --seed of its night.', 'See caucusline simulate --help')
  if (!existsSync(fileURLToPath(SIMULATOR)))
    return answerNo(
      'The simulator is part of the sources (test/simulation), and this installation has only the program.',
    )
  const { simulate, faultNames } = await import('../../test/simulation/simulate.ts')
  const faults = options.faults?.split(',').filter((name) => name !== 'none' && name !== '')
  const unknown = faults?.find((name) => !faultNames.includes(name))
  if (unknown !== undefined) return wrongUsage(`There is no fault "${unknown}". There are: ${faultNames.join(', ')}.`)
  const bar = progressBar(nights)
  const interrupted = (): void => {
    bar?.stop()
    printNote(`Interrupted. The first night was: caucusline simulate --seed ${seed}`)
    process.exit(130)
  }
  process.once('SIGINT', interrupted)
  const result = await simulate({
    seed,
    nights,
    ...(faults && { faults }),
    ...(step !== undefined && { step }),
    ...(options.all && { all: true }),
    cores: availableParallelism(),
    failed: (failure) => {
      if (options.all && !options.json) printNote(failureLine(failure))
    },
    progress: (done, texts) => bar?.update(done, { texts }),
  }).finally(() => bar?.stop())
  process.off('SIGINT', interrupted)
  if (options.json) printJson(result)
  else if (result.lines !== null) for (const line of result.lines) print(line)
  else for (const line of summary(result)) print(line)
  const { failure } = result
  if (failure === null) return
  if (!options.json) for (const line of failureWords(failure, options.faults)) printNote(line)
  process.exitCode = exitCode.no
}

const seedOf = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)

/** For somebody who watches. */
function progressBar(nights: number): SingleBar | null {
  if (process.stderr.isTTY !== true) return null
  const bar = new SingleBar({
    format: '{bar} {value}/{total} nights, {texts} texts, {eta_formatted} to go',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
  })
  bar.start(nights, 0, { texts: 0 })
  return bar
}

function summary({ firstSeed, nights, texts, faults, checks, seconds, coverage }: Simulated): readonly string[] {
  const last = firstSeed + nights - 1
  const never = Object.entries(coverage.never).filter(([, names]) => names.length > 0)
  return [
    `${several(nights, 'night')} (seed ${firstSeed}${last > firstSeed ? ` to ${last}` : ''}), ${several(texts, 'text')}, ${several(faults, 'fault')} injected, ${several(checks, 'check')} of what must hold.`,
    `${(nights / seconds).toFixed(1)} nights and ${Math.round(texts / seconds)} texts a second.`,
    ...Object.entries(coverage.seen)
      .filter(([, names]) => Object.keys(names).length > 0)
      .map(([kind, names]) => `Seen, ${kind}: ${Object.keys(names).length}.`),
    ...never.map(([kind, names]) => `Never seen, ${kind}: ${names.join(', ')}.`),
    ...Object.entries(coverage.unreachable).flatMap(([kind, reasons]) =>
      Object.entries(reasons).map(([name, reason]) => `Never seen, and why, ${kind}: ${name}. ${reason}`),
    ),
  ]
}

type Failure = NonNullable<Simulated['failure']>

/** One line a failed night, for a run that goes on. */
const failureLine = ({ seed, violation: { step, invariant, kind, what } }: Failure): string =>
  `Seed ${seed}, step ${step}: ${invariant} ${kind}: ${what}`

const failureWords = ({ seed, violation, lines }: Failure, faults: string | undefined): readonly string[] => [
  '',
  `Seed ${seed}, step ${violation.step}: ${violation.invariant}, ${violation.name}, does not hold.`,
  violation.what,
  '',
  ...lines,
  '',
  `Play it again: caucusline simulate --seed ${seed} --nights 1${faults === undefined ? '' : ` --faults ${faults}`}`,
  `Stop before it: caucusline simulate --seed ${seed} --step ${violation.step}${faults === undefined ? '' : ` --faults ${faults}`}`,
]
