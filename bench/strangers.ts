/**
 * Ten strangers for each chair's text: none is answered, all are kept, and the chairs hardly notice. Both come at a
 * steady pace, from two processes: chairs at four times the pace of Iowa's busiest minutes unless told.
 *   node bench/strangers.ts [chairs' texts a second] [strangers for each] [seconds a round]
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { phoneOf, precinctOf } from '../test/sms/small-caucus.ts'
import { median, send, startServer } from './load.ts'

const [pace = 20, strangers = 10, seconds = 6] = process.argv.slice(2).map(Number)
const ROUNDS = 5
const PRECINCTS = 3000
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
const file = join(folder, 'night.db')
const server = await startServer('whole', file, PRECINCTS)
let texts = 0

/** Chairs text attendance after attendance, one text each `1 / pace` seconds. @returns milliseconds to each answer. */
async function chairs(): Promise<number[]> {
  const latencies: Promise<number>[] = []
  for (let n = 0; n < pace * seconds; n++) {
    const chair = texts++ % PRECINCTS
    const start = performance.now()
    const body = `${precinctOf(chair)} I Sanders ${45 + (texts % 9)} Buttigieg 38 Biden 10 Warren 20`
    const answer = send(server.port, `SMc${texts.toString(16).padStart(30, '0')}`, phoneOf(chair), body)
    latencies.push(answer.then(({ xml }) => (xml.includes('<Message') ? performance.now() - start : Number.NaN)))
    await new Promise((resolve) => setTimeout(resolve, 1000 / pace))
  }
  return Promise.all(latencies)
}

async function withCrowd() {
  const crowd = fork(fileURLToPath(new URL('crowd.ts', import.meta.url)), [
    String(server.port),
    String(pace * strangers),
  ])
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const latencies = await chairs()
  const told = new Promise<{ sent: number; wrong: number }>((resolve) =>
    crowd.once('message', (one) => resolve(one as never)),
  )
  crowd.send('tell')
  const { sent, wrong } = await told
  crowd.disconnect()
  return { latencies, sent, wrong }
}

try {
  await chairs()
  const [quiet, loud]: [number[], number[]] = [[], []]
  const crowd = { sent: 0, wrong: 0 }
  for (let round = 1; round <= ROUNDS; round++) {
    quiet.push(median(await chairs()))
    const { latencies, sent, wrong } = await withCrowd()
    loud.push(median(latencies))
    crowd.sent += sent
    crowd.wrong += wrong
    console.log(
      `round ${round}: chairs' median ${quiet.at(-1)?.toFixed(2)} ms quiet, ${loud.at(-1)?.toFixed(2)} ms beside ${pace * strangers} strangers a second`,
    )
  }
  console.log(
    `median of medians: ${median(quiet).toFixed(2)} ms quiet, ${median(loud).toFixed(2)} ms beside them: ${(median(loud) / median(quiet)).toFixed(2)} times`,
  )
  const database = new Sqlite(file, { readonly: true })
  const kept = database
    .prepare("select count(*) as kept, sum(answered) as answered from inbox where kind = 'stranger'")
    .get()
  console.log(
    `strangers: ${crowd.sent} sent, ${crowd.wrong} without an empty answer in time; in the inbox ${JSON.stringify(kept)}`,
  )
  database.close()
} finally {
  server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
