import { seeded } from '../src/sms/simulated/chance.ts'
import type { Run } from './bench.ts'
import { percentile } from './harness.ts'

/** Precincts with three texts each in half an hour: Iowa counted; the largest state and the country, rounded up. */
const caucuses = [
  { name: "Iowa's own", precincts: 1678 },
  { name: "the largest state's own", precincts: 22_000 },
  { name: 'one for the whole country', precincts: 176_000 },
]

/**
 * How long a text waits for its turn at a D1, when all texts go to one, or each caucus has its own: a queue with one
 * server and a fixed time for each text, and arrivals at random. A computation, not a measurement: what a text costs is
 * from `bench -- d1`, and doubled, since Cloudflare's own D1 was not measured.
 */
export const shards: Run = async (words) => {
  const [cost = 4.8, seconds = 1800] = words.map(Number)
  const chance = seeded(2020)
  for (const service of [cost, cost * 2]) {
    console.log(`a text takes ${service.toFixed(1)} ms`)
    for (const { name, precincts } of caucuses) {
      const rate = (precincts * 3) / 1800
      const waits: number[] = []
      for (let at = 0, free = 0; at < seconds * 1000; at += (-Math.log(1 - chance.share()) / rate) * 1000) {
        const start = Math.max(at, free)
        waits.push(start - at)
        free = start + service
      }
      const [p50, p99] = [percentile(waits, 0.5), percentile(waits, 0.99)]
      console.log(
        `  ${name}: ${rate.toFixed(1)} a second, ${((rate * service) / 10).toFixed(0)} % busy, waits p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms, the last ${((waits.at(-1) ?? 0) / 1000).toFixed(1)} s`,
      )
    }
  }
}
