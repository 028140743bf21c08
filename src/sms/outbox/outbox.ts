import type { Clock, Keys } from '../../bot/ports.ts'
import { withDeadline } from '../deadline.ts'
import type {
  CarrierFailure,
  Gateway,
  Leased,
  Log,
  Message,
  Metrics,
  OutboxResult,
  OutboxStore,
  OutboxTrouble,
  UnsentText,
} from '../ports.ts'
import { redactError } from '../redacted-error.ts'
import { createBudget } from './budget.ts'
import { FAILURE_POLICY, type FailurePolicy } from './failure-policy.ts'
import { createMonotonicClock, type MonotonicClock } from './monotonic-clock.ts'
import { type OptOutNotice, withOptOut } from './opt-out.ts'
import { createRateLimit, createThrottleBackoff, retryDelay, type ThrottleBackoff } from './pacing.ts'
import { isLate, isQuiet, type QuietHours, VALIDITY_SECONDS } from './send-window.ts'
import { createStallAlerts } from './stall-alerts.ts'

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
  readonly keys: Pick<Keys, 'chain'>
  /** 0 up to 1: for the jitter. */
  readonly random: () => number
  /** A name for one lease, never given twice, by any sender. */
  readonly leaseName: () => string
  /** Segments that a text takes. */
  readonly segments: (body: string) => number
  /** Segments a second and a day: below the carrier's ceilings, since its queue cannot be reordered. */
  readonly limits: { readonly perSecond: number; readonly perDay: number }
  readonly quiet: QuietHours | null
  /** Of the caucus, IANA. */
  readonly timezone: () => Promise<string>
  readonly log: Log
  readonly metrics: Metrics
}

interface Outbox {
  /** Sends what is due, as far as rate and budget allow. Safe beside other senders. @returns how many left. */
  round(): Promise<number>
  /** No text is begun any more; those under way end. */
  stop(): void
  /** Due and not sent, and for how many seconds the oldest has been: for the metrics. */
  backlog(): Promise<{ readonly waiting: number; readonly seconds: number }>
}

/**
 * Longer than a look into the carrier's list and a handing over take together, and than that list lags: whoever takes a
 * lease over can look there. Only what is being sent is leased: after a crash the others leave at once.
 */
const LEASE_MS = 60_000
/** Requests under way at once: a slow carrier must not make one text wait for another. */
const CONCURRENCY = 6
/** Reminders among them: an answer finds a place. */
const REMINDER_CONCURRENCY = 4
/** How long something more urgent may go unseen while requests are under way. */
const LOOK_MS = 1000
/** The pause after the carrier refused our account or its settings. */
const HALT_MS = 60_000
const QUIET_MS = 15 * 60_000
/** How often something of ours may fail at one text. */
const MOST_FAULTS = 5

interface Round {
  readonly underWay: Map<string, { readonly reminder: boolean; readonly done: Promise<void> }>
  sent: number
  readonly errors: unknown[]
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const rate = createRateLimit(deps.limits.perSecond)
  const budget = createBudget({ ...deps, perDay: deps.limits.perDay })
  const throttle = createThrottleBackoff(deps.random)
  const stalls = createStallAlerts(deps)
  let clockOfRecord: Promise<MonotonicClock> | null = null
  let stopped = false
  const monotonicClock = () => {
    clockOfRecord ??= deps.store.lastSent().then(
      (at) => createMonotonicClock(deps.clock, at),
      (error: unknown) => {
        // The next round asks again.
        clockOfRecord = null
        throw error
      },
    )
    return clockOfRecord
  }

