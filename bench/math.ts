import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { precinct, random } from '../test/math/random.ts'
import type { Run } from './bench.ts'

/** How many lines a second a process of `math --jsonl` answers through a pipe, and in how much memory. */
export const math: Run = async ([lines = '1000000']) => {
  // Ten thousand random questions from a seed, repeated: making them must not be what is measured.
  const draw = random(1)
  const questions = Array.from({ length: 10_000 }, (_, id) => {
    const { delegates, attendance, final } = precinct(draw)
    return JSON.stringify({ id, rules: 'ia2020', delegates, attendance, initial: final, final })
  })
  const block = `${questions.join('\n')}\n`
  const program = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
  const child = spawn(process.execPath, [program, 'math', '--jsonl'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let answers = 0
  let peak = 0
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      peak = Math.max(peak, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // A system without /proc: the memory stays unknown.
    }
  }, 100)
  const start = performance.now()
  const reading = (async () => {
    for await (const _ of createInterface({ input: child.stdout })) answers += 1
  })()
  for (let sent = 0; sent < Number(lines); sent += questions.length)
    if (!child.stdin.write(block)) await once(child.stdin, 'drain')
  child.stdin.end()
  await reading
  clearInterval(watch)
  const seconds = (performance.now() - start) / 1000
  console.log(
    `${answers} lines in ${seconds.toFixed(1)} s: ${Math.round(answers / seconds)} lines/s, at most ${Math.round(peak / 1024)} MB`,
  )
}
