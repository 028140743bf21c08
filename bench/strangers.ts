import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { phoneOf, precinctOf } from '../test/sms/small-caucus.ts'
import type { Run } from './bench.ts'
import { interleaved, median, sleep, spread, temporaryFile } from './harness.ts'
import { nextSid, send, startServer } from './load.ts'

const PRECINCTS = 3000

/**
 * Ten strangers for each chair's text: none is answered, and all are kept. Both come at a steady pace from two processes;
 * by default chairs text at four times the pace of Iowa's busiest minutes.
 */
export const strangers: Run = async (words) => {
  const [pace = 20, each = 10, seconds = 6, rounds = 5] = words.map(Number)
  const { port } = await startServer('whole', PRECINCTS)
  let texts = 0
  /** Chairs text attendance after attendance. @returns the median of the milliseconds to each answer. */
  const chairs = async (): Promise<number> => {
    const waits: Promise<number>[] = []
    for (let n = 0; n < pace * seconds; n++) {
      const chair = texts++ % PRECINCTS
      const start = performance.now()
      const body = `${precinctOf(chair)} I Sanders ${45 + (texts % 9)} Buttigieg 38 Biden 10 Warren 20`
      const answer = send(port, nextSid(), phoneOf(chair), body)
      waits.push(answer.then((xml) => (xml?.includes('<Message') ? performance.now() - start : Number.NaN)))
      await sleep(1000 / pace)
    }
    return median(await Promise.all(waits))
  }
  const crowd = { sent: 0, wrong: 0 }
  const besideCrowd = async () => {
    const script = fileURLToPath(new URL('crowd.ts', import.meta.url))
    const child = fork(script, [String(port), String(pace * each)])
    await sleep(1500)
    const waits = await chairs()
    child.send('report')
    const [{ sent, wrong }] = (await once(child, 'message')) as [{ sent: number; wrong: number }]
    child.disconnect()
    crowd.sent += sent
    crowd.wrong += wrong
    return waits
  }
  const { quiet, beside } = await interleaved(rounds, { quiet: chairs, beside: besideCrowd }, (round, medians) =>
    console.log(
      `round ${round}: chairs' median ${medians.quiet.toFixed(2)} ms quiet, ${medians.beside.toFixed(2)} ms beside ${pace * each} strangers a second`,
    ),
  )
  console.log(
    `median of medians: ${spread(quiet, 2)} ms quiet, ${spread(beside, 2)} ms beside them: ${(median(beside) / median(quiet)).toFixed(2)} times`,
  )
  const database = new Sqlite(temporaryFile('whole-0.db'), { readonly: true })
  const inbox = database
    .prepare("select count(*) as kept, sum(answered) as answered from inbox where kind = 'stranger'")
    .get()
  database.close()
  console.log(
    `strangers: ${crowd.sent} sent, ${crowd.wrong} without an empty answer in time; in the inbox ${JSON.stringify(inbox)}`,
  )
}
