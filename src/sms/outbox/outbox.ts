import type { Clock, Keys } from '../../bot/ports.ts'
import { failure } from '../failure.ts'
import type { Gateway, Leased, Log, Message, Meter, OutboxResult, OutboxStore, Sent } from '../ports.ts'
import { type Meaning, meaningOf } from '../twilio/error-codes.ts'
import { createBudget } from './budget.ts'
import { type CarrierRefusal, saysOptedOut, withOptOut } from './opt-out.ts'
import { backoff, createPace, isQuiet, type Limits, type QuietHours } from './pace.ts'
import { createStallAlerts } from './stall-alerts.ts'
import { type SteadyClock, steadyClock } from './steady-clock.ts'
import { createThrottleBackoff, type ThrottleBackoff } from './throttle-backoff.ts'
import { broken, dropped, isLate, optedOut, tooLate, VALIDITY } from './unsent.ts'

const STOPPED_MS = 60_000
/** The carrier's own queue is hours long: a reminder would arrive in the night. */
const QUEUE_FULL: ReadonlySet<number | null> = new Set([21611, 30001])

/** What becomes of a text that the carrier did not take, and whether the others wait, too. */
async function refused(text: Leased, sent: Extract<Sent, { ok: false }>, hands: Hands): Promise<OutboxResult> {
  const { code } = sent
  const meant = meaningOf(sent.uncertain ? null : code)
  hands.log.warn({ code, outbox: text.id, act: meant.act, attempt: text.attempts + 1 }, 'a text could not be sent')
  switch (meant.act) {
    case 'stop':
      await accountRefused(meant, code, hands)
      return again(resting(hands, STOPPED_MS), code)
    case 'later':
      return slower(text, meant, code, hands)
    case 'look':
      // It may be this text alone, or a carrier that is down: then the others need not go through it one by one.
      resting(hands)
      return text.attempts < meant.most ? again(backedOff(text, hands), code, true) : failed(text, meant, code, hands)
    case 'retry':
      return text.attempts < meant.most ? again(backedOff(text, hands), code) : failed(text, meant, code, hands)
    case 'never':
      return failed(text, meant, code, hands)
  }
}

/** The carrier's list cannot be read: as long as nobody can look, it is neither sent again nor given up. */
function unread(text: Leased, hands: Hands): OutboxResult {
  hands.log.warn({ outbox: text.id, attempt: text.attempts }, 'the carrier’s list could not be read')
  return isLate(text, hands.clock)
    ? failed(text, meaningOf(null), null, hands)
    : again(backedOff(text, hands), null, true)
}

/** Too fast for the carrier: everything rests, and then leaves by its priority. Only what has become too late is given up. */
function slower(text: Leased, meant: Meaning, code: number | null, hands: Hands): OutboxResult {
  const due = resting(hands)
  if (text.priority === 3 && QUEUE_FULL.has(code)) return dropped(code ?? 'too late')
  return isLate(text, hands.clock) ? failed(text, meant, code, hands) : again(due, code)
}

const again = (due: number, code: number | null, doubtful = false): OutboxResult => ({
  kind: 'again',
  due: new Date(due).toISOString(),
  code,
  doubtful,
})

const resting = ({ rest, steady }: Hands, least = 0): number => rest.begin(steady.now(), least)
const backedOff = ({ attempts }: Leased, { steady, random }: Hands): number =>
  steady.now() + backoff(attempts, random())

function failed(text: Leased, meant: Meaning, code: number | null, { clock }: Hands): OutboxResult {
  const { person, precinct } = text
  const alert = { id: `outbox/${text.id}`, kind: meant.alert, person, precinct, at: clock.now(), detail: meant.says }
  return { kind: 'failed', state: 'failed', code, alert }
}

async function accountRefused(meant: Meaning, code: number | null, { store, clock }: Hands): Promise<void> {
  const at = clock.now()
  const id = `carrier/${code}/${at.slice(0, 10)}`
  await store.alert({ id, kind: meant.alert, person: null, precinct: null, at, detail: meant.says })
}

/** What one text is carried with. */
interface Hands extends Omit<OutboxDeps, 'gateway'> {
  /** The name of its lease. */
  readonly who: string
  readonly gateway: Gateway
  /** So many segments are being handed over. */
  readonly spend: (segments: number) => void
  readonly rest: ThrottleBackoff
  readonly steady: SteadyClock
  readonly stopped: () => boolean
}

const QUIET_MS = 15 * 60_000
const RETURNED: OutboxResult = { kind: 'returned', due: null }

