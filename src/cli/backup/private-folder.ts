import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const HOUR = 60 * 60 * 1000

/**
 * A folder that only its owner reads, for copies with phones in them. It is gone when `work` has ended, whichever way,
 * and at a signal; what a kill left behind goes with the next one, an hour later.
 * @param inside on which medium: never on another than where such copies may be
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
    for (const name of readdirSync(inside).filter((one) => one.startsWith(start))) {
      const left = join(inside, name)
      if (Date.now() - statSync(left).mtimeMs > HOUR) rmSync(left, { recursive: true, force: true })
    }
  } catch {
    // Somebody else's, or gone meanwhile: no reason not to go on.
  }
}
