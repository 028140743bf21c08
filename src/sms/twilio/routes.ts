import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock, Handle } from '../../bot/ports.ts'
import { inbound } from '../inbound.ts'
import { deliveryNews } from '../outbox/deliveries.ts'
import type { Deliveries, Meter } from '../ports.ts'
import { heard } from '../senders.ts'
import { authentic, type CarrierForm, parseForm } from './signature.ts'
import { twiml } from './twiml.ts'

export interface TwilioDeps {
  readonly handle: Handle
  readonly deliveries: Deliveries
  readonly clock: Clock
  readonly meter: Meter
  /** As the carrier was given it: scheme, host, prefix; no slash at the end. */
  readonly publicUrl: string
  /** One, or two while they are being rotated. None at all refuses everything. */
  readonly authTokens: readonly string[]
  /** Our own numbers, E.164: never answered. */
  readonly own: readonly string[]
}

/** A text of 1,600 characters and ten pictures is under 30 KB; more is nobody we know. */
const MOST_BYTES = 64 * 1024
const UTF8 = new TextDecoder()
const HOOK = '/sms/twilio'
const STATUS = '/sms/twilio/status'

/** The two addresses that Twilio calls: texts in, answered in the response; delivery states. */
export function twilioRoutes(deps: TwilioDeps): Hono {
  const app = new Hono()
  const tooLarge = (c: Context) => {
    deps.meter.count('webhook_refused')
    return c.body(null, 413)
  }
  const counted = bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge })
  app.use('/sms/twilio/*', async (c, next) => {
    // A declared length is held to by the server below us; looking at the body to count it would cost a stream a text.
    const declared = c.req.header('content-length')
    if (declared === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next)
    return Number(declared) <= MOST_BYTES ? next() : tooLarge(c)
  })
  app.post(HOOK, (c) => signed(c, deps, HOOK, (form) => receive(form, deps)))
  app.post(STATUS, (c) => signed(c, deps, STATUS, (form) => fold(form, c.req.query('for') ?? null, deps)))
  app.on(['GET', 'HEAD'], [HOOK, STATUS], (c) =>
    c.text('POST only: set the webhook to HTTP POST.', 405, { Allow: 'POST' }),
  )
  return app
}

/** Nothing is done, nothing is kept, before the signature is known to be right. */
async function signed(
  c: Context,
  deps: TwilioDeps,
  route: string,
  then: (form: CarrierForm) => Promise<string | null>,
) {
  const start = performance.now()
  const form = parseForm(UTF8.decode(await c.req.arrayBuffer()))
  const url = deps.publicUrl + route + rawQuery(c.req.url)
  if (!authentic(deps.authTokens, c.req.header('x-twilio-signature'), url, form)) {
    deps.meter.count('webhook_forged')
    return c.body(null, 403)
  }
  const xml = await then(form)
  deps.meter.observe('webhook', (performance.now() - start) / 1000)
  if (xml === null) return c.body(null, 400)
  return c.body(xml, 200, { 'Content-Type': 'text/xml; charset=utf-8', 'Cache-Control': 'no-store' })
}

function rawQuery(url: string): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start)
}

/** Whatever fails before the commit is thrown on, becomes a 500 without a text, and the carrier tries again. */
async function receive(form: CarrierForm, deps: TwilioDeps): Promise<string | null> {
  const came = inbound(form)
  if (came === null) return null
  const text = heard(came, deps.own)
  const answer = await deps.handle(text)
  deps.meter.count(answer.repeated ? 'texts_repeated' : 'texts_in')
  const reply = text.machine ? '' : answer.reply
  if (reply !== '') deps.meter.count('texts_answered')
  return twiml(reply, `${deps.publicUrl}${STATUS}?for=${encodeURIComponent(text.sid)}`)
}

async function fold(form: CarrierForm, reference: string | null, deps: TwilioDeps): Promise<string | null> {
  const news = deliveryNews(form, reference, deps.clock.now())
  if (news === null) return null
  await deps.deliveries.record(news)
  deps.meter.count(`delivery_${news.state}`)
  return twiml('', '')
}
