import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { CarrierWorld } from '../carrier.ts'
import { markMachine } from '../inbound.ts'
import { deliveryNews, inboundText, parseForm, type TwilioForm } from './forms.ts'
import { isSigned } from './signature.ts'
import { twiml } from './twiml.ts'

export interface TwilioWebhooks
  extends Pick<CarrierWorld, 'handle' | 'deliveries' | 'clock' | 'metrics' | 'publicUrl' | 'own'> {
  /** One, or two while they are being rotated. None at all refuses everything. */
  readonly authTokens: readonly string[]
}

/** A text of 1,600 characters and ten pictures is under 30 KB; more is nobody we know. */
const MOST_BYTES = 64 * 1024
const UTF8 = new TextDecoder()
const HOOK = '/sms/twilio'
const STATUS = '/sms/twilio/status'

/** The two addresses that Twilio calls: texts in, answered in the response; delivery states. */
export function twilioRoutes(deps: TwilioWebhooks): Hono {
  const app = new Hono()
  const tooLarge = (c: Context) => {
    deps.metrics.count('webhook_refused')
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
  app.post(STATUS, (c) => signed(c, deps, STATUS, (form) => recordDelivery(form, c.req.query('for') ?? null, deps)))
  app.on(['GET', 'HEAD'], [HOOK, STATUS], (c) =>
    c.text('POST only: set the webhook to HTTP POST.', 405, { Allow: 'POST' }),
  )
  return app
}

/** Nothing is done, nothing is kept, before the signature is known to be right. */
async function signed(
  c: Context,
  deps: TwilioWebhooks,
  route: string,
  then: (form: TwilioForm) => Promise<string | null>,
) {
  const start = performance.now()
  const form = parseForm(UTF8.decode(await c.req.arrayBuffer()))
  const url = deps.publicUrl + route + rawQuery(c.req.url)
  if (!isSigned(deps.authTokens, c.req.header('x-twilio-signature'), url, form)) {
    deps.metrics.count('webhook_forged')
    return c.body(null, 403)
  }
  const xml = await then(form)
  deps.metrics.observe('webhook', (performance.now() - start) / 1000)
  if (xml === null) return c.body(null, 400)
  return c.body(xml, 200, { 'Content-Type': 'text/xml; charset=utf-8', 'Cache-Control': 'no-store' })
}

function rawQuery(url: string): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start)
}

/** Whatever fails before the commit is thrown on, becomes a 500 without a text, and the carrier tries again. */
async function receive(form: TwilioForm, deps: TwilioWebhooks): Promise<string | null> {
  const inbound = inboundText(form)
  if (inbound === null) return null
  const text = markMachine(inbound, deps.own)
  const answer = await deps.handle(text)
  deps.metrics.count(answer.repeated ? 'texts_repeated' : 'texts_in')
  const reply = text.machine ? '' : answer.reply
  if (reply !== '') deps.metrics.count('texts_answered')
  return twiml(reply, `${deps.publicUrl}${STATUS}?for=${encodeURIComponent(text.sid)}`)
}

async function recordDelivery(
  form: TwilioForm,
  reference: string | null,
  deps: TwilioWebhooks,
): Promise<string | null> {
  const news = deliveryNews(form, reference, deps.clock.now())
  if (news === null) return null
  await deps.deliveries.record(news)
  deps.metrics.count(`delivery_${news.state}`)
  return twiml('', '')
}