/**
 * Takes one text as far as it goes, and writes down what became of it. Whatever fails at it concerns this text alone: it
 * is tried again later, a few times, and then headquarters is told.
 * @throws where not even that can be written down; then the lease runs out
 */
async function carry(text: Leased, hands: Hands): Promise<OutboxResult> {
  const handedOver = hands.clock.now()
  try {
    const settled = await fateOf(text, hands)
    await settle(text, settled, handedOver, hands)
    return settled
  } catch (error) {
    const { cause, at, temporary } = failure(error)
    hands.log.error({ outbox: text.id, attempt: text.attempts + 1, cause, at }, 'a text failed')
    // A full or a locked disk is no fault of this text.
    if (temporary) throw error
    const settled = broken(text, later(hands, backoff(text.attempts, hands.random())), hands.clock)
    await settle(text, settled, handedOver, hands)
    return settled
  }
}

/** Where the carrier says that this phone has opted out, the phone's own record learns it in the same commit. */
async function settle({ id, person }: Leased, settled: OutboxResult, handedOver: string, hands: Hands): Promise<void> {
  const { store, keys, clock, who } = hands
  const code = settled.kind === 'failed' ? settled.code : null
  const refusal: CarrierRefusal | null = saysOptedOut(code)
    ? { person, code, handedOver, at: clock.now(), cause: id }
    : null
  await withOptOut(store, keys, refusal, (optOut) => store.settle(id, who, settled, optOut))
}

const later = ({ steady }: Hands, ms: number) => new Date(steady.now() + ms).toISOString()

async function fateOf(text: Leased, hands: Hands): Promise<OutboxResult> {
  const { clock, store, gateway, who } = hands
  const unsent = await withheld(text, hands)
  if (unsent !== null) return unsent
  const message = { id: text.id, to: text.to, body: text.body, validity: VALIDITY[text.priority] } as Message
  const before = await found(text, message, hands)
  if (before === 'no answer') return unread(text, hands)
  // Where nobody can tell, an answer twice is better than none; a reminder twice is worse.
  if (before === 'unknown' && text.priority === 3) return dropped('may have left already')
  if (before !== null && before !== 'unknown')
    return { kind: 'sent', sid: before.sid, gateway: text.gateway ?? gateway.name, at: clock.now() }
  if (text.optedOut) return optedOut(text, clock)
  if (hands.stopped()) return RETURNED
  const segments = hands.segments(text.body)
  const now = new Date(hands.steady.now()).toISOString()
  // Who cannot say so any more has lost the lease, and another is sending it.
  if (!(await store.trying(text.id, who, now, { gateway: gateway.name, segments }))) return RETURNED
  hands.spend(segments)
  const sent = await gateway.send(message)
  if (!sent.ok) return refused(text, sent, hands)
  hands.rest.taken(hands.steady.now())
  return { kind: 'sent', sid: sent.sid, gateway: gateway.name, at: clock.now() }
}

/** Why it is not even tried, or not now; null where it is. */
async function withheld(text: Leased, hands: Hands): Promise<OutboxResult | null> {
  const { clock, quiet } = hands
  if (text.to === null) return dropped('number erased')
  if (text.priority === 3) {
    if (text.phaseOver) return dropped('phase over')
    if (isLate(text, clock)) return dropped('too late', tooLate(clock))
    const timezone = text.timezone ?? (await hands.timezone())
    if (quiet && isQuiet(new Date(clock.now()), timezone, quiet))
      return { kind: 'returned', due: later(hands, QUIET_MS) }
  }
  // Of one that may have left, the carrier is still asked: what was sent must not look unsent.
  return text.optedOut && text.doubtfulSince === null ? optedOut(text, clock) : null
}

/** Whether it has left already: whoever tried it is asked, whichever sends now. @returns the carrier's id of it */
async function found(
  text: Leased,
  message: Message,
  hands: Hands,
): Promise<{ readonly sid: string } | null | 'unknown' | 'no answer'> {
  const { doubtfulSince, gateway: name } = text
  if (doubtfulSince === null) return null
  const gateway = name === null || name === hands.gateway.name ? hands.gateway : hands.gatewayNamed(name)
  const sids =
    gateway === null ? 'unknown' : await gateway.find(message, doubtfulSince).catch(() => 'no answer' as const)
  if (sids === 'unknown' || sids === 'no answer') return sids
  const sid = await hands.store.unclaimed(text.id, sids)
  return sid === null ? null : { sid }
}

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

interface Outbox {
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
  const rest = createThrottleBackoff(deps.random)
  const telling = createStallAlerts(deps)
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
