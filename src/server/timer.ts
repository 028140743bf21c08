import type { Log } from '../sms/ports.ts'
import { redactError } from '../sms/redacted-error.ts'

interface Timer {
  /** Resolves when what is under way has ended; nothing starts after that. */
  stop(): Promise<void>
}

/** Does something again and again, never twice at once. A failure is logged, and the next turn tries again. */
export function repeatEvery(ms: number, turn: () => Promise<unknown>, name: string, log: Log): Timer {
  let stopped = false
  let wake: () => void = () => {}
  const run = async () => {
    while (!stopped) {
      await turn().catch((error: unknown) => {
        const { cause, at } = redactError(error)
        log.error({ task: name, cause, at }, 'a task failed')
      })
      if (stopped) return
      await new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timeout)
          resolve()
        }
      })
    }
  }
  const running = run()
  return {
    stop() {
      stopped = true
      wake()
      return running
    },
  }
}

/** Waits for something, but not for longer than this; what it fails with is not told. */
export async function withinTime(ms: number, what: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timeout = setTimeout(resolve, ms)
  what.then(
    () => resolve(),
    () => resolve(),
  )
  await promise
  clearTimeout(timeout)
}
