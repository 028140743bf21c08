import type { Clock } from '../../bot/ports.ts'
import type { Leased } from '../ports.ts'

/** Seconds after which a text must not be delivered any more, by priority. A reminder at 2 a.m. harms. */
export const VALIDITY_SECONDS = [4 * 3600, 4 * 3600, 3600, 3600] as const

/** The carrier drops what it could not deliver in time; what we could not even hand over is no better. */
export const isLate = ({ due, priority }: Leased, clock: Clock): boolean =>
  Date.parse(clock.now()) > Date.parse(due) + VALIDITY_SECONDS[priority] * 1000

/** Local times, `HH:MM`: from the one on and before the other no reminder rings; over midnight too. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

/** Whether it is quiet now, where the person is. */
export function isQuiet(now: Date, timeZone: string, { from, to }: QuietHours): boolean {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const time = format.format(now)
  return from <= to ? time >= from && time < to : time >= from || time < to
}
