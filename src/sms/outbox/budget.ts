import type { Clock } from '../../bot/ports.ts'
import type { OutboxStore } from '../ports.ts'
import { affordable } from './pace.ts'

const AGAIN_MS = 1000

interface BudgetDeps {
  readonly store: Pick<OutboxStore, 'spent'>
  readonly clock: Clock
  readonly perDay: number
  readonly timezone: () => Promise<string>
}

/** The day's budget in segments. What others spend is looked up once a second, what we spend is added at once. */
export function createBudget({ store, clock, perDay, timezone }: BudgetDeps) {
  let spent = 0
  let known: number | null = null
  return {
    /** The highest priority number that may still be sent; -1: none. The last text may cost more than is left. */
    async least(): Promise<number> {
      const now = Date.parse(clock.now())
      if (known === null || Math.abs(now - known) >= AGAIN_MS) {
        spent = await store.spent(midnight(new Date(now), await timezone()))
        known = now
      }
      return affordable(spent, perDay)
    },
    spend(segments: number): void {
      spent += segments
    },
  }
}

const DAY = 24 * 3600

/** When the day began there, ISO 8601. On the two days of the year that are not of 24 hours, too. */
export function midnight(now: Date, timeZone: string): string {
  const seconds = secondsOfDay(timeZone)
  const about = now.getTime() - seconds(now) * 1000 - now.getMilliseconds()
  const off = seconds(new Date(about))
  return new Date(about - (off < DAY / 2 ? off : off - DAY) * 1000).toISOString()
}

function secondsOfDay(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' })
  return (at) => {
    const [hours = 0, minutes = 0, seconds = 0] = format.format(at).split(':').map(Number)
    return (hours * 60 + minutes) * 60 + seconds
  }
}
