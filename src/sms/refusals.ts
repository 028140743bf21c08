import type { Clock } from '../bot/ports.ts'
import type { Log, Meter } from './ports.ts'

const MINUTE_MS = 60_000

/**
 * The meter, with a line in the log at the first refused webhook and then at most one a minute: a wrong address or token
 * would otherwise stop every text in silence. Nothing in the line tells who: anybody may send what is refused.
 */
export function tellingRefusals(meter: Meter, log: Log, clock: Clock): Meter {
  let since = 0
  let told = Number.NEGATIVE_INFINITY
  return {
    ...meter,
    count(name, by = 1) {
      meter.count(name, by)
      if (name !== 'webhook_forged') return
      since += by
      const now = Date.parse(clock.now())
      if (now - told < MINUTE_MS) return
      log.warn(
        { refused: since },
        'webhooks were refused with 403: if they were the carrier’s, PUBLIC_URL or its token is wrong',
      )
      told = now
      since = 0
    },
  }
}
