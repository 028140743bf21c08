import type { Log } from '../sms/ports.ts'
import { redactError } from '../sms/redacted-error.ts'

interface Timer {
  /** Resolves when what is under way has ended; nothing starts after that. */
  stop(): Promise<void>
}

/**
 * Does something again and again, never twice at once. A failure is logged, and the next turn tries again.
 * @param ms from the end of one turn to the beginning of the next
 */
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
