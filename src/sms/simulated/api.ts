import { type Context, Hono } from 'hono'

import type { Clock } from '../../bot/ports.ts'

import { type Chance, seeded } from './chance.ts'

/** A text of ours as the simulated carrier took it. */
interface SimulatedMessage {
  readonly sid: string
  readonly to: string
  readonly body: string
  readonly at: string
  readonly callback: string | null
  readonly validity: string | null
}
interface ListRow {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly at: string
}

export interface ApiOptions {
  readonly accountSid: string
  readonly authToken: string
  readonly number: string
  readonly clock: Clock
  /** Texts to us, for the list. */
  readonly inbound: () => readonly ListRow[]
  /**
   * What goes wrong with this one: an error with Twilio's number; `lost`: taken, but nobody hears of it.
   * Null: nothing.
   */
  readonly trouble?: (to: string, body: string) => { readonly status: number; readonly code: number } | 'lost' | null
  /** Rows to a page, to try the paging; the carrier's default is 50. */
  readonly page?: number
}

/** Twilio's REST API as far as we use it: make a message, list messages. For tests and the demo. */
export function simulatedApi(options: ApiOptions) {
  const chance = seeded(5)
  const taken: SimulatedMessage[] = []
  const app = new Hono()
  const path = `/2010-04-01/Accounts/${options.accountSid}/Messages.json`
  app.use(path, async (c, next) => {
    const right = `Basic ${btoa(`${options.accountSid}:${options.authToken}`)}`
    if (c.req.header('authorization') !== right) return refuse(c, 401, 20003)
    await next()
  })
  app.post(path, async (c) => create(c, await c.req.parseBody(), options, chance, taken))
  app.get(path, (c) => list(c, options, taken))
  return { app, taken }
}

const refuse = (c: Context, status: number, code: number) =>
  c.json({ code, message: `simulated error ${code}`, status, more_info: '' }, status as 400)

function create(
  c: Context,
  form: Record<string, unknown>,
  options: ApiOptions,
  chance: Chance,
  taken: SimulatedMessage[],
) {
  const text = (name: string) => (typeof form[name] === 'string' ? (form[name] as string) : '')
  const [to, body] = [text('To'), text('Body')]
  if (text('From') === '' && text('MessagingServiceSid') === '') return refuse(c, 400, 21603)
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return refuse(c, 400, 21211)
  if (body === '') return refuse(c, 400, 14103)
  const trouble = options.trouble?.(to, body) ?? null
  if (trouble !== null && trouble !== 'lost') return refuse(c, trouble.status, trouble.code)
  const at = options.clock.now()
  const message = {
    sid: `SM${chance.hex(32)}`,
    to,
    body,
    at,
    callback: text('StatusCallback') || null,
    validity: text('ValidityPeriod') || null,
  }
  taken.push(message)
  if (trouble === 'lost') return refuse(c, 500, 20500)
  return c.json({ ...row({ ...message, from: options.number }, 'outbound-api'), status: 'queued' }, 201)
}

const row = ({ sid, from, to, body, at }: ListRow, direction: string) => ({
  sid,
  from,
  to,
  body,
  direction,
  status: direction === 'inbound' ? 'received' : 'sent',
  num_segments: '1',
  num_media: '0',
  date_created: new Date(at).toUTCString(),
  date_sent: new Date(at).toUTCString(),
  subresource_uris: {},
})

function list(c: Context, options: ApiOptions, taken: readonly SimulatedMessage[]) {
  const { To: to, PageSize: size, Page: page = '0' } = c.req.query()
  // As Twilio's: newest first, days or seconds in GMT.
  const since = Date.parse(c.req.query('DateSent>') ?? '1970-01-01')
  const rows = [
    ...options.inbound().map((text) => row({ ...text, to: options.number }, 'inbound')),
    ...taken.map((text) => row({ ...text, from: options.number }, 'outbound-api')),
  ]
  const listed = rows.filter(
    (text) => (to === undefined || text.to === to) && Date.parse(text.date_sent) >= since - 1000,
  )
  listed.sort((a, b) => Date.parse(b.date_sent) - Date.parse(a.date_sent))
  const per = Math.min(Number(size ?? 50), options.page ?? 1000)
  const start = Number(page) * per
  const query = new URLSearchParams({ ...c.req.query(), Page: String(Number(page) + 1) })
  const next = start + per < listed.length ? `${c.req.path}?${query}` : null
  return c.json({ messages: listed.slice(start, start + per), next_page_uri: next, page: Number(page), page_size: per })
}
