import type { Clock } from '../../bot/ports.ts'
import type { OutboxStore } from '../ports.ts'

/** How long a look at what others spent serves. */
const FRESH_MS = 1000

/** What share of the day's budget each priority may use up: answers, proposals, alerts, reminders. */
const SHARE = [1, 0.95, 0.85, 0.6] as const

/** The highest priority number that may still be sent, or -1 where not even answers may. Both are segments. */
export const affordablePriority = (usedToday: number, perDay: number): number =>
  SHARE.findLastIndex((share) => usedToday < perDay * share)

/** Unless told: three answers, a reminder and some to spare for each precinct; a low campaign's cap at least. */
export const defaultSegmentsPerDay = (precincts: number): number => Math.max(2000, 6 * precincts)

interface BudgetDeps {
  readonly store: Pick<OutboxStore, 'spent'>
  readonly clock: Clock
  readonly perDay: number
  readonly timezone: () => Promise<string>
}

/** The day's budget in segments. What others spend is looked up once a second, what we spend is added at once. */
export function createBudget({ store, clock, perDay, timezone }: BudgetDeps) {
  let spent = 0
  let lookedAt: number | null = null
  return {
    /** The highest priority number that may still be sent; -1: none. The last text may cost more than is left. */
    async affordablePriority(): Promise<number> {
      const now = Date.parse(clock.now())
      if (lookedAt === null || Math.abs(now - lookedAt) >= FRESH_MS) {
        spent = await store.spent(midnight(new Date(now), await timezone()))
        lookedAt = now
      }
      return affordablePriority(spent, perDay)
    },
    spend(segments: number): void {
      spent += segments
    },
  }
}

const DAY_SECONDS = 24 * 3600

/** When the day began there, ISO 8601. On the two days of the year that are not of 24 hours, too. */
export function midnight(now: Date, timeZone: string): string {
  const seconds = secondsOfDay(timeZone)
  const about = now.getTime() - seconds(now) * 1000 - now.getMilliseconds()
  const off = seconds(new Date(about))
  return new Date(about - (off < DAY_SECONDS / 2 ? off : off - DAY_SECONDS) * 1000).toISOString()
}

function secondsOfDay(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' })
  return (at) => {
    const [hours = 0, minutes = 0, seconds = 0] = format.format(at).split(':').map(Number)
    return (hours * 60 + minutes) * 60 + seconds
  }
}
