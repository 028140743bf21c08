import type { Clock, Keys } from '../../bot/ports.ts'
import type { Consequence, Deliveries, DeliveryNews, DeliveryState, DeliveryStore, Log, Subject } from '../ports.ts'
import { meaningOf } from '../twilio/error-codes.ts'
import { type CarrierForm, field } from '../twilio/signature.ts'
import { type CarrierRefusal, saysOptedOut, withOptOut } from './opt-out.ts'

/**
 * How far each state is along the way. Callbacks repeat and overtake each other, so a text only ever moves up; the last
 * rank is final and never undone. `sent` may be the last thing a carrier ever says: no fault, and no proof.
 */
const RANK: Readonly<Record<DeliveryState, number>> = {
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
const FINAL_STATES = (Object.keys(RANK) as DeliveryState[]).filter((state) => RANK[state] === FINAL)

/** The state after some news. Of two final ones the first stays. */
export function later(known: DeliveryState | null, news: DeliveryState): DeliveryState {
  if (known === null) return news
  return RANK[known] < FINAL && RANK[news] > RANK[known] ? news : known
}

const isState = (text: string): text is DeliveryState => Object.hasOwn(RANK, text)

/** A status callback's form as news; null where it says nothing that we know. */
export function deliveryNews(form: CarrierForm, reference: string | null, at: string): DeliveryNews | null {
  const sid = field(form, 'MessageSid')
  const state = field(form, 'MessageStatus')
  if (sid === '' || !isState(state)) return null
  const code = Number.parseInt(field(form, 'ErrorCode'), 10)
  return { sid, state, code: Number.isNaN(code) || code === 0 ? null : code, reference, at }
}

interface DeliveriesDeps {
  readonly store: DeliveryStore
  readonly clock: Clock
  readonly keys: Pick<Keys, 'chain'>
  readonly log: Log
}

/** Minutes until an unreachable phone is tried again: first, second time. */
const MINUTES = [4, 10]

/** Delivery states as carriers tell them: folded into the text's own state, and turned into what HQ must do. */
export function createDeliveries({ store, clock, keys, log }: DeliveriesDeps): Deliveries {
  return {
    async record(news) {
      const subject = await store.subject(news)
      const now = clock.now()
      // What is final is never undone: nothing follows from what is told after it.
      const stays = didNotArrive(news) && (await store.ended(news, FINAL_STATES))
      const then = stays ? NOTHING : consequence(news, subject, now)
      if (then.alert !== null)
        log.warn({ code: news.code, kind: then.alert.kind, sid: news.sid }, 'a text did not arrive')
      const refusal = then.alert === null ? null : refusalOf(news, subject, now)
      await withOptOut(store, keys, refusal, (optOut) => store.note(news, precedes(news.state), then, optOut))
    },
  }
}

/** The states that this one may follow: lower ones that are not final. */
function precedes(state: DeliveryState): DeliveryState[] {
  const states = Object.keys(RANK) as DeliveryState[]
  return states.filter((known) => RANK[known] < FINAL && RANK[known] < RANK[state])
}

const NOTHING: Consequence = { again: null, alert: null }
const didNotArrive = ({ state }: DeliveryNews): boolean => state === 'undelivered' || state === 'failed'

function consequence(news: DeliveryNews, subject: Subject | null, now: string): Consequence {
  if (!didNotArrive(news)) return NOTHING
  const meant = meaningOf(news.code)
  const attempts = subject?.attempts ?? 1
  // A reminder that could not be delivered is not sent again minutes later: the ladder will.
  if (subject !== null && meant.act === 'retry' && attempts <= meant.most && subject.priority < 3) {
    const minutes = MINUTES[attempts - 1] ?? 10
    const due = new Date(Date.parse(now) + minutes * 60_000).toISOString()
    return { again: { id: `again/${news.sid}`, due, subject }, alert: null }
  }
  const about = { person: subject?.person ?? null, precinct: subject?.precinct ?? null }
  return {
    again: null,
    alert: { id: `delivery/${news.sid}`, kind: meant.alert, ...about, at: now, detail: meant.says },
  }
}

/** Null where the carrier said something else, or nobody knows whose phone it is. */
const refusalOf = ({ code, sid: cause }: DeliveryNews, subject: Subject | null, at: string): CarrierRefusal | null =>
  subject !== null && saysOptedOut(code)
    ? { person: subject.person, code, handedOver: subject.handedOver, at, cause }
    : null
