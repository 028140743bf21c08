/**
 * How many lines a second `math --jsonl` answers, and in how much memory: a real process, fed through a pipe.
 * `node bench/math.ts [lines]`. Needs no data; the precincts are random, from a seed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { precinct, random } from '../test/math/random.ts'

const lines = Number(process.argv[2] ?? 1_000_000)
const program = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

/** Ten thousand different questions, repeated: making them must not be what is measured. */
const draw = random(1)
const questions = Array.from({ length: 10_000 }, (_, id) => {
  const p = precinct(draw)
  return JSON.stringify({
    id,
    rules: 'ia2020',
    delegates: p.delegates,
    attendance: p.attendance,
    initial: p.final,
    final: p.final,
  })
})
const block = `${questions.join('\n')}\n`

const child = spawn(process.execPath, [program, 'math', '--jsonl'], { stdio: ['pipe', 'pipe', 'inherit'] })
let answers = 0
let peak = 0
const watch = setInterval(() => {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    peak = Math.max(peak, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0))
  } catch {
    // Not every system has /proc; then the memory is not told.
  }
}, 100)

const started = process.hrtime.bigint()
const reading = (async () => {
  for await (const _ of createInterface({ input: child.stdout })) answers += 1
})()
for (let sent = 0; sent < lines; sent += questions.length) {
  if (!child.stdin.write(block)) await once(child.stdin, 'drain')
}
child.stdin.end()
await reading
clearInterval(watch)
const seconds = Number(process.hrtime.bigint() - started) / 1e9
console.log(
  `${answers} lines in ${seconds.toFixed(1)} s: ${Math.round(answers / seconds)} lines/s, at most ${Math.round(peak / 1024)} MB`,
)
