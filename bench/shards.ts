/**
 * How long a text waits for its turn at a D1, when all texts go to one, or each caucus has its own: a queue with one
 * server and a fixed time for each text, and arrivals at random. A computation, not a measurement: what a text costs is
 * from bench/d1.ts, and doubled, since Cloudflare's own D1 was not measured.
 *   node bench/shards.ts [milliseconds a text] [seconds]
 */
import { seeded } from '../src/sms/simulated/chance.ts'

const [cost = 4.8, seconds = 1800] = process.argv.slice(2).map(Number)
/** Precincts with three texts each in half an hour: Iowa counted; the largest state and the country, rounded up. */
const caucuses = [
  { name: "Iowa's own", precincts: 1678 },
  { name: "the largest state's own", precincts: 22_000 },
  { name: 'one for the whole country', precincts: 176_000 },
]
const chance = seeded(2020)

function waits(perSecond: number, service: number): { busy: number; sorted: number[]; last: number } {
  const found: number[] = []
  let free = 0
  for (let at = 0; at < seconds * 1000; at += (-Math.log(1 - chance.share()) / perSecond) * 1000) {
    const start = Math.max(at, free)
    found.push(start - at)
    free = start + service
  }
  const last = found.at(-1) ?? 0
  return { busy: (perSecond * service) / 1000, sorted: found.sort((a, b) => a - b), last }
}

for (const service of [cost, cost * 2]) {
  console.log(`a text takes ${service.toFixed(1)} ms`)
  for (const { name, precincts } of caucuses) {
    const perSecond = (precincts * 3) / 1800
    const { busy, sorted, last } = waits(perSecond, service)
    const share = (of: number) => (sorted[Math.floor(sorted.length * of)] ?? 0).toFixed(1)
    console.log(
      `  ${name}: ${perSecond.toFixed(1)} a second, ${(busy * 100).toFixed(0)} % busy, waits p50 ${share(0.5)} p99 ${share(0.99)} ms, the last ${(last / 1000).toFixed(1)} s`,
    )
  }
}
