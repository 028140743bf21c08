import { Worker } from 'node:worker_threads'
import type { Redraw, Redrawn } from '../../sms/ports.ts'

const DEADLINE_MS = 20_000
/** More than that at once: nobody looks at so many. */
const MOST_WAITING = 16

/**
 * Redraws pictures in a thread of their own, one after the other: a large one takes a second of a processor, and no
 * chair's text waits for it. A picture that takes too long, or too much memory, ends its thread and nothing else.
 */
export function redrawInThread(script: URL = new URL('thread.ts', import.meta.url)): Redraw {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return (bytes) => {
    if (waiting >= MOST_WAITING) return Promise.resolve(null)
    waiting++
    const redrawn = last.then(() => inThread(script, bytes)).finally(() => waiting--)
    last = redrawn
    return redrawn
  }
}

function inThread(script: URL, bytes: Uint8Array): Promise<Redrawn | null> {
  const { promise, resolve } = Promise.withResolvers<Redrawn | null>()
  const thread = new Worker(script, { workerData: bytes, resourceLimits: { maxOldGenerationSizeMb: 512 } })
  const timeout = setTimeout(() => void thread.terminate(), DEADLINE_MS)
  thread.once('message', resolve)
  thread.once('error', () => resolve(null))
  thread.once('exit', () => {
    clearTimeout(timeout)
    resolve(null)
  })
  return promise
}
