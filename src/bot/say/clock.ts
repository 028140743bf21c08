/** A clock on the wall of a room, with the minute that it was last looked at. */
interface Clock {
  readonly zone: Intl.DateTimeFormat
  minute: number
  shown: string
}

/** Making a format costs more than all the rest of a reply. There are as many clocks as time zones. */
const clocks = new Map<string, Clock>()

/**
 * "7:41 PM". On the night hundreds of replies say the same minute, and reading the clock is the dearest part of many:
 * it is read once a minute.
 * @param at ISO 8601
 * @param timeZone IANA name
 * @throws RangeError where one of them is none
 */
export function timeShown(at: string, timeZone: string): string {
  const clock = clockOf(timeZone)
  const minute = Math.floor(Date.parse(at) / 60_000)
  if (clock.minute === minute) return clock.shown
  clock.shown = clock.zone.format(new Date(at)).replace(/\s/g, ' ')
  clock.minute = minute
  return clock.shown
}

function clockOf(timeZone: string): Clock {
  const known = clocks.get(timeZone)
  if (known) return known
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' })
  const clock = { zone, minute: Number.NaN, shown: '' }
  clocks.set(timeZone, clock)
  return clock
}
