import type { CandidateName } from '../../grammar/intent.ts'

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
  const made = clocks.get(timeZone)
  if (made) return made
  const zone = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' })
  const clock = { zone, minute: Number.NaN, shown: '' }
  clocks.set(timeZone, clock)
  return clock
}

/** A North American number as people there write it: 515-555-0100. Others stay in E.164. */
export function phoneShown(phone: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone)
  return parts ? parts.slice(1).join('-') : phone
}

/** Made once: making one costs more than all the rest of a reply. */
const dayIn = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: 'UTC' })
const days = { 'en-US': dayIn('en-US'), 'es-US': dayIn('es-US') } as const

/** A local date, "February 3". `date` is YYYY-MM-DD. */
export function dateShown(date: string, locale: 'en-US' | 'es-US'): string {
  return days[locale].format(new Date(`${date}T12:00:00Z`))
}

/** The first `most` of a list, and how many are left out. */
export function some(items: readonly string[], most: number, more: string): string {
  const left = items.length - most
  return left > 0 ? `${items.slice(0, most).join(', ')} +${left} ${more}` : items.join(', ')
}

/** Enough letters to know a name by, and never those of another name: what the reader understands, too. */
const enough = 5

/** The shortest beginning of a name, five letters or more, that no other candidate's name shares. */
export function shortName(name: string, candidates: readonly CandidateName[]): string {
  const others = candidates.map((c) => c.name.toLowerCase()).filter((other) => other !== name.toLowerCase())
  for (let length = enough; length < name.length; length += 1) {
    const start = name.slice(0, length)
    if (!start.endsWith(' ') && !others.some((other) => other.startsWith(start.toLowerCase()))) return start
  }
  return name
}
