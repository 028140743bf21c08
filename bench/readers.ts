/**
 * Do readers of the public pages slow the chairs? A server process as in the night, chairs texting at a steady pace, and
 * in every other round 500 readers' requests a second beside them.
 *   node bench/readers.ts --config caucus.json --roster roster.csv --counties counties.csv --reports reports.csv
 * Without files it plays the demonstration caucus. Half of the readers have the page already (304), half do not.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { demoFiles, loadDemonstration, temporaryFolder } from '../src/cli/caucus/demonstration.ts'
import { playChair, roomTerms } from '../src/cli/replay/chair.ts'
import { type ServerProcess, startServer } from '../src/cli/replay/server.ts'
import { type Files, loadFiles } from '../src/files/load.ts'
import { makeSecret } from '../src/keys/secret.ts'
import { systemClock } from '../src/server/clock.ts'
import { simulatedCarrier } from '../src/sms/simulated/carrier.ts'

const ROUNDS = 5
const SECONDS = 8
/** Chairs who begin their report in a second, three texts each: Iowa's night in four minutes. */
const CHAIRS_A_SECOND = 7
const READS_A_SECOND = 500

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    roster: { type: 'string' },
    counties: { type: 'string' },
    reports: { type: 'string' },
  },
})
const { config, roster, counties, reports } = values
const paths = config && roster && reports ? { config, roster, reports, ...(counties && { counties }) } : demoFiles
const loading = loadFiles(paths)
if (!loading.ok) throw new Error('the files are not right: try caucusline init with them')
const folder = temporaryFolder()
try {
  await run(loading.files)
} finally {
  folder.remove()
}

async function run(files: Files): Promise<void> {
  const secret = makeSecret()
  const db = join(folder.path, 'night.db')
  await (await loadDemonstration(files, db, secret)).database.close()
  const server = await startServer(db, secret, files.caucus.phone)
  try {
    const chairs = chairsOf(files)
    const carrier = simulatedCarrier({ ...server.account, post: (request) => fetch(request), clock: systemClock })
    const send: Conversation = async (took) => {
      const { phone, play } = chairs.next().value
      await play(async (body) => {
        const at = performance.now()
        const { reply } = await carrier.text(phone, body)
        took(performance.now() - at)
        return reply
      })
    }
    await steadily(send, 3)
    await readers(server, 2)
    const quiet: number[] = []
    const busy: number[] = []
    let reads = 0
    let wrong = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      quiet.push(...(await steadily(send, SECONDS)))
      const [latencies, cannon] = await Promise.all([steadily(send, SECONDS), readers(server, SECONDS)])
      busy.push(...latencies)
      reads += cannon.requests.total
      wrong += cannon.errors + cannon.timeouts + cannon['4xx'] + cannon['5xx']
    }
    report(quiet, busy, reads, wrong)
  } finally {
    await server.stop()
  }
}

type Say = (body: string) => Promise<string | null>
/** One chair's whole report; `took` hears of the milliseconds of each of her texts. */
type Conversation = (took: (milliseconds: number) => void) => Promise<void>

/** Every chair in turn, again and again with other numbers: after the first time they are corrections. */
function* chairsOf(files: Files): Generator<{ phone: string; play: (say: Say) => Promise<unknown> }, never> {
  const places = new Map(files.roster.map((line) => [line.precinct, line]))
  for (let more = 0; ; more += 1) {
    for (const night of files.reports) {
      const line = places.get(night.precinct)
      const [leader] = Object.keys(night.final)
      if (!line?.phone || leader === undefined) continue
      const grown = (groups: typeof night.final) => ({ ...groups, [leader]: (groups[leader] ?? 0) + more })
      const report = { ...night, initial: grown(night.initial), final: grown(night.final) }
      yield { phone: line.phone, play: (say) => playChair(report, roomTerms(files.caucus, line), say) }
    }
  }
}

/** Lets chairs begin at a steady pace, whether or not those before are done. @returns latencies in milliseconds. */
async function steadily(send: Conversation, seconds: number): Promise<number[]> {
  const latencies: number[] = []
  const began = performance.now()
  const pending: Promise<void>[] = []
  for (let i = 0; i < seconds * CHAIRS_A_SECOND; i += 1) {
    const wait = began + (i * 1000) / CHAIRS_A_SECOND - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    pending.push(send((milliseconds) => void latencies.push(milliseconds)))
  }
  await Promise.all(pending)
  return latencies
}

async function readers(server: ServerProcess, duration: number): Promise<autocannon.Result> {
  const url = server.account.publicUrl
  const etag = (await fetch(url)).headers.get('etag') ?? ''
  const known = { headers: { 'if-none-match': etag } }
  const paths = ['/', '/counties', '/results.json', '/reading']
  const requests = paths.flatMap((path) => [{ path }, { path: '/', ...known }])
  return autocannon({ url, connections: 20, overallRate: READS_A_SECOND, duration, requests, workers: 1 })
}

function report(quiet: number[], busy: number[], reads: number, wrong: number): void {
  const at = (list: number[], share: number) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)] ?? 0
  const line = (name: string, list: number[]) =>
    `${name.padEnd(14)}${[0.5, 0.95, 0.99].map((share) => at(list, share).toFixed(1).padStart(9)).join('')}   ${list.length} texts`
  console.log(
    `${''.padEnd(14)}   median      95%      99%   (milliseconds, ${ROUNDS} rounds of ${SECONDS} s each, interleaved)`,
  )
  console.log(line('quiet', quiet))
  console.log(line('with readers', busy))
  const share = (at(busy, 0.5) / at(quiet, 0.5) - 1) * 100
  console.log(
    `Readers: ${Math.round(reads / (ROUNDS * SECONDS))} requests/s, ${wrong} not answered. Median of chairs ${share >= 0 ? '+' : ''}${share.toFixed(0)} %.`,
  )
}
