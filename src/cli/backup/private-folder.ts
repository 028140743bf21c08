import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const HOUR = 60 * 60 * 1000

/**
 * Makes a folder that only its owner reads, for copies with phones in them. It is removed when `work` ends, however it
 * ends, and at a signal. A folder that a kill left behind is removed by the next call, an hour later or more.
 * @param inside the folder to make it in: on a disk where such copies may lie
 * @param what part of its name, which also tells whose leftovers to remove
 */
export async function inPrivateFolder<T>(
  inside: string,
  what: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const start = `.caucusline-${what}-`
  sweep(inside, start)
  const folder = mkdtempSync(join(inside, start))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const ended = (signal: NodeJS.Signals) => {
    remove()
    for (const name of SIGNALS) process.removeListener(name, ended)
    process.kill(process.pid, signal)
  }
  for (const name of SIGNALS) process.once(name, ended)
  try {
    return await work(folder)
  } finally {
    for (const name of SIGNALS) process.removeListener(name, ended)
    remove()
  }
}

function sweep(inside: string, start: string): void {
  try {
    for (const name of readdirSync(inside).filter((file) => file.startsWith(start))) {
      const leftover = join(inside, name)
      if (Date.now() - statSync(leftover).mtimeMs > HOUR) rmSync(leftover, { recursive: true, force: true })
    }
  } catch {
    // It belongs to somebody else, or is gone by now.
  }
}
