import type { Clock } from '../../bot/ports.ts'
import type { Log, OutboxStore } from '../ports.ts'

interface StallAlertsDeps {
  readonly store: Pick<OutboxStore, 'alert' | 'backlog'>
  readonly clock: Clock
  readonly log: Log
}

/** A clock's usual small corrections are no news. */
const BEHIND_MS = 60_000

/** By the highest priority number that still leaves. */
const BUDGET = [
  'nearly used up: only answers leave. Call about the rest.',
  'nearly used up: reminders and alerts do not leave. Call.',
  'used up to the share of reminders: they do not leave. Call who is silent.',
]

/** Tells headquarters and the log once a day what keeps texts back: nothing may stand still in silence. */
export function createStallAlerts({ store, clock, log }: StallAlertsDeps) {
  const reported = new Set<string>()
  const oncePerDay = async (what: string, detail: string): Promise<void> => {
    const at = clock.now()
    const id = `outbox/${what}/${at.slice(0, 10)}`
    if (reported.has(id)) return
    await store.alert({ id, kind: 'anomaly', person: null, precinct: null, at, detail })
    log.error({ outbox: what }, detail)
    reported.add(id)
  }
  const anyWaits = async (now: string) => (await store.backlog(now)).waiting > 0
  return {
    /** @param now ISO 8601 */
    async missing(name: string, now: string): Promise<void> {
      if (await anyWaits(now))
        await oncePerDay(
          `missing/${name}`,
          `Texts wait, and none leaves: "${name}" was chosen to send them, and is not set up on this server.`,
        )
    },
    /** @param least the highest priority number that the day's budget still allows; -1: none */
    async budget(least: number, now: string): Promise<void> {
      if (least === 3 || !(await anyWaits(now))) return
      await oncePerDay(
        `budget/${least}`,
        `The day’s budget of segments is ${BUDGET[least] ?? 'used up: no text of ours leaves. Call.'}`,
      )
    },
    async clock(behind: number): Promise<void> {
      if (behind < BEHIND_MS) return
      await oncePerDay(
        'clock',
        'The server’s clock was set back by more than a minute: times on record are wrong. Have it looked at.',
      )
    },
  }
}
