/**
 * The whole path (HTTP, signature, read, decide, durable commit, TwiML) beside a floor (the same HTTP and signature, one
 * grouped durable insert), in turns within each round, since the disk's noise moves both.
 *   node bench/webhook.ts [rounds] [precincts a round] [chairs at a time] [already stored texts]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { costly, median, percentile, startServer } from './load.ts'

const [rounds = 5, precincts = 1500, wide = 128, stored = 0] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))
const total = precincts * (rounds + 1)
const whole = await startServer('whole', join(folder, 'whole.db'), total, stored)
const floor = await startServer('floor', join(folder, 'floor.db'), total)
try {
  await costly(whole, 0, precincts, wide)
  await costly(floor, 0, precincts, wide)
  const ratios: number[] = []
  const cpu: { whole: number[]; floor: number[] } = { whole: [], floor: [] }
  const rates: { whole: number[]; floor: number[] } = { whole: [], floor: [] }
  for (let round = 1; round <= rounds; round++) {
    const [from, to] = [round * precincts, (round + 1) * precincts]
    const first = round % 2 === 0 ? floor : whole
    const a = await costly(first, from, to, wide)
    const b = await costly(first === whole ? floor : whole, from, to, wide)
    const [w, f] = first === whole ? [a, b] : [b, a]
    if (w.receipts !== precincts) throw new Error(`${w.receipts} of ${precincts} reports were recorded`)
    rates.whole.push(w.texts / w.seconds)
    rates.floor.push(f.texts / f.seconds)
    cpu.whole.push(w.cpu)
    cpu.floor.push(f.cpu)
    ratios.push(w.texts / w.seconds / (f.texts / f.seconds))
    const shares = [0.5, 0.95, 0.99].map((share) => percentile(w, share).toFixed(1)).join(' / ')
    console.log(
      `round ${round}: whole ${Math.round(w.texts / w.seconds)}/s, floor ${Math.round(f.texts / f.seconds)}/s, ` +
        `ratio ${ratios.at(-1)?.toFixed(2)}, CPU ${w.cpu.toFixed(0)} and ${f.cpu.toFixed(0)} µs a text, latency p50/p95/p99 ${shares} ms`,
    )
  }
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
  console.log(
    `median: whole ${Math.round(median(rates.whole))}/s, floor ${Math.round(median(rates.floor))}/s, ratio ${median(ratios).toFixed(2)} (${spread})`,
  )
  const spent = `${median(cpu.whole).toFixed(0)} µs, floor ${median(cpu.floor).toFixed(0)} µs`
  console.log(
    `processor a text: whole ${spent}, ratio ${median(cpu.floor.map((f, i) => f / (cpu.whole[i] ?? f))).toFixed(2)}`,
  )
  console.log(
    `Iowa's night of 1,678 precincts with 3 texts each: ${(5034 / median(rates.whole)).toFixed(1)} s at that rate`,
  )
  console.log(
    `memory: whole ${Math.round((await whole.usage()).memory / 2 ** 20)} MB, floor ${Math.round((await floor.usage()).memory / 2 ** 20)} MB`,
  )
} finally {
  whole.stop()
  floor.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
