import type { DeliveryNews, DeliveryState } from './ports.ts'
import { type Form, field } from './twilio/signature.ts'

/**
 * How far each state is along the way. Callbacks repeat and overtake each other, so a text only ever moves up; the last
 * rank is final and never undone. `sent` may be the last thing a carrier ever says: no fault, and no proof.
 */
export const RANK: Readonly<Record<DeliveryState, number>> = {
  accepted: 0,
  scheduled: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  read: 4,
  undelivered: 4,
  failed: 4,
  canceled: 4,
}
const FINAL = 4
export const FINAL_STATES = (Object.keys(RANK) as DeliveryState[]).filter((state) => RANK[state] === FINAL)

/** The state after some news. Of two final ones the first stays. */
export function later(known: DeliveryState | null, news: DeliveryState): DeliveryState {
  if (known === null) return news
  return RANK[known] < FINAL && RANK[news] > RANK[known] ? news : known
}

const isState = (text: string): text is DeliveryState => Object.hasOwn(RANK, text)

/** A status callback's form as news; null where it says nothing that we know. */
export function deliveryNews(form: Form, reference: string | null, at: string): DeliveryNews | null {
  const sid = field(form, 'MessageSid')
  const state = field(form, 'MessageStatus')
  if (sid === '' || !isState(state)) return null
  const code = Number.parseInt(field(form, 'ErrorCode'), 10)
  return { sid, state, code: Number.isNaN(code) || code === 0 ? null : code, reference, at }
}
