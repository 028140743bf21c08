import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSqlite } from '../src/db/connection/better-sqlite3.ts'
import { freePort } from '../test/server/crash/server.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../test/sms/fixtures.ts'
import { loadSmall, SECRET } from '../test/sms/small-caucus.ts'
import type { Run } from './bench.ts'
import {
  atEnd,
  interleaved,
  median,
  medianRatio,
  megabytes,
  percentile,
  percentiles,
  sleep,
  spread,
  temporaryFile,
} from './harness.ts'
import { atRest, type Load, type LoadedServer, reportRound, startServer } from './load.ts'

const rates = (loads: readonly Load[]) => loads.map(({ rate }) => rate)
const cpus = (loads: readonly Load[]) => loads.map(({ cpu }) => cpu)

/** The whole path (HTTP, signature, read, decide, durable commit, TwiML) beside the floor of `load-server.ts`. */
export const webhook: Run = async (words) => {
  const [rounds = 5, precincts = 1500, wide = 128, stored = 0] = words.map(Number)
  const whole = await startServer('whole', precincts * (rounds + 1), stored)
  const floor = await startServer('floor', precincts * (rounds + 1))
  const loads = await interleaved(
    rounds,
    {
      whole: (round) => reportRound(whole, round, precincts, wide),
      floor: (round) => reportRound(floor, round, precincts, wide),
    },
    (round, { whole: w, floor: f }) =>
      console.log(
        `round ${round}: whole ${Math.round(w.rate)}/s, floor ${Math.round(f.rate)}/s, ratio ${(w.rate / f.rate).toFixed(2)}, ` +
          `CPU ${w.cpu.toFixed(0)} and ${f.cpu.toFixed(0)} µs a text, latency p50/p95/p99 ${percentiles(w.latencies, [0.5, 0.95, 0.99])} ms`,
      ),
  )
  const [w, f] = [loads.whole, loads.floor]
  console.log(
    `median: whole ${spread(rates(w))}/s, floor ${spread(rates(f))}/s, ratio ${medianRatio(rates(w), rates(f)).toFixed(2)}`,
  )
  console.log(
    `processor a text: whole ${spread(cpus(w))} µs, floor ${spread(cpus(f))} µs, ratio ${medianRatio(cpus(f), cpus(w)).toFixed(2)}`,
  )
  console.log(
    `Iowa's night of 1,678 precincts with 3 texts each: ${(5034 / median(rates(w))).toFixed(1)} s at that rate`,
  )
  console.log(
    `memory: whole ${megabytes((await whole.usage()).memory)} MB, floor ${megabytes((await floor.usage()).memory)} MB`,
  )
}

/** What a text costs as the night grows: servers whose databases hold so many texts already, seeded in bulk. */
export const growth: Run = async ([rounds = '5', precincts = '600', stored = '10000,100000,1000000']) => {
  const servers: Record<string, LoadedServer> = {}
  for (const count of stored.split(','))
    servers[count] = await startServer('whole', Number(precincts) * (Number(rounds) + 2), Number(count))
  for (const server of Object.values(servers)) await atRest(server)
  const variants = Object.entries(servers).map(([count, server]) => [
    `${count} stored`,
    (round: number) => reportRound(server, round, Number(precincts), 32),
  ])
  const loads: Readonly<Record<string, readonly Load[]>> = await interleaved(
    Number(rounds),
    Object.fromEntries(variants),
  )
  const first = Object.values(loads)[0] ?? []
  for (const [name, measured] of Object.entries(loads)) {
    const { memory } = (await servers[name.replace(' stored', '')]?.usage()) ?? { memory: 0 }
    const p99 = median(measured.map(({ latencies }) => percentile(latencies, 0.99)))
    console.log(
      `${name}: processor ${spread(cpus(measured))} µs a text, ${medianRatio(cpus(measured), cpus(first)).toFixed(2)} of the first; ` +
        `${spread(
          rates(measured).map((rate) => 1000 / rate),
          2,
        )} ms a text, p99 ${p99.toFixed(0)} ms, ${megabytes(memory)} MB`,
    )
  }
}

/**
 * The same night on Node with SQLite and on workerd with D1. Cloudflare's own D1 adds the way to the database's region,
 * twice a text.
 */
export const d1: Run = async (words) => {
  const [rounds = 3, precincts = 100, wide = 16] = words.map(Number)
  const servers = {
    node: await startServer('whole', precincts * (rounds + 1)),
    d1: await startWorker(precincts * (rounds + 1)),
  }
  const loads = await interleaved(
    rounds,
    {
      node: (round) => reportRound(servers.node, round, precincts, wide),
      d1: (round) => reportRound(servers.d1, round, precincts, wide),
    },
    (round, { node, d1: worker }) => {
      const show = ({ rate, latencies }: Load) =>
        `${Math.round(rate)}/s, p50/p99 ${percentiles(latencies, [0.5, 0.99])} ms`
      console.log(`round ${round}: node ${show(node)}; d1 ${show(worker)}`)
    },
  )
  console.log(`median: node ${spread(rates(loads.node))}/s, d1 ${spread(rates(loads.d1))}/s`)
}

/** Starts `caucusline worker` on a new database, and waits until it answers. */
async function startWorker(precincts: number): Promise<LoadedServer> {
  const port = await freePort()
  const file = temporaryFile('d1.db')
  const database = openSqlite(file)
  await loadSmall(database, precincts)
  await database.close()
  const env = {
    ...process.env,
    CAUCUSLINE_SECRET: SECRET,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_FROM: OUR_NUMBER,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  }
  const args = ['src/cli/main.ts', 'worker', '--db', file, '--port', String(port)]
  const worker = spawn(process.execPath, args, { stdio: 'ignore', env })
  atEnd(async () => {
    if (worker.exitCode === null && worker.kill()) await once(worker, 'exit')
  })
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (let tries = 0; !(await answers()); tries++) {
    if (tries > 300 || worker.exitCode !== null) throw new Error('the worker did not start')
    await sleep(1000)
  }
  return { port, records: true, usage: async () => ({ memory: 0, cpu: 0 }) }
}
