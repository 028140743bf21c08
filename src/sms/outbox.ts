import type { Clock, Seal } from '../bot/ports.ts'
import { createBudget } from './outbox-budget.ts'
import { type SteadyClock, steadyClock } from './outbox-clock.ts'
import { createRest } from './outbox-rest.ts'
import { createTelling } from './outbox-telling.ts'
import { carry, type Hands } from './outbox-text.ts'
import { createPace, type Limits, type QuietHours } from './pace.ts'
import type { Gateway, Leased, Log, Meter, OutboxStore } from './ports.ts'

export interface OutboxDeps {
  readonly store: OutboxStore
  /**
   * Asked before each text: headquarters may have switched. Null: nothing can be sent, and nobody expects it; `missing`:
   * this one was chosen, and is not set up here.
   */
  readonly gateway: () => Promise<Gateway | { readonly missing: string } | null>
  /** One that a text was tried by before; null where it is not set up any more. */
  readonly gatewayNamed: (name: string) => Gateway | null
  readonly clock: Clock
  readonly seal: Pick<Seal, 'chain'>
  /** 0 up to 1: for the jitter. */
  readonly random: () => number
  /** A name for one lease, never given twice, by any sender. */
  readonly leaseName: () => string
  /** Segments that a text takes. */
  readonly segments: (body: string) => number
  readonly limits: Limits
  readonly quiet: QuietHours | null
  readonly timezone: () => Promise<string>
  readonly log: Log
  readonly meter: Meter
}

/**
 * Longer than a look into the carrier's list and a handing over take together, and than that list lags: whoever takes a
 * lease over can look there. Only what is being sent is leased: after a crash the others leave at once.
 */
const LEASE_MS = 60_000
/** Requests under way at once: a slow carrier must not make one text wait for another. */
const AT_ONCE = 6
/** Reminders among them: an answer finds a place. */
const REMINDERS_AT_ONCE = 4
/** How long something more urgent may go unseen while requests are under way. */
const LOOK_MS = 1000

export interface Outbox {
  /** Sends what is due, as far as pace and budget allow. Safe beside other senders. @returns how many left. */
  round(): Promise<number>
  /** No text is begun any more; those under way end. */
  stop(): void
  /** Due and not sent, and for how many seconds the oldest has been: for the figures. */
  backlog(): Promise<{ readonly waiting: number; readonly seconds: number }>
}

/** What a round has under way, and what came of the rest. */
interface Round {
  readonly under: Map<string, { readonly reminder: boolean; readonly done: Promise<void> }>
  left: number
  readonly errors: unknown[]
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const pace = createPace(deps.limits.perSecond)
  const budget = createBudget({ ...deps, perDay: deps.limits.perDay })
  const rest = createRest(deps.random)
  const telling = createTelling(deps)
  let clocks: Promise<SteadyClock> | null = null
  let stopped = false
  const steady = () => {
    clocks ??= deps.store.lastSent().then(
      (at) => steadyClock(deps.clock, at),
      (error: unknown) => {
        // The next round asks again.
        clocks = null
        throw error
      },
    )
    return clocks
  }

  /** Begins what may be begun now. @returns how many texts. */
  const begin = async (round: Round): Promise<number> => {
    if (stopped) return 0
    const time = await steady()
    const now = time.now()
    await telling.clock(time.behind())
    const gateway = await deps.gateway()
    if (gateway === null || 'missing' in gateway) {
      if (gateway !== null) await telling.missing(gateway.missing, new Date(now).toISOString())
      return 0
    }
    const affordable = await budget.least()
    await telling.budget(affordable, new Date(now).toISOString())
    const reminders = [...round.under.values()].filter(({ reminder }) => reminder).length
    const least = Math.min(affordable, reminders < REMINDERS_AT_ONCE ? 3 : 2)
    const places = rest.most(now, AT_ONCE) - round.under.size
    const most = Math.min(places, pace.room(now), least === 3 ? REMINDERS_AT_ONCE - reminders : AT_ONCE)
    if (least < 0 || most < 1) return 0
    const who = deps.leaseName()
    const iso = (ms: number) => new Date(ms).toISOString()
    const texts = await deps.store.lease(who, iso(now), iso(now + LEASE_MS), most, least)
    const hands = { ...deps, who, gateway, rest, steady: time, stopped: () => stopped }
    for (const text of texts)
      round.under.set(text.id, { reminder: text.priority === 3, done: carried(text, hands, round) })
    return texts.length
  }

  const spend = (segments: number) => {
    pace.take(segments)
    budget.spend(segments)
  }
  const carried = async (text: Leased, hands: Omit<Hands, 'spend'>, round: Round): Promise<void> => {
    // Room for one segment is its own from here on; what it really takes is known when it is handed over.
    let kept = 1
    spend(kept)
    try {
      const settled = await carry(text, {
        ...hands,
        spend(segments) {
          spend(segments - kept)
          kept = 0
        },
      })
      deps.meter.count(`outbox_${settled.kind}`)
      if (settled.kind === 'sent') round.left++
    } catch (error) {
      round.errors.push(error)
    } finally {
      if (kept > 0) spend(-kept)
      round.under.delete(text.id)
    }
  }

  return {
    async round() {
      const round: Round = { under: new Map(), left: 0, errors: [] }
      for (;;) {
        const begun = await begin(round).catch((error: unknown) => {
          round.errors.push(error)
          return 0
        })
        if (begun > 0) continue
        if (round.under.size === 0) break
        await oneOf(
          [...round.under.values()].map(({ done }) => done),
          LOOK_MS,
        )
        if (round.errors.length > 0) break
      }
      await Promise.all([...round.under.values()].map(({ done }) => done))
      if (round.errors.length > 0) throw round.errors[0]
      return round.left
    },
    stop() {
      stopped = true
    },
    async backlog() {
      const now = (await steady()).now()
      const { waiting, oldest } = await deps.store.backlog(new Date(now).toISOString())
      return { waiting, seconds: oldest === null ? 0 : Math.max(0, (now - Date.parse(oldest)) / 1000) }
    },
  }
}

/** Until one of them ends, or that time is over. */
async function oneOf(done: readonly Promise<void>[], ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timeout = setTimeout(resolve, ms)
  await Promise.race([...done, promise])
  clearTimeout(timeout)
}
