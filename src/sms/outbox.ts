import type { Clock, Seal } from '../bot/ports.ts'
import { type Refusal, saysOptedOut, withOptOut } from './opt-out.ts'
import { affordable, backoff, createPace, isQuiet, type Limits, type QuietHours } from './pace.ts'
import type { Gateway, Leased, Log, Meter, OutboxStore, Sent, Settled } from './ports.ts'
import { meaningOf } from './twilio/error-codes.ts'
import { dropped, isLate, optedOut, tooLate, VALIDITY } from './unsent.ts'

export interface OutboxDeps {
  readonly store: OutboxStore
  /** Asked before each round: headquarters may have switched. Null: nothing can be sent. */
  readonly gateway: () => Promise<Gateway | null>
  readonly clock: Clock
  readonly seal: Pick<Seal, 'chain'>
  /** 0 up to 1: for the jitter. */
  readonly random: () => number
  /** A name for one round's leases, never given twice, by any sender. */
  readonly leaseName: () => string
  /** Segments that a text takes. */
  readonly segments: (body: string) => number
  readonly limits: Limits
  readonly quiet: QuietHours | null
  readonly timezone: () => Promise<string>
  readonly log: Log
  readonly meter: Meter
}

/** Longer than any request takes, and than the carrier's list lags: whoever takes a lease over can look there. */
const LEASE_MS = 3 * 60_000
const BATCH = 25
const QUIET_MS = 15 * 60_000
const STOPPED_MS = 5 * 60_000

export interface Outbox {
  /** Sends what is due, as far as pace and budget allow. Safe beside other senders. @returns how many left. */
  round(): Promise<number>
}

/** What became of one text, and whether the round must end with it. */
interface Step {
  readonly settled: Settled
  readonly stop: boolean
}
const RETURNED: Settled = { kind: 'returned', due: null }

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, clock } = deps
  const pace = createPace(deps.limits.perSecond)
  return {
    async round() {
      const gateway = await deps.gateway()
      const now = clock.now()
      const least = gateway
        ? affordable(await store.sentSince(`${now.slice(0, 10)}T00:00:00.000Z`), deps.limits.perDay)
        : -1
      if (gateway === null || least < 0) return 0
      const who = deps.leaseName()
      const timezone = await deps.timezone()
      let left = 0
      let stopped = false
      for (const text of await store.lease(who, now, later(clock, LEASE_MS), BATCH, least)) {
        const paced = () => pace.take(deps.segments(text.body), Date.parse(clock.now()))
        const handedOver = clock.now()
        const step: Step = stopped
          ? { settled: RETURNED, stop: true }
          : await one(text, who, timezone, paced, gateway, deps)
        await settle(text, who, step.settled, handedOver, deps)
        deps.meter.count(`outbox_${step.settled.kind}`)
        if (step.settled.kind === 'sent') left++
        stopped = step.stop
      }
      return left
    },
  }
}

/** Where the carrier says that this phone has opted out, the phone's own record learns it in the same commit. */
async function settle(
  { id, person }: Leased,
  who: string,
  settled: Settled,
  handedOver: string,
  { store, seal, clock }: OutboxDeps,
): Promise<void> {
  const code = settled.kind === 'failed' ? settled.code : null
  const refusal: Refusal | null = saysOptedOut(code) ? { person, code, handedOver, at: clock.now(), cause: id } : null
  await withOptOut(store, seal, refusal, (optOut) => store.settle(id, who, settled, optOut))
}

const later = (clock: Clock, ms: number) => new Date(Date.parse(clock.now()) + ms).toISOString()
const go = (settled: Settled): Step => ({ settled, stop: false })

async function one(
  text: Leased,
  who: string,
  timezone: string,
  paced: () => boolean,
  gateway: Gateway,
  deps: OutboxDeps,
): Promise<Step> {
  const { clock, quiet, store } = deps
  const reminder = text.priority === 3
  if (text.to === null) return go(dropped('number erased'))
  if (reminder && quiet && isQuiet(new Date(clock.now()), text.timezone ?? timezone, quiet))
    return go({ kind: 'returned', due: later(clock, QUIET_MS) })
  if (reminder && isLate(text, clock)) return go(dropped('too late', tooLate(clock)))
  // Of one that may have left, the carrier is still asked: what was sent must not look unsent.
  if (text.optedOut && text.doubtfulSince === null) return go(optedOut(text, clock))
  if (!paced()) return { settled: RETURNED, stop: true }
  const message = { id: text.id, to: text.to, body: text.body, validity: VALIDITY[text.priority] }
  const before = text.doubtfulSince === null ? null : await gateway.find(message, text.doubtfulSince)
  // Where nobody can tell, an answer twice is better than none; a reminder twice is worse.
  if (before === 'unknown' && reminder) return go(dropped('may have left already'))
  if (before !== null && before !== 'unknown') return go(sentAs(before.sid, gateway, clock))
  if (text.optedOut) return go(optedOut(text, clock))
  // Who cannot say so any more has lost the lease, and another is sending it.
  if (!(await store.trying(text.id, who, clock.now(), gateway.name))) return go(RETURNED)
  return after(text, await gateway.send(message), gateway, deps)
}

const sentAs = (sid: string, gateway: Gateway, clock: Clock): Settled => ({
  kind: 'sent',
  sid,
  gateway: gateway.name,
  at: clock.now(),
})

async function after(text: Leased, sent: Sent, gateway: Gateway, deps: OutboxDeps): Promise<Step> {
  const { clock, random, log } = deps
  if (sent.ok) return go(sentAs(sent.sid, gateway, clock))
  const { code } = sent
  const meant = meaningOf(sent.uncertain ? null : code)
  log.warn({ code, outbox: text.id, act: meant.act, attempt: text.attempts + 1 }, 'a text could not be sent')
  const about = { person: text.person, precinct: text.precinct, at: clock.now(), detail: meant.says }
  if (meant.act === 'stop') {
    const day = clock.now().slice(0, 10)
    await deps.store.alert({ ...about, person: null, precinct: null, id: `carrier/${code}/${day}`, kind: meant.alert })
    return { settled: { kind: 'again', due: later(clock, STOPPED_MS), code, doubtful: false }, stop: true }
  }
  const slow = meant.act === 'later'
  if (slow && text.priority === 3 && code !== null) return { settled: dropped(code), stop: true }
  if (meant.act !== 'never' && text.attempts < meant.most) {
    const due = later(clock, backoff(text.attempts, random()))
    return { settled: { kind: 'again', due, code, doubtful: meant.act === 'look' }, stop: slow }
  }
  const alert = { ...about, id: `outbox/${text.id}`, kind: meant.alert }
  return { settled: { kind: 'failed', state: 'failed', code, alert }, stop: slow }
}
