import { pino } from 'pino'
import type { Log } from '../src/sms/ports.ts'

/** Lines of JSON on standard error: standard output is the command's own. */
export function nodeLog(level: string): Log {
  return pino(
    { base: null, level, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  )
}