  /** Begins what may be begun now. @returns how many texts. */
  const begin = async (round: Round): Promise<number> => {
    if (stopped) return 0
    const time = await monotonicClock()
    const now = time.now()
    await stalls.clock(time.behind())
    const gateway = await deps.gateway()
    if (gateway === null || 'missing' in gateway) {
      if (gateway !== null) await stalls.missing(gateway.missing, iso(now))
      return 0
    }
    const affordable = await budget.affordablePriority()
    await stalls.budget(affordable, iso(now))
    const reminders = [...round.underWay.values()].filter(({ reminder }) => reminder).length
    const least = Math.min(affordable, reminders < REMINDER_CONCURRENCY ? 3 : 2)
    const places = throttle.concurrency(now, CONCURRENCY) - round.underWay.size
    const most = Math.min(places, rate.room(now), least === 3 ? REMINDER_CONCURRENCY - reminders : CONCURRENCY)
    if (least < 0 || most < 1) return 0
    const lease = deps.leaseName()
    const texts = await deps.store.lease(lease, iso(now), iso(now + LEASE_MS), most, least)
    const context = { ...deps, lease, gateway, throttle, time, stopped: () => stopped }
    for (const text of texts)
      round.underWay.set(text.id, { reminder: text.priority === 3, done: sendInRound(text, context, round) })
    return texts.length
  }

  const spend = (segments: number) => {
    rate.take(segments)
    budget.spend(segments)
  }
  const sendInRound = async (text: Leased, context: Omit<SendContext, 'spend'>, round: Round): Promise<void> => {
    // Room for one segment is its own from here on; what it really takes is known when it is handed over.
    let reserved = 1
    spend(reserved)
    try {
      const result = await sendText(text, {
        ...context,
        spend(segments) {
          spend(segments - reserved)
          reserved = 0
        },
      })
      deps.metrics.count(`outbox_${result.kind}`)
      if (result.kind === 'sent') round.sent++
    } catch (error) {
      round.errors.push(error)
    } finally {
      if (reserved > 0) spend(-reserved)
      round.underWay.delete(text.id)
    }
  }

  return {
    async round() {
      const round: Round = { underWay: new Map(), sent: 0, errors: [] }
      const underWay = () => [...round.underWay.values()].map(({ done }) => done)
      for (;;) {
        const begun = await begin(round).catch((error: unknown) => {
          round.errors.push(error)
          return 0
        })
        if (begun > 0) continue
        if (round.underWay.size === 0) break
        await withDeadline(LOOK_MS, Promise.race(underWay()), undefined)
        if (round.errors.length > 0) break
      }
      await Promise.all(underWay())
      if (round.errors.length > 0) throw round.errors[0]
      return round.sent
    },
    stop() {
      stopped = true
    },
    async backlog() {
      const now = (await monotonicClock()).now()
      const { waiting, oldest } = await deps.store.backlog(iso(now))
      return { waiting, seconds: oldest === null ? 0 : Math.max(0, (now - Date.parse(oldest)) / 1000) }
    },
  }
}

/** What one text is sent with. */
interface SendContext extends Omit<OutboxDeps, 'gateway'> {
  /** The name of its lease. */
  readonly lease: string
  readonly gateway: Gateway
  /** So many segments are being handed over. */
  readonly spend: (segments: number) => void
  readonly throttle: ThrottleBackoff
  readonly time: MonotonicClock
  readonly stopped: () => boolean
}

/**
 * Takes one text as far as it goes, and writes down what became of it. An error at it concerns this text alone: it is
 * tried again later, a few times, and then headquarters is told.
 * @throws where not even that can be written down; then the lease runs out
 */
async function sendText(text: Leased, context: SendContext): Promise<OutboxResult> {
  const handedOver = context.clock.now()
  try {
    const result = await attempt(text, context)
    await settle(text, result, handedOver, context)
    return result
  } catch (error) {
    const { cause, at, temporary } = redactError(error)
    context.log.error({ outbox: text.id, attempt: text.attempts + 1, cause, at }, 'a text failed')
    // A full or a locked disk is no fault of this text.
    if (temporary) throw error
    const result = faulty(text, context)
    await settle(text, result, handedOver, context)
    return result
  }
}

