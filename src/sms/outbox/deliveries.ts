import type { Clock, Keys } from '../../bot/ports.ts'
import {
  type Consequence,
  DELIVERY_STATES,
  type Deliveries,
  type DeliveryNews,
  type DeliveryState,
  type DeliveryStore,
  type Log,
  type Subject,
} from '../ports.ts'
import { FAILURE_POLICY } from './failure-policy.ts'
import { type OptOutNotice, withOptOut } from './opt-out.ts'

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
const FINAL_STATES = DELIVERY_STATES.filter((state) => RANK[state] === FINAL)

interface DeliveriesDeps {
  readonly store: DeliveryStore
  readonly clock: Clock
  readonly keys: Pick<Keys, 'chain'>
  readonly log: Log
}

/** Minutes until an unreachable phone is tried again: first, second time. */
const RETRY_MINUTES = [4, 10]

/** Delivery states as carriers tell them: folded into the text's own state, and turned into what HQ must do. */
export function createDeliveries({ store, clock, keys, log }: DeliveriesDeps): Deliveries {
  return {
    async record(news) {
      const subject = await store.subject(news)
      const now = clock.now()
      // A final state is never undone: nothing follows from what is said after it.
      const ended = didNotArrive(news) && (await store.ended(news, FINAL_STATES))
      const then = ended ? NOTHING : consequence(news, subject, now)
      if (then.alert !== null)
        log.warn({ code: news.code, kind: then.alert.kind, sid: news.sid }, 'a text did not arrive')
      const notice = then.alert === null ? null : optOutNotice(news, subject, now)
      await withOptOut(store, keys, notice, (optOut) => store.note(news, statesBefore(news.state), then, optOut))
    },
  }
}

/** The states that this one may follow: lower ones that are not final. */
export const statesBefore = (state: DeliveryState): DeliveryState[] =>
  DELIVERY_STATES.filter((before) => RANK[before] < FINAL && RANK[before] < RANK[state])

const NOTHING: Consequence = { again: null, alert: null }
const didNotArrive = ({ state }: DeliveryNews): boolean => state === 'undelivered' || state === 'failed'

function consequence(news: DeliveryNews, subject: Subject | null, now: string): Consequence {
  if (!didNotArrive(news)) return NOTHING
  const policy = FAILURE_POLICY[news.reason]
  const attempts = subject?.attempts ?? 1
  // A reminder that could not be delivered is not sent again minutes later: the ladder will.
  if (subject !== null && policy.action === 'retry' && attempts <= policy.retries && subject.priority < 3) {
    const minutes = RETRY_MINUTES[attempts - 1] ?? 10
    const due = new Date(Date.parse(now) + minutes * 60_000).toISOString()
    return { again: { id: `again/${news.sid}`, due, subject }, alert: null }
  }
  const about = { person: subject?.person ?? null, precinct: subject?.precinct ?? null }
  return {
    again: null,
    alert: { id: `delivery/${news.sid}`, kind: policy.alert, ...about, at: now, detail: policy.detail },
  }
}

/** Null where the carrier said something else, or nobody knows whose phone it is. */
const optOutNotice = (news: DeliveryNews, subject: Subject | null, at: string): OptOutNotice | null =>
  subject !== null && news.reason === 'opted_out' && news.code !== null
    ? { person: subject.person, code: news.code, handedOver: subject.handedOver, at, cause: news.sid }
    : null
