import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { demoFiles, loadDemonstration } from '../src/cli/caucus/demonstration.ts'
import { playChair, roomTerms, type Send } from '../src/cli/replay/chair.ts'
import type { NightOutcome } from '../src/cli/replay/outcome.ts'
import { startServer } from '../src/cli/replay/server.ts'
import { type Files, loadFiles, type Paths } from '../src/files/load.ts'
import { makeSecret } from '../src/keys/secret.ts'
import { systemClock } from '../src/server/clock.ts'
import { simulatedCarrier } from '../src/sms/simulated/carrier.ts'
import type { Run } from './bench.ts'
import { atEnd, interleaved, median, percentiles, sleep, spread, temporaryFile } from './harness.ts'

/** Chairs who begin their report in a second, three texts each: Iowa's night in four minutes. */
const CHAIRS_A_SECOND = 7
const READS_A_SECOND = 500

/** The files of a caucus in a folder; without a folder those of the demonstration. */
const pathsIn = (folder: string | undefined): Paths =>
  folder === undefined
    ? demoFiles
    : {
        config: `${folder}/caucus.json`,
        roster: `${folder}/roster.csv`,
        counties: `${folder}/counties.csv`,
        reports: `${folder}/reports.csv`,
      }

/**
 * Chairs text at a steady pace to a server process as in the night; in every other turn readers ask for public pages
 * beside them. Half of the readers have the page already (304), half do not.
 */
export const readers: Run = async ([folder, rounds = '5', seconds = '8']) => {
  const loading = loadFiles(pathsIn(folder))
  if (!loading.ok) throw new Error('the files are not right: try caucusline init with them')
  const { files } = loading
  const [secret, db] = [makeSecret(), temporaryFile('night.db')]
  await (await loadDemonstration(files, db, secret)).database.close()
  const server = await startServer(db, secret, files.caucus.phone)
  atEnd(() => server.stop())
  const carrier = simulatedCarrier({ ...server.account, post: (request) => fetch(request), clock: systemClock })
  const chairs = chairsOf(files)
  /** Lets chairs begin at a steady pace, whether or not those before are done. @returns milliseconds to each answer. */
  const quiet = async () => {
    const waits: number[] = []
    const pending: Promise<unknown>[] = []
    for (let n = 0; n < Number(seconds) * CHAIRS_A_SECOND; n += 1) {
      const { phone, play } = chairs.next().value
      const send: Send = async (body) => {
        const start = performance.now()
        const { reply } = await carrier.text(phone, body)
        waits.push(performance.now() - start)
        return reply
      }
      pending.push(play(send))
      await sleep(1000 / CHAIRS_A_SECOND)
    }
    await Promise.all(pending)
    return waits
  }
  let reads = 0
  let wrong = 0
  const besideReaders = async () => {
    const [waits, { requests, errors, timeouts, ...answers }] = await Promise.all([
      quiet(),
      read(server.account.publicUrl, Number(seconds)),
    ])
    reads += requests.total
    wrong += errors + timeouts + answers['4xx'] + answers['5xx']
    return waits
  }
  const waits = await interleaved(Number(rounds), { quiet, 'with readers': besideReaders })
  console.log(`milliseconds, ${rounds} rounds of ${seconds} s each, interleaved: median / 95 % / 99 %`)
  for (const [name, lists] of Object.entries(waits))
    console.log(`${name.padEnd(14)}${percentiles(lists.flat(), [0.5, 0.95, 0.99])}   ${lists.flat().length} texts`)
  const change = (median(waits['with readers'].flat()) / median(waits.quiet.flat()) - 1) * 100
  console.log(
    `Readers: ${Math.round(reads / ((Number(rounds) + 1) * Number(seconds)))} requests/s, ${wrong} not answered. Median of chairs ${change >= 0 ? '+' : ''}${change.toFixed(0)} %.`,
  )
}

/** Every chair in turn, again and again with other numbers: after the first time they are corrections. */
function* chairsOf(files: Files): Generator<{ phone: string; play: (send: Send) => Promise<unknown> }, never> {
  const lines = new Map(files.roster.map((line) => [line.precinct, line]))
  for (let more = 0; ; more += 1) {
    for (const night of files.reports) {
      const line = lines.get(night.precinct)
      const [leader] = Object.keys(night.final)
      if (!line?.phone || leader === undefined) continue
      const grown = (groups: typeof night.final) => ({ ...groups, [leader]: (groups[leader] ?? 0) + more })
      const report = { ...night, initial: grown(night.initial), final: grown(night.final) }
      yield { phone: line.phone, play: (send) => playChair(report, roomTerms(files.caucus, line), send) }
    }
  }
}

async function read(url: string, duration: number): Promise<autocannon.Result> {
  const etag = (await fetch(url)).headers.get('etag') ?? ''
  const cached = { path: '/', headers: { 'if-none-match': etag } }
  const requests = ['/', '/counties', '/results.json', '/reading'].flatMap((path) => [{ path }, cached])
  return autocannon({ url, connections: 20, overallRate: READS_A_SECOND, duration, requests, workers: 1 })
}

/** `caucusline replay` at several numbers of chairs at once; seconds are those of the texting, without the start. */
export const replay: Run = async ([folder, rounds = '3']) => {
  const files =
    folder === undefined ? [] : Object.entries(pathsIn(folder)).flatMap(([name, path]) => [`--${name}`, path])
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
  const variants = ['8', '32', '128'].map((concurrency) => [
    `${concurrency.padStart(4)} at once`,
    async (): Promise<NightOutcome> => {
      const args = [main, 'replay', ...files, '--concurrency', concurrency, '--json']
      const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      return JSON.parse(stdout) as NightOutcome
    },
  ])
  const results: Readonly<Record<string, readonly NightOutcome[]>> = await interleaved(
    Number(rounds),
    Object.fromEntries(variants),
  )
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`)
  for (const [name, nights] of Object.entries(results)) {
    const [night] = nights
    if (night === undefined) continue
    const seconds = nights.map((outcome) => outcome.seconds)
    console.log(
      `${name}: ${spread(seconds, 2)} s, ${Math.round(night.texts_in / median(seconds))} texts/s, ${night.approved} approved, ${night.held} held, ${(night.segments_out / night.precincts).toFixed(2)} segments out a precinct`,
    )
  }
}
