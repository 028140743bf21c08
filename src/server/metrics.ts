import type { Clock } from '../bot/ports.ts'
import type { Log, Metrics } from '../sms/ports.ts'

/** Upper bounds of the latency classes, in seconds: a carrier's patience ends between one and fifteen. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Durations {
  readonly classes: number[]
  sum: number
  count: number
}

/** Counts in memory since the start; nothing in it tells who. Names come from the code, so its size is bounded. */
export function createMetrics(): Metrics & { text(gauges?: Readonly<Record<string, number>>): string } {
  const counters = new Map<string, number>()
  const durations = new Map<string, Durations>()
  return {
    count(name, by = 1) {
      counters.set(name, (counters.get(name) ?? 0) + by)
    },
    observe(name, seconds) {
      const durationsOf = durations.get(name) ?? { classes: BOUNDS.map(() => 0), sum: 0, count: 0 }
      durations.set(name, durationsOf)
      const at = BOUNDS.findIndex((bound) => seconds <= bound)
      if (at >= 0) durationsOf.classes[at] = (durationsOf.classes[at] ?? 0) + 1
      durationsOf.sum += seconds
      durationsOf.count += 1
    },
    /** In Prometheus' text format, 0.0.4. */
    text(gauges = {}) {
      const lines = [...counters].flatMap(([name, value]) => single(`${name}_total`, 'counter', value))
      for (const [name, value] of Object.entries(gauges)) lines.push(...single(name, 'gauge', value))
      for (const [name, durationsOf] of durations) lines.push(...histogram(name, durationsOf))
      return `${lines.join('\n')}\n`
    },
  }
}

const single = (name: string, type: string, value: number) => [
  `# TYPE caucusline_${name} ${type}`,
  `caucusline_${name} ${value}`,
]

function histogram(name: string, { classes, sum, count }: Durations): string[] {
  const full = `caucusline_${name}_seconds`
  let below = 0
  const buckets = BOUNDS.map((bound, at) => {
    below += classes[at] ?? 0
    return `${full}_bucket{le="${bound}"} ${below}`
  })
  return [
    `# TYPE ${full} histogram`,
    ...buckets,
    `${full}_bucket{le="+Inf"} ${count}`,
    `${full}_sum ${sum}`,
    `${full}_count ${count}`,
  ]
}

const MINUTE_MS = 60_000

/**
 * The metrics, with a line in the log at the first refused webhook and then at most one a minute: a wrong address or token
 * would otherwise stop every text in silence. Nothing in the line tells who: anybody may send what is refused.
 */
export function logForgedWebhooks(metrics: Metrics, log: Log, clock: Clock): Metrics {
  let refused = 0
  let loggedAt = Number.NEGATIVE_INFINITY
  return {
    ...metrics,
    count(name, by = 1) {
      metrics.count(name, by)
      if (name !== 'webhook_forged') return
      refused += by
      const now = Date.parse(clock.now())
      if (now - loggedAt < MINUTE_MS) return
      log.warn(
        { refused: refused },
        'webhooks were refused with 403: if they were the carrier’s, PUBLIC_URL or its token is wrong',
      )
      loggedAt = now
      refused = 0
    },
  }
}
