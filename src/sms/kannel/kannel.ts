import { createHash, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Clock, Handle } from '../../bot/ports.ts'
import type { Deliveries, DeliveryState, Gateway, Message, Meter, Sent } from '../ports.ts'
import { heard } from '../senders.ts'
import { kannelText } from './text.ts'

/**
 * Kannel, a gateway that people run themselves with a modem or an operator's link: the way out when the first carrier
 * fails. It asks us by HTTP GET and sends what we answer; it takes our texts by GET. Off unless configured.
 */
export interface KannelDeps {
  readonly handle: Handle
  readonly deliveries: Deliveries
  readonly clock: Clock
  readonly meter: Meter
  /** Stands in the address that Kannel calls. */
  readonly token: string
  /** Only from this machine, or from where the proxy has checked a certificate. */
  readonly trusted: (c: Context) => boolean
  readonly own: readonly string[]
}

const HOOK = '/sms/kannel'
const STATUS = '/sms/kannel/status'
/** Kannel's delivery bits: 1 delivered, 2 not delivered, 4 buffered at the centre, 8 accepted, 16 refused. */
const STATES: Readonly<Record<string, DeliveryState>> = {
  '1': 'delivered',
  '2': 'undelivered',
  '4': 'sending',
  '8': 'sent',
  '16': 'failed',
}
const ALL_STATES = 31

/**
 * Texts in: `get-url = ".../sms/kannel?token=…&id=%I&time=%T&from=%p&to=%P&charset=%C&text=%b"`; our answer is the body of
 * the response.
 */
export function kannelRoutes(deps: KannelDeps): Hono {
  const app = new Hono()
  app.use('/sms/kannel/*', async (c, next) => {
    if (deps.trusted(c) && same(c.req.query('token') ?? '', deps.token)) return next()
    deps.meter.count('webhook_forged')
    return c.body(null, 403)
  })
  app.get(HOOK, async (c) => {
    const came = kannelText(c.req.url)
    if (came === null) {
      deps.meter.count('webhook_refused')
      return c.body(null, 400)
    }
    const text = heard(came, deps.own)
    const answer = await deps.handle(text)
    deps.meter.count(answer.repeated ? 'texts_repeated' : 'texts_in')
    return c.text(text.machine ? '' : answer.reply)
  })
  app.get(STATUS, async (c) => {
    const state = STATES[c.req.query('state') ?? '']
    const reference = c.req.query('for')
    if (state === undefined || reference === undefined) return c.body(null, 400)
    await deps.deliveries.record({ sid: sidOf(reference), state, code: null, reference, at: deps.clock.now() })
    return c.text('')
  })
  return app
}

interface KannelGateway {
  /** Of its smsbox, with user and password: `http://user:password@127.0.0.1:13013/cgi-bin/sendsms`. */
  readonly url: string
  readonly from: string
  /** Where Kannel reaches us. */
  readonly ourUrl: string
  readonly token: string
  readonly send?: typeof fetch
}

/** Texts out by Kannel. It keeps no list: after a crash nobody can tell whether a text left. */
export function kannelGateway(options: KannelGateway): Gateway {
  const { send = fetch } = options
  return {
    name: 'kannel',
    find: async () => 'unknown',
    async send(message): Promise<Sent> {
      try {
        const response = await send(addressOf(message, options), {
          signal: AbortSignal.timeout(10_000),
          redirect: 'manual',
        })
        await response.body?.cancel()
        // 202: taken, or queued for when the link is back.
        if (response.status === 202 || response.status === 200)
          return { ok: true, sid: sidOf(message.id), segments: null }
        return { ok: false, code: response.status === 403 ? 20003 : 20503, uncertain: response.status >= 500 }
      } catch {
        return { ok: false, code: null, uncertain: true }
      }
    },
  }
}

function addressOf({ id, to, body, validity }: Message, options: KannelGateway): string {
  const status = new URL(`${options.ourUrl}${STATUS}`)
  status.searchParams.set('token', options.token)
  status.searchParams.set('for', id)
  const url = new URL(options.url)
  const values = {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    from: options.from,
    to,
    text: body,
    charset: 'UTF-8',
    validity: String(Math.ceil(validity / 60)),
    'dlr-mask': String(ALL_STATES),
    // %d is Kannel's to fill in, and must not be escaped.
    'dlr-url': `${status}&state=%d`,
  }
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  // fetch refuses an address with a password in it.
  url.username = ''
  url.password = ''
  return url.href
}

const sidOf = (id: string): string => `kannel:${id}`

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
