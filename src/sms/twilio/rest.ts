import BaseTwilio from 'twilio/lib/base/BaseTwilio.js'
import Api from 'twilio/lib/rest/Api.js'
import type { Gateway, Listed, Message, MessageList, Sent } from '../ports.ts'
import { reasonOf } from './error-codes.ts'

type Options = NonNullable<ConstructorParameters<typeof BaseTwilio.Client>[2]>
type HttpClient = NonNullable<Options['httpClient']>
interface Call {
  readonly method: string
  readonly uri: string
  readonly username?: string
  readonly password?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
}

/** Longer than Twilio ever takes; a look and a sending are shorter than a lease. */
const DEADLINE_MS = 10_000

/**
 * The messages of an account, by Twilio's own SDK. Only its transport is ours: `fetch`, which Node and Workers both have.
 * @param apiBase another place than api.twilio.com (tests and the demo), or null.
 */
function messagesOf(accountSid: string, authToken: string, apiBase: string | null, send: typeof fetch = fetch) {
  // The SDK uses one method of its client class.
  const httpClient = { request: (call: Call) => request(call, apiBase, send) } as unknown as HttpClient
  const client = new BaseTwilio.Client(accountSid, authToken, { httpClient })
  return new Api(client as ConstructorParameters<typeof Api>[0]).v2010.accounts(accountSid).messages
}

async function request(call: Call, apiBase: string | null, send: typeof fetch) {
  const url = new URL(call.uri)
  for (const [name, value] of pairs(call.params)) url.searchParams.append(name, value)
  const target = apiBase === null ? url.href : `${apiBase}${url.pathname}${url.search}`
  const authorization = `Basic ${btoa(`${call.username}:${call.password}`)}`
  const response = await send(target, {
    method: call.method.toUpperCase(),
    headers: { ...call.headers, Authorization: authorization },
    signal: AbortSignal.timeout(DEADLINE_MS),
    redirect: 'manual',
    ...(call.data === undefined ? {} : { body: new URLSearchParams(pairs(call.data)).toString() }),
  })
  const text = await response.text()
  return { statusCode: response.status, body: parsed(text), headers: Object.fromEntries(response.headers) }
}

function pairs(values: Readonly<Record<string, unknown>> = {}): [string, string][] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null)
  return given.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item): [string, string] => [name, String(item)]),
  )
}

/** A gateway in between may answer with a page; the SDK then makes an error of it by its status. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { message: 'not JSON' }
  }
}

export interface TwilioRest {
  readonly accountSid: string
  readonly authToken: string
  readonly sender: { readonly from: string } | { readonly service: string }
  readonly apiBase: string | null
  readonly publicUrl: string
  readonly send?: typeof fetch
}

/** The clocks of two machines, and what the list rounds to. */
const SLACK_MS = 60_000
const PAGE = 1000
/** More than a text can have. */
const MOST_PICTURES = 20
/** What Twilio puts before the texts of an account that was not paid for yet. */
const TRIAL = 'Sent from your Twilio trial account - '

/** Texts out by REST, and the list of texts in: Twilio's side of the outbox and of reconciling. */
export function twilioRest(options: TwilioRest): Gateway & MessageList {
  const { sender } = options
  const messages = messagesOf(options.accountSid, options.authToken, options.apiBase, options.send)
  const by = 'from' in sender ? { from: sender.from } : { messagingServiceSid: sender.service }
  return {
    name: 'twilio',
    async send({ id, to, body, validity }: Message): Promise<Sent> {
      const statusCallback = `${options.publicUrl}/sms/twilio/status?for=${encodeURIComponent(id)}`
      try {
        const made = await messages.create({ ...by, to, body, statusCallback, validityPeriod: validity })
        return { ok: true, sid: made.sid, segments: Number(made.numSegments) || null }
      } catch (error) {
        return failureOf(error)
      }
    },
    async find({ to, body }, since) {
      const from = new Date(Date.parse(since) - SLACK_MS)
      // Not by the day of sending, which a text in Twilio's own queue has not got yet: the newest to this phone will do.
      const listed = await messages.list({ to, pageSize: PAGE, limit: PAGE })
      return listed
        .filter((sent) => sent.direction === 'outbound-api' && sent.dateCreated >= from)
        .filter((sent) => sent.body === body || sent.body === TRIAL + body)
        .sort((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
        .map(({ sid }) => sid)
    },
    async received(to, since): Promise<readonly Listed[]> {
      const listed = await messages.list({ to, dateSentAfter: new Date(since), pageSize: PAGE, limit: 500 * PAGE })
      return (
        listed
          .filter(({ direction }) => direction === 'inbound')
          .map(({ sid, from, to, body, dateSent, dateCreated, numMedia, subresourceUris }) => ({
            ...{ sid, from, to, body },
            at: (dateSent ?? dateCreated).toISOString(),
            pictures: Number(numMedia) > 0 ? `https://api.twilio.com${subresourceUris.media ?? ''}` : null,
          }))
          // Newest first as it comes; texts of one second keep their order.
          .reverse()
          .sort((a, b) => a.at.localeCompare(b.at))
      )
    },
    async pictures(sid) {
      const listed = await messages(sid).media.list({ pageSize: MOST_PICTURES, limit: MOST_PICTURES })
      return listed.map(({ uri, contentType }) => ({
        url: `https://api.twilio.com${uri.replace(/\.json$/, '')}`,
        type: contentType,
      }))
    },
  }
}

/** An error below 500 is an answer: it was not sent. Anything else, and 20500, may have been. */
function failureOf(error: unknown): Sent {
  if (typeof error !== 'object' || error === null || !('status' in error))
    return { ok: false, reason: 'may_have_left', code: null }
  const status = Number(error.status)
  const code = 'code' in error && typeof error.code === 'number' ? error.code : status === 429 ? 20429 : null
  if (status >= 500 || status === 408 || code === 20500) return { ok: false, reason: 'may_have_left', code }
  // An answer without a number of Twilio's is not Twilio's: something in between refused, and may not tomorrow.
  return { ok: false, reason: reasonOf(code ?? 20503), code: code ?? 20503 }
}