/** If the carrier says that this phone has opted out, the phone's own record learns it in the same commit. */
async function settle(text: Leased, result: OutboxResult, handedOver: string, context: SendContext): Promise<void> {
  const { store, keys, clock, lease } = context
  const { id, person } = text
  const optedOut = result.kind === 'failed' && result.alert?.kind === 'opted_out' && typeof result.code === 'number'
  const notice: OptOutNotice | null = optedOut
    ? { person, code: result.code, handedOver, at: clock.now(), cause: id }
    : null
  await withOptOut(store, keys, notice, (optOut) => store.settle(id, lease, result, optOut))
}

async function attempt(text: Leased, context: SendContext): Promise<OutboxResult> {
  const { clock, store, gateway } = context
  const unsent = await withheld(text, context)
  if (unsent !== null) return unsent
  const message = { id: text.id, to: text.to, body: text.body, validity: VALIDITY_SECONDS[text.priority] } as Message
  const earlier = await findEarlier(text, message, context)
  if (earlier === 'unreadable') return listUnreadable(text, context)
  // If nobody can tell, an answer twice is better than none; a reminder twice is worse.
  if (earlier === 'unknown' && text.priority === 3) return dropped('may have left already')
  if (earlier !== null && earlier !== 'unknown')
    return { kind: 'sent', sid: earlier.sid, gateway: text.gateway ?? gateway.name, at: clock.now() }
  if (text.optedOut) return optedOut(text, clock)
  if (context.stopped()) return RETURNED
  const segments = context.segments(text.body)
  // A sender that cannot mark it any more has lost the lease, and another is sending it.
  if (!(await store.trying(text.id, context.lease, iso(context.time.now()), { gateway: gateway.name, segments })))
    return RETURNED
  context.spend(segments)
  const sent = await gateway.send(message)
  if (!sent.ok) return refused(text, sent, context)
  context.throttle.taken(context.time.now())
  return { kind: 'sent', sid: sent.sid, gateway: gateway.name, at: clock.now() }
}

/** Why it is not even tried, or not now; null where it is. */
async function withheld(text: Leased, context: SendContext): Promise<OutboxResult | null> {
  const { clock, quiet } = context
  if (text.to === null) return dropped('number erased')
  if (text.priority === 3) {
    if (text.phaseOver) return dropped('phase over')
    if (isLate(text, clock)) return dropped('too late', remindersTooLate(clock))
    const timezone = text.timezone ?? (await context.timezone())
    if (quiet && isQuiet(new Date(clock.now()), timezone, quiet))
      return { kind: 'returned', due: iso(context.time.now() + QUIET_MS) }
  }
  // The carrier is still asked about one that may have left: what was sent must not look unsent.
  return text.optedOut && text.doubtfulSince === null ? optedOut(text, clock) : null
}

/**
 * Whether it has left already: the gateway that tried it is asked, whichever sends now.
 * @returns the carrier's id of it; null where it has not; `unknown` where no list is kept
 */
async function findEarlier(
  text: Leased,
  message: Message,
  context: SendContext,
): Promise<{ readonly sid: string } | null | 'unknown' | 'unreadable'> {
  const { doubtfulSince, gateway: name } = text
  if (doubtfulSince === null) return null
  const gateway = name === null || name === context.gateway.name ? context.gateway : context.gatewayNamed(name)
  const sids =
    gateway === null ? 'unknown' : await gateway.find(message, doubtfulSince).catch(() => 'unreadable' as const)
  if (sids === 'unknown' || sids === 'unreadable') return sids
  const sid = await context.store.unclaimed(text.id, sids)
  return sid === null ? null : { sid }
}

/** What becomes of a text that the carrier did not take, and whether the others wait, too. */
async function refused(text: Leased, failure: CarrierFailure, context: SendContext): Promise<OutboxResult> {
  const { code, reason } = failure
  const policy = FAILURE_POLICY[reason]
  const { action } = policy
  context.log.warn({ code, reason, outbox: text.id, action, attempt: text.attempts + 1 }, 'a text could not be sent')
  switch (action) {
    case 'halt':
      await context.store.alert(refusedByAll(policy, code, context.clock))
      return again(pause(context, HALT_MS), code)
    case 'throttle': {
      const due = pause(context)
      // The carrier's own queue is hours long: a reminder would arrive in the night.
      if (text.priority === 3 && reason === 'queue_full') return dropped(code ?? 'too late')
      return isLate(text, context.clock) ? failed(text, policy, code, context.clock) : again(due, code)
    }
    case 'look_first':
      // It may be this text alone, or a carrier that is down: then the others need not go through it one by one.
      pause(context)
      return text.attempts < policy.retries
        ? again(nextTry(text, context), code, true)
        : failed(text, policy, code, context.clock)
    case 'retry':
      return text.attempts < policy.retries
        ? again(nextTry(text, context), code)
        : failed(text, policy, code, context.clock)
    case 'give_up':
      return failed(text, policy, code, context.clock)
  }
}

