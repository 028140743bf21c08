import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import { type Files, loadFiles, type Paths } from '../../files/load.ts'
import { problemSentence } from '../../files/problem.ts'
import { demoFiles, loadDemonstration, temporaryFolder } from '../caucus/demonstration.ts'
import { findOrMakeSecret } from '../caucus/secret.ts'
import { example } from '../help.ts'
import { answerNo, exitCode, print, printJson, printNote, several, wrongUsage } from '../io.ts'
import { jsonOption, wholeNumber } from '../options.ts'
import { nightOutcome } from './outcome.ts'
import { type NightPlayed, playNight } from './play.ts'
import { startServer } from './server.ts'
import { summary } from './summary.ts'

interface Options {
  readonly config?: string
  readonly roster?: string
  readonly counties?: string
  readonly reports?: string
  readonly precincts?: string
  readonly concurrency: string
  readonly db?: string
  readonly json?: true
}

/** `caucusline replay`: plays a whole night against a real server process, and judges it by the record. */
export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description(
      'Play a whole night: every chair texts over signed webhooks to a real server process; then what was approved, refused and why, and what differs.',
    )
    .option('--config <file>', 'caucus.json (without files: the demonstration caucus)')
    .option('--roster <file>', 'roster.csv')
    .option('--counties <file>', 'counties.csv')
    .option('--reports <file>', 'reports.csv: what each precinct reported')
    .option('--precincts <n>', 'only the first so many precincts of the roster')
    .option('--concurrency <n>', 'so many chairs text at once', '32')
    .option('--db <file>', 'keep the night in this new file')
    .option(...jsonOption)
    .addHelpText(
      'after',
      example(
        'caucusline replay --precincts 5',
        'caucusline replay --config caucus.json --roster roster.csv --counties counties.csv --reports reports.csv --json',
      ),
    )
    .action(replay)
}

async function replay(options: Options): Promise<void> {
  const paths = pathsOf(options)
  const concurrency = wholeNumber(options.concurrency, 1)
  const precincts = options.precincts === undefined ? Number.POSITIVE_INFINITY : wholeNumber(options.precincts, 1)
  if (paths === null)
    return wrongUsage('Give --config, --roster and --reports together.', 'See caucusline replay --help')
  if (concurrency === null || precincts === null)
    return wrongUsage('--precincts and --concurrency are whole numbers from 1.', 'See caucusline replay --help')
  if (options.db !== undefined && existsSync(options.db))
    return wrongUsage(`${options.db} is there already: a night is played into a new file.`)
  const loading = loadFiles(paths)
  if (!loading.ok) return answerNo(...loading.problems.map(problemSentence), '', 'Nothing was played.')
  const folder = temporaryFolder()
  try {
    await playInto(options.db ?? join(folder.path, 'night.db'), loading.files, {
      precincts,
      concurrency,
      json: options.json === true,
    })
  } finally {
    folder.remove()
  }
}

function pathsOf({ config, roster, counties, reports }: Options): Paths | null {
  if ([config, roster, counties, reports].every((path) => path === undefined)) return demoFiles
  if (config === undefined || roster === undefined || reports === undefined) return null
  return { config, roster, reports, ...(counties !== undefined && { counties }) }
}

interface NightOptions {
  readonly precincts: number
  readonly concurrency: number
  readonly json: boolean
}

async function playInto(db: string, files: Files, options: NightOptions): Promise<void> {
  const secret = findOrMakeSecret(db, undefined)
  if (!secret.ok) return answerNo(secret.problem)
  const { database: fresh } = await loadDemonstration(files, db, secret.secret)
  await fresh.close()
  const night = await playWithProgress(db, secret.secret, files, options)
  const database = openSqlite(db)
  const rows = await recordReader(database).reports()
  await database.close()
  const { outcome, conservation } = nightOutcome(files, night, rows)
  if (options.json) printJson(outcome)
  else for (const line of summary(outcome, conservation)) print(line)
  const failures = [
    ...(conservation.wrong.length === 0 ? [] : [`On record otherwise than reported: ${conservation.wrong.join(', ')}`]),
    ...(night.undelivered === 0 ? [] : [`${several(night.undelivered, 'text')} found no answer: the server failed.`]),
  ]
  for (const line of failures) printNote(line)
  if (failures.length > 0) process.exitCode = exitCode.no
}

/** Lines of the server's log that are shown: more say the same. */
const MOST_COMPLAINTS = 3

/** Plays the night on a server process, with a progress bar when stderr is a terminal. */
async function playWithProgress(
  db: string,
  secret: string,
  files: Files,
  { precincts, concurrency }: NightOptions,
): Promise<NightPlayed> {
  const server = await startServer(db, secret, files.caucus.phone)
  const format = '{bar} {value}/{total} precincts, {approved} approved, {eta_formatted} to go'
  const bar = new SingleBar({
    format,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 30,
    noTTYOutput: false,
  })
  const onTerminal = process.stderr.isTTY === true
  if (onTerminal) bar.start(Math.min(precincts, files.roster.length), 0, { approved: 0 })
  try {
    const progress = (done: number, approved: number) => {
      if (onTerminal) bar.update(done, { approved })
    }
    return await playNight(files, server, { precincts, concurrency, progress })
  } finally {
    if (onTerminal) bar.stop()
    await server.stop()
    const { complaints } = server
    for (const line of complaints.slice(0, MOST_COMPLAINTS)) printNote(`The server: ${line}`)
    if (complaints.length > MOST_COMPLAINTS)
      printNote(`The server complained ${several(complaints.length, 'time')} in all.`)
  }
}
