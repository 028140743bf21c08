/** How fast and how much we send: below the carrier's ceilings, since its queue cannot be reordered. */
export interface Limits {
  /** Segments a second. A long code takes about one. */
  readonly perSecond: number
  /** Segments a day: the carrier's cap, or what we are ready to pay. */
  readonly perDay: number
}

/**
 * Bucket of a second's segments. A text goes where there is room for one segment; what it takes beyond that is owed, and
 * the next ones wait for it: so a text of any length leaves, and over a while the pace holds.
 * Times are milliseconds; a clock set back refills nothing.
 */
export function createPace(perSecond: number) {
  const most = Math.max(2, perSecond)
  let left = most
  let last: number | null = null
  return {
    /** How many texts may go now, of one segment each. */
    room(now: number): number {
      if (last !== null) left = Math.min(most, left + (Math.max(0, now - last) / 1000) * perSecond)
      last = now
      // Tenths of seconds do not add up to whole ones exactly.
      return Math.max(0, Math.floor(left + 1e-6))
    },
    take(segments: number): void {
      left -= segments
    },
  }
}

/** What share of the day's budget each priority may use up: answers, proposals, alerts, reminders. */
const SHARE = [1, 0.95, 0.85, 0.6] as const

/** The highest priority number that may still be sent, or -1 where not even answers may. */
export function affordable(usedToday: number, perDay: number): number {
  return SHARE.findLastIndex((share) => usedToday < perDay * share)
}

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

/** Milliseconds until the next try: doubling from half a minute to half an hour, the upper half of it left to chance. */
export function backoff(attempts: number, share: number): number {
  const full = Math.min(30 * 60_000, 30_000 * 2 ** Math.min(attempts, 10))
  return Math.round(full / 2 + (full / 2) * share)
}

/** Segments a day where nobody said: three answers, a reminder and some to spare for each precinct; a low campaign's cap at least. */
export const segmentsOfADay = (precincts: number): number => Math.max(2000, 6 * precincts)
