/**
 * What a round of publication costs as the state and what changed grow, and how long it keeps the thread in one go; then
 * what share of the thread it takes beside 3,000 texts a second (a thousand reports of five events each), which another
 * thread writes into the same file.
 *   node bench/publish.ts [precincts,…] [changes,…] [rounds] [seconds]
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { resultsReader } from '../src/db/publication/reader.ts'
import { createSigner } from '../src/keys/sign.ts'
import { publisher } from '../src/results/publish/publish.ts'
import { secret } from '../test/results/world.ts'
import { median } from './load.ts'
import { caucus, EVENT, type Report, ROW } from './reported.ts'

const [sizes = '1678,5000,20000', changes = '0,1,50,1000', rounds = '7', seconds = '10'] = process.argv.slice(2)
const REPORTS_A_SECOND = 1000
const TICK_MS = 50
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
const numbers = (list: string) => list.split(',').map(Number)

/** Milliseconds of processor that this thread has used: the machine's other work does not count. */
function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The longest time between two turns of somebody who always wants one. */
async function longest(run: () => Promise<unknown>): Promise<number> {
  let most = 0
  let before = spent()
  let running = true
  const turn = () => {
    most = Math.max(most, spent() - before)
    before = spent()
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  await run()
  await new Promise((resume) => setImmediate(resume))
  running = false
  return most
}

async function cost(run: () => Promise<unknown>): Promise<number> {
  const before = spent()
  await run()
  return spent() - before
}

async function measure(precincts: number): Promise<void> {
  const file = join(folder, `${precincts}.db`)
  const { database, report } = caucus(file, precincts)
  const event = database.client.prepare(EVENT)
  const row = database.client.prepare(ROW)
  const write = database.client.transaction((reports: readonly Report[]) => {
    for (const one of reports) {
      for (const values of one.events) event.run(...values)
      row.run(...one.row)
    }
  })
  const some = (n: number) => Array.from({ length: n }, report)
  write(some(precincts))
  const signer = await createSigner(secret)
  const clock = { now: () => new Date().toISOString() }
  const publish = publisher({ reader: resultsReader(database), clock, signer })
  console.log(
    `${precincts} precincts: the first round, of all reports: at most ${(await longest(publish)).toFixed(1)} ms in one go`,
  )
  for (const changed of numbers(changes)) {
    const costs: number[] = []
    const stretches: number[] = []
    for (let round = 0; round < Number(rounds); round += 1) {
      write(some(changed))
      costs.push(await cost(publish))
      write(some(changed))
      stretches.push(await longest(publish))
    }
    console.log(
      `  ${changed} changed: ${median(costs).toFixed(1)} ms, in one go ${median(stretches).toFixed(1)} (at most ${Math.max(...stretches).toFixed(1)})`,
    )
  }
  if (Number(seconds) > 0) await beside(file, some(Number(seconds) * REPORTS_A_SECOND), publish)
  await database.close()
}

/** Publishes each second while another thread writes. Who measures stretches takes turns himself, so he does it every other time. */
async function beside(file: string, reports: readonly Report[], publish: () => Promise<unknown>): Promise<void> {
  const workerData = { file, reports, each: (REPORTS_A_SECOND * TICK_MS) / 1000, every: TICK_MS }
  const writer = new Worker(new URL('publish-writer.ts', import.meta.url), { workerData })
  const written = once(writer, 'exit').then(() => true)
  const costs: number[] = []
  const stretches: number[] = []
  const pastASecond = () => Promise.race([written, setTimeout(1000, false)])
  for (let ended = false; !ended; ended = await pastASecond()) {
    costs.push(await cost(publish))
    ended = await pastASecond()
    stretches.push(await longest(publish))
  }
  const each = median(costs)
  console.log(
    `  beside ${3 * REPORTS_A_SECOND} texts a second: ${each.toFixed(0)} ms a round, ${(each / 10).toFixed(1)} % of the thread; ` +
      `in one go ${median(stretches).toFixed(1)} (at most ${Math.max(...stretches).toFixed(1)})`,
  )
}

console.log(
  'Milliseconds of processor; load average',
  loadavg()
    .map((n) => n.toFixed(1))
    .join(' '),
)
try {
  for (const precincts of numbers(sizes)) await measure(precincts)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
