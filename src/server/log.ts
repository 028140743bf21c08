import { writeSync } from 'node:fs'
import { pino } from 'pino'
import type { LogLevel } from '../environment.ts'
import type { Log } from '../sms/ports.ts'

/** A log that may lose lines, and says how many; the server goes on. */
interface NodeLog extends Log {
  /** Lines that could not be written since the start. */
  lost(): number
}

/**
 * Lines of JSON on standard error: standard output is the command's own. Written at once, each by itself: a log on a full
 * disk, or whose reader is gone or stands still, costs its lines and nothing else. The next that can be written follows
 * a line that says how many were lost.
 */
export function nodeLog(level: LogLevel, write: (text: string) => number = toStandardError): NodeLog {
  let [lost, unreported, cut] = [0, 0, false]
  const attempt = (text: string): boolean => {
    try {
      const whole = `${cut ? '\n' : ''}${text}`
      const written = write(whole)
      cut = written > 0 && written < Buffer.byteLength(whole)
      return written > 0 && !cut
    } catch {
      return false
    }
  }
  const lose = () => {
    lost++
    unreported++
  }
  const line = (text: string) => {
    if (unreported > 0 && attempt(missing(unreported))) unreported = 0
    if (unreported > 0 || !attempt(text)) lose()
  }
  const log = pino({ base: null, level, timestamp: pino.stdTimeFunctions.isoTime }, { write: line })
  return {
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    lost: () => lost,
  }
}

const toStandardError = (text: string): number => writeSync(2, text)

const missing = (lines: number): string =>
  `${JSON.stringify({ level: 40, time: new Date().toISOString(), lost: lines, msg: 'lines of this log could not be written' })}\n`

/** Lines of JSON where there is only a console: Cloudflare keeps them. */
export function consoleLog(): Log {
  const line = (level: string, fields: object, msg: string) => JSON.stringify({ level, ...fields, msg })
  return {
    info: (fields, message) => console.log(line('info', fields, message)),
    warn: (fields, message) => console.warn(line('warn', fields, message)),
    error: (fields, message) => console.error(line('error', fields, message)),
  }
}
