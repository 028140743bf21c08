import { failure } from './failure.ts'
import { type Refusal, saysOptedOut, withOptOut } from './opt-out.ts'
import type { OutboxDeps } from './outbox.ts'
import type { SteadyClock } from './outbox-clock.ts'
import { refused, unread } from './outbox-refused.ts'
import type { Rest } from './outbox-rest.ts'
import { backoff, isQuiet } from './pace.ts'
import type { Gateway, Leased, Message, Settled } from './ports.ts'
import { broken, dropped, isLate, optedOut, tooLate, VALIDITY } from './unsent.ts'

/** What one text is carried with. */
export interface Hands extends Omit<OutboxDeps, 'gateway'> {
  /** The name of its lease. */
  readonly who: string
  readonly gateway: Gateway
  /** So many segments are being handed over. */
  readonly spend: (segments: number) => void
  readonly rest: Rest
  readonly steady: SteadyClock
  readonly stopped: () => boolean
}

const QUIET_MS = 15 * 60_000
const RETURNED: Settled = { kind: 'returned', due: null }

/**
 * Takes one text as far as it goes, and writes down what became of it. Whatever fails at it concerns this text alone: it
 * is tried again later, a few times, and then headquarters is told.
 * @throws where not even that can be written down; then the lease runs out
 */
export async function carry(text: Leased, hands: Hands): Promise<Settled> {
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
async function settle({ id, person }: Leased, settled: Settled, handedOver: string, hands: Hands): Promise<void> {
  const { store, seal, clock, who } = hands
  const code = settled.kind === 'failed' ? settled.code : null
  const refusal: Refusal | null = saysOptedOut(code) ? { person, code, handedOver, at: clock.now(), cause: id } : null
  await withOptOut(store, seal, refusal, (optOut) => store.settle(id, who, settled, optOut))
}

const later = ({ steady }: Hands, ms: number) => new Date(steady.now() + ms).toISOString()

async function fateOf(text: Leased, hands: Hands): Promise<Settled> {
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
async function withheld(text: Leased, hands: Hands): Promise<Settled | null> {
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
