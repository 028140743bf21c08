/**
 * How long chairs wait, at once, ten and a hundred times Iowa's busiest half hour: 1,678 precincts with three texts each
 * within 30 minutes are 2.8 texts a second. Texts come when they come (at random, at that mean rate), whether or not the
 * ones before were answered, and each wait counts from the moment the text was due: a server that stalls is not spared
 * the texts that it would have kept away.
 *   node bench/latency.ts [seconds at 1×] [at 10×] [at 100×]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seeded } from '../src/sms/simulated/chance.ts'
import { phoneOf, precinctOf } from '../test/sms/small-caucus.ts'
import { type Measured, percentile, send, startServer } from './load.ts'

const IOWA = (1678 * 3) / (30 * 60)
/** Seconds between a chair's texts, at least. Twice that long nothing counts: the first chairs have only begun. */
const REALIGNING = 2
/** More unanswered texts than this at once: the run ends, since the server does not keep up. */
const MOST_WAITING = 20_000
const [one = 60, ten = 20, hundred = 10] = process.argv.slice(2).map(Number)
const runs = [
  { times: 1, seconds: one },
  { times: 10, seconds: ten },
  { times: 100, seconds: hundred },
]
const chance = seeded(2020)
let sids = 0

interface Run extends Measured {
  readonly wrong: number
}

/** One text: sent once she has the answer before, and timed from when it was due. */
async function text(port: number, due: number, chair: number, body: string): Promise<{ ms: number; xml: string }> {
  const sid = `SMb${(sids++).toString(16).padStart(29, '0')}`
  const { status, xml } = await send(port, sid, phoneOf(chair), body)
  if (status !== 200) throw new Error(`status ${status}`)
  return { ms: performance.now() - due, xml }
}

/** What each chair says, in her three turns; the third needs the code of the second's answer. */
function turns(port: number, first: number) {
  const answers = new Map<number, Promise<{ ms: number; xml: string }>>()
  return async (slot: number, lag: number, due: number) => {
    const turn = slot % 3
    const chair = first + Math.floor(slot / 3) - turn * lag
    if (chair < first) return null
    const before = await answers.get(chair)
    const code = /OK (\d{4})/.exec(before?.xml ?? '')?.[1]
    const body = [
      `${precinctOf(chair)} A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20`,
      'F Sanders 45 Buttigieg 38 Warren 30',
      `OK ${code}`,
    ][turn]
    const answer = text(port, due, chair, body ?? '')
    if (turn < 2) answers.set(chair, answer)
    else answers.delete(chair)
    return answer
  }
}

async function run(port: number, first: number, rate: number, seconds: number): Promise<Run> {
  const say = turns(port, first)
  const lag = Math.ceil((rate * REALIGNING) / 3)
  const latencies: number[] = []
  const count = { waiting: 0, receipts: 0, wrong: 0 }
  const all: Promise<void>[] = []
  const start = performance.now()
  let due = start
  const counted = start + 2 * REALIGNING * 1000
  for (let slot = 0; due < counted + seconds * 1000; slot++) {
    due += (-Math.log(1 - chance.share()) / rate) * 1000
    for (let early = due - performance.now(); early > 0; early = due - performance.now())
      await new Promise((resolve) => setTimeout(resolve, early))
    if (count.waiting > MOST_WAITING) throw new Error(`${count.waiting} texts wait for an answer`)
    count.waiting++
    const counts = due >= counted
    const done = say(slot, lag, due).then(
      (answer) => {
        count.waiting--
        if (answer === null) return
        if (counts) latencies.push(answer.ms)
        if (counts && answer.xml.includes('Recorded')) count.receipts++
      },
      () => {
        count.waiting--
        count.wrong++
      },
    )
    all.push(done)
  }
  await Promise.all(all)
  latencies.sort((a, b) => a - b)
  const { receipts, wrong } = count
  return { texts: latencies.length, latencies, receipts, wrong, seconds: (performance.now() - start) / 1000 }
}

const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
const chairs = runs.map(({ times, seconds }) => Math.ceil((IOWA * times * (seconds + 2 * REALIGNING)) / 2) + 20)
const WARM = 400
const total = chairs.reduce((sum, some) => sum + some, WARM)
const server = await startServer('whole', join(folder, 'night.db'), total)
try {
  console.log(`Iowa's busiest half hour: ${IOWA.toFixed(1)} texts a second`)
  // Compiled and cached before it counts.
  await run(server.port, 0, 100, 3)
  let first = WARM
  for (const [at, { times, seconds }] of runs.entries()) {
    const done = await run(server.port, first, IOWA * times, seconds)
    first += chairs[at] ?? 0
    const shares = [0.5, 0.9, 0.99, 0.999, 1].map((share) => percentile(done, share).toFixed(1)).join(' / ')
    const { memory } = await server.usage()
    console.log(
      `${times}×: ${(IOWA * times).toFixed(1)} a second for ${seconds} s: ${done.texts} texts, ${done.receipts} reports recorded, ` +
        `${done.wrong} failed; p50/p90/p99/p99.9/most ${shares} ms; server ${Math.round(memory / 2 ** 20)} MB`,
    )
  }
} finally {
  server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
