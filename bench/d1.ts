/**
 * The same night on Node with SQLite and on workerd with D1, both on this machine, in turns. Cloudflare's own D1 adds the
 * way to the database's region, twice a text. `node bench/d1.ts [rounds] [precincts a round] [chairs at a time]`
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '../src/db/connection/better-sqlite3.ts'
import { freePort } from '../test/server/crash/server.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../test/sms/fixtures.ts'
import { loadSmall, SECRET } from '../test/sms/small-caucus.ts'
import { type Measured, median, night, percentile, startServer } from './load.ts'

const [rounds = 3, precincts = 100, wide = 16] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
const total = precincts * (rounds + 1)
const port = await freePort()
const db = join(folder, 'd1.db')
const database = openSqlite(db)
await loadSmall(database, total)
await database.close()
const worker = spawn(process.execPath, ['src/cli/main.ts', 'worker', '--db', db, '--port', String(port)], {
  stdio: 'ignore',
  env: {
    ...process.env,
    CAUCUSLINE_SECRET: SECRET,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_FROM: OUR_NUMBER,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  },
})
const node = await startServer('whole', join(folder, 'node.db'), total)
try {
  for (let tries = 0; ; tries++) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (up) break
    if (tries > 60) throw new Error('the worker did not start')
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  const rates: { d1: number[]; node: number[] } = { d1: [], node: [] }
  for (let round = 0; round <= rounds; round++) {
    const [from, to] = [round * precincts, (round + 1) * precincts]
    const measured: Record<'d1' | 'node', Measured> = {
      d1: await night(port, from, to, wide),
      node: await night(node.port, from, to, wide),
    }
    if (round === 0) continue
    const said = (['node', 'd1'] as const).map((home) => {
      const one = measured[home]
      rates[home].push(one.texts / one.seconds)
      if (one.receipts !== precincts) throw new Error(`${home}: ${one.receipts} of ${precincts} were recorded`)
      return `${home} ${Math.round(one.texts / one.seconds)}/s, p50 ${percentile(one, 0.5).toFixed(0)}, p99 ${percentile(one, 0.99).toFixed(0)} ms`
    })
    console.log(`round ${round}: ${said.join('; ')}`)
  }
  console.log(`median: node ${Math.round(median(rates.node))}/s, d1 ${Math.round(median(rates.d1))}/s`)
} finally {
  node.stop()
  worker.kill('SIGTERM')
  await new Promise((resolve) => worker.once('exit', resolve))
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
