import { writeSync } from 'node:fs'
import type { Step } from './steps.ts'

/**
 * Ends the process where the named step is reached for the nth time: `at` says that it was, on the one channel that
 * survives, and ends like a power cut. From a thread too, so nothing goes by way of the main one.
 */
export function ending(): (here: Step) => void {
  let left = Number(process.env.CRASH_NTH)
  return (here) => {
    if (here !== process.env.CRASH_STEP || --left > 0) return
    writeSync(1, `reached ${here}\n`)
    process.kill(process.pid, 'SIGKILL')
  }
}
