import { describe, expect, it } from 'vitest'
import type { Phone } from '../../../src/bot/ids.ts'
import { type ApiOptions, simulatedApi } from '../../../src/sms/simulated/api.ts'
import { twilioRest } from '../../../src/sms/twilio/rest.ts'
import { ACCOUNT, OUR_NUMBER, PUBLIC_URL, TOKEN } from '../fixtures.ts'

const BASE = 'http://carrier.test'
const START = Date.parse('2020-02-04T01:00:00Z')
const message = { id: 'remind/7', to: '+15155550123' as Phone, body: 'P0412: please send F.', validity: 3600 }

function carrier(
  over: Partial<ApiOptions> = {},
  sender: { from: string } | { service: string } = { from: OUR_NUMBER },
) {
  let now = START
  const api = simulatedApi({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    number: OUR_NUMBER,
    clock: { now: () => new Date(now).toISOString() },
    inbound: () => [],
    ...over,
  })
  const asked: Request[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    asked.push(request.clone())
    return api.app.request(request)
  }
  const options = { accountSid: ACCOUNT, authToken: TOKEN, sender, apiBase: BASE, publicUrl: PUBLIC_URL, send }
  return { rest: twilioRest(options), options, asked, taken: api.taken, pass: (ms: number) => (now += ms) }
}

describe('texts out by REST', () => {
  it("go through Twilio's SDK to the configured place, with our id in the callback and a validity", async () => {
    const { rest, asked, taken } = carrier()
    const sent = await rest.send(message)
    expect(sent).toEqual({ ok: true, sid: taken[0]?.sid, segments: 1 })
    expect(asked[0]?.url).toBe(`${BASE}/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)
    expect(Object.fromEntries(new URLSearchParams(await asked[0]?.text()))).toEqual({
      To: message.to,
      From: OUR_NUMBER,
      Body: message.body,
      StatusCallback: `${PUBLIC_URL}/sms/twilio/status?for=remind%2F7`,
      ValidityPeriod: '3600',
    })
  })

  it('name the messaging service where there is one', async () => {
    const service = `MG${'7'.repeat(32)}`
    const { rest, asked } = carrier({}, { service })
    await rest.send(message)
    const form = new URLSearchParams(await asked[0]?.text())
    expect([form.get('MessagingServiceSid'), form.get('From')]).toEqual([service, null])
  })

  it.each([
    [
      { status: 400, code: 21610 },
      { ok: false, reason: 'opted_out', code: 21610 },
    ],
    [
      { status: 429, code: 20429 },
      { ok: false, reason: 'throttled', code: 20429 },
    ],
    [
      { status: 500, code: 20500 },
      { ok: false, reason: 'may_have_left', code: 20500 },
    ],
    [
      { status: 503, code: 20503 },
      { ok: false, reason: 'may_have_left', code: 20503 },
    ],
  ] as const)('%j is what it is', async (trouble, expected) => {
    expect(await carrier({ trouble: () => trouble }).rest.send(message)).toEqual(expected)
  })

  it('may have left where the connection broke, or the answer makes no sense', async () => {
    const { options } = carrier()
    const broken = twilioRest({ ...options, send: () => Promise.reject(new TypeError('fetch failed')) })
    expect(await broken.send(message)).toEqual({ ok: false, reason: 'may_have_left', code: null })
    const page = twilioRest({ ...options, send: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }) })
    expect(await page.send(message)).toEqual({ ok: false, reason: 'may_have_left', code: null })
  })

  it('are refused with a wrong token', async () => {
    const { options } = carrier()
    expect(await twilioRest({ ...options, authToken: 'wrong' }).send(message)).toEqual({
      ok: false,
      reason: 'account_refused',
      code: 20003,
    })
  })

  it('are found in the list when nobody heard of them', async () => {
    const { rest, taken, pass } = carrier({ trouble: (_, body) => (body === message.body ? 'lost' : null) })
    expect(await rest.find(message, new Date(START).toISOString())).toEqual([])
    expect(await rest.send(message)).toMatchObject({ ok: false, reason: 'may_have_left' })
    pass(60_000)
    expect(await rest.find(message, new Date(START).toISOString())).toEqual([taken[0]?.sid])
    expect(await rest.find({ ...message, body: 'another' }, new Date(START).toISOString())).toEqual([])
    expect(await rest.find(message, new Date(START + 3_600_000).toISOString())).toEqual([])
  })
})

it('a text that was looked for is one of ours by REST, in its very words, though it may not have left Twilio yet', async () => {
  const { options } = carrier()
  const created = new Date(START).toUTCString()
  const row = (sid: string, over: object) => ({
    ...{ sid, direction: 'outbound-api', body: message.body, date_created: created, date_sent: created },
    ...over,
  })
  const messages = [
    row('SMtrial', { body: `Sent from your Twilio trial account - ${message.body}` }),
    row('SMqueued', { date_sent: null }),
    row('SManswer', { direction: 'outbound-reply' }),
    row('SMhers', { direction: 'inbound' }),
    row('SMlonger', { body: `(2:04 AM) ${message.body}` }),
    row('SMfirst', { date_created: new Date(START - 30_000).toUTCString() }),
  ]
  const rest = twilioRest({ ...options, send: async () => Response.json({ messages, next_page_uri: null }) })
  expect(await rest.find(message, new Date(START).toISOString())).toEqual(['SMfirst', 'SMtrial', 'SMqueued'])
})

describe('the list of texts in', () => {
  it('is read over all its pages, oldest first, without our own', async () => {
    const text = (n: number) => ({
      sid: `SM${n}`,
      from: '+15155550123',
      to: OUR_NUMBER,
      body: `A ${n}`,
      at: new Date(START + n * 60_000).toISOString(),
    })
    const { rest, asked } = carrier({ inbound: () => [...Array(25).keys()].map(text), page: 10 })
    await rest.send({ ...message, to: OUR_NUMBER as Phone })
    asked.length = 0
    const found = await rest.received(OUR_NUMBER, new Date(START + 5 * 60_000).toISOString())
    expect(found.map(({ sid }) => sid)).toEqual([...Array(20).keys()].map((n) => `SM${n + 5}`))
    expect(found[0]).toEqual({ ...text(5), pictures: null })
    expect(asked.length).toBe(2)
  })
})
