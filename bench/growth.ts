/**
 * What a text costs as the night grows: servers whose databases hold so many texts already (seeded in bulk, with an
 * event each), measured in turns. `node bench/growth.ts [rounds] [precincts a round] [stored,stored,…]`
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atRest, costly, median, percentile, startServer } from './load.ts'

const [rounds = '5', precincts = '600', sizes = '10000,100000,1000000'] = process.argv.slice(2)
const [turns, width] = [Number(rounds), Number(precincts)]
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
const servers = []
for (const stored of sizes.split(',').map(Number)) {
  const server = await startServer('whole', join(folder, `${stored}.db`), width * (turns + 1), stored)
  servers.push({ stored, server, costs: [] as number[], cpu: [] as number[], p99: [] as number[] })
}
try {
  for (const { server } of servers) {
    await costly(server, 0, width, 32)
    await atRest(server)
  }
  for (let turn = 1; turn <= turns; turn++) {
    for (const one of turn % 2 === 0 ? servers : [...servers].reverse()) {
      const measured = await costly(one.server, turn * width, (turn + 1) * width, 32)
      one.costs.push((measured.seconds / measured.texts) * 1000)
      one.cpu.push(measured.cpu)
      one.p99.push(percentile(measured, 0.99))
    }
  }
  const least = median(servers[0]?.cpu ?? [])
  for (const { stored, server, costs, cpu, p99 } of servers) {
    const cost = median(costs)
    const memory = Math.round((await server.usage()).memory / 2 ** 20)
    const spread = `${Math.min(...costs).toFixed(2)} to ${Math.max(...costs).toFixed(2)}`
    console.log(
      `${stored} stored: processor ${median(cpu).toFixed(0)} µs a text (${Math.min(...cpu).toFixed(0)} to ${Math.max(...cpu).toFixed(0)}), ${(median(cpu) / least).toFixed(2)} of the first; ` +
        `${cost.toFixed(2)} ms a text (${spread}), p99 ${median(p99).toFixed(0)} ms, ${memory} MB`,
    )
  }
} finally {
  for (const { server } of servers) server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
