import { once } from 'node:events'
import { loadavg } from 'node:os'
import { Worker } from 'node:worker_threads'
import { resultsReader } from '../src/db/publication/reader.ts'
import { createSigner } from '../src/keys/signatures.ts'
import { publisher } from '../src/results/publish/publish.ts'
import { systemClock } from '../src/server/clock.ts'
import { secret } from '../test/results/world.ts'
import type { Run } from './bench.ts'
import { median, sleep, temporaryFile } from './harness.ts'
import { type Report, reportedCaucus, reportWriter } from './reports.ts'

const REPORTS_A_SECOND = 1000
const TICK_MS = 50

type Publish = () => Promise<unknown>

/**
 * What a round of publication costs as the state and what changed grow, and how long it keeps the thread in one go; then
 * what share of the thread it takes beside 3,000 texts a second (a thousand reports of five events each), which another
 * thread writes into the same file.
 */
export const publish: Run = async ([
  sizes = '1678,5000,20000',
  changes = '0,1,50,1000',
  rounds = '7',
  seconds = '10',
]) => {
  console.log(`Milliseconds of processor; load average ${loadavg()[0]?.toFixed(1)}`)
  for (const precincts of sizes.split(',').map(Number)) {
    const file = temporaryFile(`${precincts}.db`)
    const { database, report } = reportedCaucus(file, precincts)
    const write = reportWriter(database.client)
    const reports = (n: number) => Array.from({ length: n }, report)
    write(reports(precincts))
    const signer = await createSigner(secret)
    const publishRound = publisher({ reader: resultsReader(database), clock: systemClock, signer })
    const first = await longestStretch(publishRound)
    console.log(`${precincts} precincts: the first round, of all reports: at most ${first.toFixed(1)} ms in one go`)
    for (const changed of changes.split(',').map(Number)) {
      const costs: number[] = []
      const stretches: number[] = []
      for (let round = 0; round < Number(rounds); round += 1) {
        write(reports(changed))
        costs.push(await cost(publishRound))
        write(reports(changed))
        stretches.push(await longestStretch(publishRound))
      }
      console.log(`  ${changed} changed: ${median(costs).toFixed(1)} ms, ${inOneGo(stretches)}`)
    }
    if (Number(seconds) > 0) await besideTexts(file, reports(Number(seconds) * REPORTS_A_SECOND), publishRound)
    await database.close()
  }
}

const inOneGo = (stretches: readonly number[]): string =>
  `in one go ${median(stretches).toFixed(1)} (at most ${Math.max(...stretches).toFixed(1)})`

/** Publishes each second while another thread writes. Measuring stretches takes turns itself: it is done every other time. */
async function besideTexts(file: string, reports: readonly Report[], publishRound: Publish): Promise<void> {
  const workerData = { file, reports, atOnce: (REPORTS_A_SECOND * TICK_MS) / 1000, every: TICK_MS }
  const writer = new Worker(new URL('publish-writer.ts', import.meta.url), { workerData })
  let writing = true
  const ended = once(writer, 'exit').then(() => {
    writing = false
  })
  const costs: number[] = []
  const stretches: number[] = []
  while (writing) {
    costs.push(await cost(publishRound))
    await Promise.race([ended, sleep(1000)])
    stretches.push(await longestStretch(publishRound))
    await Promise.race([ended, sleep(1000)])
  }
  const each = median(costs)
  console.log(
    `  beside ${3 * REPORTS_A_SECOND} texts a second: ${each.toFixed(0)} ms a round, ${(each / 10).toFixed(1)} % of the thread; ${inOneGo(stretches)}`,
  )
}

/** Milliseconds of processor that this thread has used: the machine's other work does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

async function cost(run: Publish): Promise<number> {
  const before = threadTime()
  await run()
  return threadTime() - before
}

/** The longest time between two turns of somebody who always wants one. */
async function longestStretch(run: Publish): Promise<number> {
  let longest = 0
  let before = threadTime()
  let running = true
  const turn = () => {
    longest = Math.max(longest, threadTime() - before)
    before = threadTime()
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  await run()
  await new Promise((resolve) => setImmediate(resolve))
  running = false
  return longest
}
