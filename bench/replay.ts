import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { NightOutcome } from '../src/cli/replay/outcome.ts'

/**
 * The whole night against a server process, at several numbers of chairs at once, interleaved in rounds so that a busy
 * machine is busy for all: `node bench/replay.ts FOLDER [ROUNDS]`, where FOLDER has caucus.json, roster.csv,
 * counties.csv and reports.csv. Without a folder the demonstration's night is played.
 */
const [folder, rounds = '3'] = process.argv.slice(2)
const files =
  folder === undefined
    ? []
    : ['config', 'roster', 'counties', 'reports'].flatMap((name) => [`--${name}`, `${folder}/${fileOf(name)}`])
const concurrencies = [8, 32, 128]
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const seen = new Map<number, NightOutcome[]>(concurrencies.map((n) => [n, []]))

for (let round = 0; round < Number(rounds); round += 1)
  for (const concurrency of concurrencies) {
    const args = [main, 'replay', ...files, '--concurrency', String(concurrency), '--json']
    const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    seen.get(concurrency)?.push(JSON.parse(stdout) as NightOutcome)
  }

console.log(`load ${loadavg()[0]?.toFixed(1)}; seconds are those of the texting, without starting the server`)
for (const [concurrency, nights] of seen) {
  const seconds = nights.map((night) => night.seconds).sort((a, b) => a - b)
  const median = seconds[Math.floor(seconds.length / 2)] ?? 0
  const [night] = nights
  if (night === undefined) continue
  const { texts_in, segments_out, precincts, approved, held } = night
  console.log(
    `${String(concurrency).padStart(4)} at once: ${median.toFixed(2)} s (${seconds[0]?.toFixed(2)} to ${seconds.at(-1)?.toFixed(2)}), ${Math.round(texts_in / median)} texts/s, ${approved} approved, ${held} held, ${(segments_out / precincts).toFixed(2)} segments out a precinct`,
  )
}

function fileOf(name: string): string {
  return name === 'config' ? 'caucus.json' : `${name}.csv`
}
