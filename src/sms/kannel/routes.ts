import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { CarrierWorld } from '../carrier.ts'
import { markMachine } from '../inbound.ts'
import type { DeliveryState } from '../ports.ts'
import { kannelText } from './text.ts'

interface KannelWebhooks
  extends Pick<CarrierWorld, 'handle' | 'deliveries' | 'clock' | 'metrics' | 'own' | 'isFromLoopback'> {
  /** Stands in the address that Kannel calls. */
  readonly token: string
}

export const STATUS = '/sms/kannel/status'
/** Kannel's delivery bits: 1 delivered, 2 not delivered, 4 buffered at the centre, 8 accepted, 16 refused. */
const STATES: Readonly<Record<string, DeliveryState>> = {
  '1': 'delivered',
  '2': 'undelivered',
  '4': 'sending',
  '8': 'sent',
  '16': 'failed',
}

/** The carrier's id of a text of ours: Kannel gives it none, so ours serves. */
export const sidOf = (id: string): string => `kannel:${id}`

/**
 * The two addresses that Kannel calls, from this machine only. Texts in: `get-url =
 * ".../sms/kannel?token=…&id=%I&time=%T&from=%p&to=%P&charset=%C&text=%b"`, answered by the body of the response; delivery
 * states.
 */
export function kannelRoutes(deps: KannelWebhooks): Hono {
  const app = new Hono()
  app.use('/sms/kannel/*', async (c, next) => {
    if (deps.isFromLoopback(c) && isSame(c.req.query('token') ?? '', deps.token)) return next()
    deps.metrics.count('webhook_forged')
    return c.body(null, 403)
  })
  app.get('/sms/kannel', async (c) => {
    const inbound = kannelText(c.req.url)
    if (inbound === null) {
      deps.metrics.count('webhook_refused')
      return c.body(null, 400)
    }
    const text = markMachine(inbound, deps.own)
    const answer = await deps.handle(text)
    deps.metrics.count(answer.repeated ? 'texts_repeated' : 'texts_in')
    return c.text(text.machine ? '' : answer.reply)
  })
  app.get(STATUS, async (c) => {
    const state = STATES[c.req.query('state') ?? '']
    const reference = c.req.query('for')
    if (state === undefined || reference === undefined) return c.body(null, 400)
    const news = { sid: sidOf(reference), state, code: null, reason: 'may_have_left', reference } as const
    await deps.deliveries.record({ ...news, at: deps.clock.now() })
    return c.text('')
  })
  return app
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