/** While nobody can read the carrier's list, the text is neither sent again nor given up. */
function listUnreadable(text: Leased, context: SendContext): OutboxResult {
  context.log.warn({ outbox: text.id, attempt: text.attempts }, 'the carrier’s list could not be read')
  return isLate(text, context.clock)
    ? failed(text, FAILURE_POLICY.may_have_left, null, context.clock)
    : again(nextTry(text, context), null, true)
}

const pause = ({ throttle, time }: SendContext, least = 0): number => throttle.begin(time.now(), least)
const nextTry = ({ attempts }: Leased, { time, random }: SendContext): number =>
  time.now() + retryDelay(attempts, random())
const iso = (ms: number): string => new Date(ms).toISOString()

const RETURNED: OutboxResult = { kind: 'returned', due: null }

const again = (due: number, code: number | null, doubtful = false): OutboxResult => ({
  kind: 'again',
  due: iso(due),
  code,
  doubtful,
})

/** Not sent any more, and no reason to call anybody for that alone. */
const dropped = (code: number | UnsentText, alert: OutboxTrouble | null = null): OutboxResult => ({
  kind: 'failed',
  state: 'dropped',
  code,
  alert,
})

const failed = (text: Leased, { alert, detail }: FailurePolicy, code: number | null, clock: Clock): OutboxResult => ({
  kind: 'failed',
  state: 'failed',
  code,
  alert: aboutText(text, alert, detail, clock),
})

const aboutText = ({ id, person, precinct }: Leased, kind: OutboxTrouble['kind'], detail: string, clock: Clock) => ({
  ...{ id: `outbox/${id}`, kind, person, precinct },
  ...{ at: clock.now(), detail },
})

/**
 * The carrier would refuse it. A reminder is dropped as it is, since the queue knows of the STOP already; but somebody
 * waits for any other text, and has to be called.
 */
function optedOut(text: Leased, clock: Clock): OutboxResult {
  if (text.priority === 3) return dropped('opted out')
  const detail = 'This phone has opted out, so a text of ours was not sent. Call, and read it out.'
  return { kind: 'failed', state: 'failed', code: 'opted out', alert: aboutText(text, 'opted_out', detail, clock) }
}

/** Something of ours fails at this text: it is tried again, and in the end read out. */
function faulty(text: Leased, context: SendContext): OutboxResult {
  if (text.attempts + 1 < MOST_FAULTS) return { kind: 'broken', due: iso(nextTry(text, context)) }
  const detail = 'This text could not be sent, by a fault of ours. Call, and read it out.'
  const alert = aboutText(text, 'undeliverable', detail, context.clock)
  return { kind: 'failed', state: 'failed', code: 'a fault of ours', alert }
}

/** Once a day: who reminded hears that it came to nothing. */
function remindersTooLate(clock: Clock): OutboxTrouble {
  const at = clock.now()
  const detail = 'Reminders were not sent: they had become more than an hour late. Remind again, or call.'
  return { id: `outbox/late/${at.slice(0, 10)}`, kind: 'anomaly', person: null, precinct: null, at, detail }
}

/** Once a day and code: it concerns every text. */
function refusedByAll({ alert, detail }: FailurePolicy, code: number | null, clock: Clock): OutboxTrouble {
  const at = clock.now()
  return { id: `carrier/${code}/${at.slice(0, 10)}`, kind: alert, person: null, precinct: null, at, detail }
}
