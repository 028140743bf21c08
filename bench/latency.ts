import { seeded } from '../src/sms/simulated/chance.ts'
import { phoneOf, precinctOf } from '../test/sms/small-caucus.ts'
import type { Run } from './bench.ts'
import { megabytes, percentiles, sleep } from './harness.ts'
import { codeIn, countsOf, nextSid, send, startServer } from './load.ts'

/** Texts a second in Iowa's busiest half hour: 1,678 precincts with three texts each. */
const IOWA = (1678 * 3) / (30 * 60)
/** Seconds between a chair's texts, at least. For twice that long nothing counts: the first chairs have only begun. */
const REALIGNING = 2
/** When more texts than this wait for an answer, the server does not keep up, and the run ends. */
const MOST_WAITING = 20_000
const WARM_UP_CHAIRS = 400
const chance = seeded(2020)

/**
 * Texts come at random at a mean rate, whether or not the ones before were answered, and each wait counts from the moment
 * the text was due: a server that stalls is not spared the texts that it would have kept away.
 */
export const latency: Run = async (words) => {
  const [one = 60, ten = 20, hundred = 10] = words.map(Number)
  const runs = [
    { times: 1, seconds: one },
    { times: 10, seconds: ten },
    { times: 100, seconds: hundred },
  ].map((run) => ({ ...run, chairs: Math.ceil((IOWA * run.times * (run.seconds + 2 * REALIGNING)) / 2) + 20 }))
  const server = await startServer(
    'whole',
    runs.reduce((sum, { chairs }) => sum + chairs, WARM_UP_CHAIRS),
  )
  console.log(`Iowa's busiest half hour: ${IOWA.toFixed(1)} texts a second`)
  await textAtRandom(server.port, 0, 100, 3)
  let first = WARM_UP_CHAIRS
  for (const { times, seconds, chairs } of runs) {
    const { waits, recorded, failed } = await textAtRandom(server.port, first, IOWA * times, seconds)
    first += chairs
    console.log(
      `${times}×: ${(IOWA * times).toFixed(1)} a second for ${seconds} s: ${waits.length} texts, ${recorded} reports recorded, ` +
        `${failed} failed; p50/p90/p99/p99.9/most ${percentiles(waits, [0.5, 0.9, 0.99, 0.999, 1])} ms; ` +
        `server ${megabytes((await server.usage()).memory)} MB`,
    )
  }
}

/** Three texts a chair, from chair `first` on; a text is sent once the answer to the one before is there. */
async function textAtRandom(port: number, first: number, rate: number, seconds: number) {
  const answers = new Map<number, Promise<string | null>>()
  const lag = Math.ceil((rate * REALIGNING) / 3)
  const result = { waits: [] as number[], recorded: 0, failed: 0 }
  const pending: Promise<void>[] = []
  let waiting = 0
  let due = performance.now()
  const counted = due + 2 * REALIGNING * 1000
  const text = async (slot: number, due: number) => {
    const turn = slot % 3
    const chair = first + Math.floor(slot / 3) - turn * lag
    if (chair < first) return
    const before = await answers.get(chair)
    const counts = countsOf(chair)
    const body = [`${precinctOf(chair)} ${counts.first}`, counts.final, `OK ${codeIn(before)}`][turn] ?? ''
    const answer = send(port, nextSid(), phoneOf(chair), body)
    answers.set(chair, answer)
    const xml = await answer
    if (xml === null) throw new Error('refused')
    if (due < counted) return
    result.waits.push(performance.now() - due)
    if (xml.includes('Recorded')) result.recorded++
  }
  for (let slot = 0; due < counted + seconds * 1000; slot++) {
    due += (-Math.log(1 - chance.share()) / rate) * 1000
    for (let early = due - performance.now(); early > 0; early = due - performance.now()) await sleep(early)
    if (waiting > MOST_WAITING) throw new Error(`${waiting} texts wait for an answer`)
    waiting++
    pending.push(
      text(slot, due)
        .catch(() => void result.failed++)
        .finally(() => waiting--),
    )
  }
  await Promise.all(pending)
  return result
}
