import { describe, expect, it } from 'vitest'
import { createApp } from '../../../src/app.ts'
import type { Phone } from '../../../src/bot/ids.ts'
import { createMetrics } from '../../../src/server/metrics.ts'
import { kannelGateway } from '../../../src/sms/kannel/gateway.ts'
import { kannelRoutes } from '../../../src/sms/kannel/routes.ts'
import { isFromLoopback } from '../../../src/sms/loopback.ts'
import type { DeliveryNews } from '../../../src/sms/ports.ts'
import { CARRIERS } from '../../../src/sms/registry.ts'
import { echo, logbook, OUR_NUMBER } from '../fixtures.ts'

const token = 'a-token-for-kannel'
function server(from = '127.0.0.1') {
  const { handle, heard } = echo()
  const metrics = createMetrics()
  const news: DeliveryNews[] = []
  const app = createApp({
    webhooks: [
      kannelRoutes({
        handle,
        metrics,
        token,
        deliveries: { record: async (told) => void news.push(told) },
        clock: { now: () => '2020-02-04T01:00:00.000Z' },
        own: [OUR_NUMBER],
        isFromLoopback: (c) => isFromLoopback(c, from),
      }),
    ],
    metrics,
    routes: [],
    ready: async () => null,
    metricsText: async () => '',
    metricsToken: null,
    remoteAddress: () => from,
    log: logbook().log,
  })
  const ask = (path: string, values: Record<string, string>) => app.request(`${path}?${new URLSearchParams(values)}`)
  return { ask, app, heard, news, metrics }
}
const text = {
  token,
  id: '7410340b-0ee6-43fc-9df3-0123456789ab',
  from: '15155550123',
  to: '15155550100',
  text: 'P0412 A 113 ¿sí?',
}

describe('the second gateway', () => {
  it('brings texts in and takes the answer back in its response', async () => {
    const { ask, heard } = server()
    expect(await (await ask('/sms/kannel', text)).text()).toBe('You said: P0412 A 113 ¿sí?')
    expect(await (await ask('/sms/kannel', text)).text()).toBe('You said: P0412 A 113 ¿sí?')
    expect(heard).toEqual([
      { sid: `kannel:${text.id}`, carrier: 'kannel', from: '+15155550123', to: OUR_NUMBER, body: text.text, media: [] },
    ])
  })

  it.each([
    ['without its token', '127.0.0.1', { ...text, token: '' }, 403],
    ['with another token', '127.0.0.1', { ...text, token: `${token}s` }, 403],
    ['from elsewhere', '203.0.113.9', text, 403],
    ['without an id and a time', '127.0.0.1', { ...text, id: '' }, 400],
    ['with an id that is not its own, and no time', '127.0.0.1', { ...text, id: 'modem1' }, 400],
    ['without a sender', '127.0.0.1', { ...text, from: '' }, 400],
  ])('is not believed %s', async (_, from, values, status) => {
    const { ask, heard } = server(from)
    expect([(await ask('/sms/kannel', values)).status, heard]).toEqual([status, []])
  })

  it.each(['', 'modem1'])('tells texts apart whose id is "%s" by their second, sender and words', async (id) => {
    const { ask, heard } = server()
    const one = { ...text, id, time: '1580778000' }
    const others = [
      { ...one, from: '15155550124' },
      { ...one, text: 'P0412 A 114' },
      { ...one, time: '1580778001' },
    ]
    for (const each of [one, ...others]) expect((await ask('/sms/kannel', each)).status).toBe(200)
    expect(new Set(heard.map(({ sid }) => sid)).size).toBe(4)
    await ask('/sms/kannel', one)
    expect(heard).toHaveLength(4)
  })

  it.each([
    ['UCS-2, said', '%00A%00+%001%001%003%20%19', 'UTF-16BE', 'A 113\u2019'],
    ['UCS-2, not said', '%00A%00+%001%001%003%20%19', '', 'A 113\u2019'],
    ['UCS-2 of marks alone, said', '%D8%3D%DC%4D', 'UTF-16BE', '\u{1f44d}'],
    ['Latin-1', 'A+113+a%F1o', 'ISO-8859-1', 'A 113 a\u00f1o'],
    ['UTF-8 and a character set that nobody knows', 'A+113+a%C3%B1o', '8-BIT', 'A 113 a\u00f1o'],
    ['UTF-8, and a lone percent', 'A+113+100%', 'UTF-8', 'A 113 100%'],
    ['an odd number of bytes with a NUL', 'A%001', '', 'A\u00001'],
  ])('reads %s', async (_, raw, charset, body) => {
    const { app, heard } = server()
    const { text: __, ...rest } = text
    await app.request(`/sms/kannel?${new URLSearchParams({ ...rest, charset })}&text=${raw}`)
    expect(heard.map((one) => one.body)).toEqual([body])
  })

  it('never has a short code or our own number answered', async () => {
    const { ask } = server()
    expect(await (await ask('/sms/kannel', { ...text, from: '72975' })).text()).toBe('')
    expect(await (await ask('/sms/kannel', { ...text, id: text.id.replace('7', '8'), from: OUR_NUMBER })).text()).toBe(
      '',
    )
  })

  it('tells the delivery states of what it sent', async () => {
    const { ask, news } = server()
    await ask('/sms/kannel/status', { token, for: 'remind/1', state: '1' })
    expect((await ask('/sms/kannel/status', { token, for: 'remind/1', state: '99' })).status).toBe(400)
    expect(news).toMatchObject([{ sid: 'kannel:remind/1', state: 'delivered', reference: 'remind/1' }])
  })

  it('is off unless it is configured', async () => {
    const { log } = logbook()
    const off = createApp({
      webhooks: CARRIERS.flatMap((kind) => kind.closed ?? []),
      metrics: createMetrics(),
      routes: [],
      ready: async () => null,
      metricsText: async () => '',
      metricsToken: null,
      remoteAddress: () => '127.0.0.1',
      log,
    })
    expect((await off.request(`/sms/kannel?${new URLSearchParams(text)}`)).status).toBe(404)
  })
})

describe('texts out by the second gateway', () => {
  const asked: URL[] = []
  const gateway = (status: number | Error) =>
    kannelGateway({
      url: 'http://caucusline:a%20secret@127.0.0.1:13013/cgi-bin/sendsms',
      from: OUR_NUMBER,
      ourUrl: 'http://127.0.0.1:8080',
      token,
      send: async (input) => {
        asked.push(new URL(String(input)))
        if (status instanceof Error) throw status
        return new Response('0: Accepted for delivery', { status })
      },
    })
  const message = { id: 'remind/1', to: '+15155550123' as Phone, body: '¿100% listo?', validity: 3600 }

  it('carry the password outside the address, our id, and how long they are worth sending', async () => {
    expect(await gateway(202).send(message)).toEqual({ ok: true, sid: 'kannel:remind/1', segments: null })
    const url = asked[0]
    expect([url?.username, url?.origin]).toEqual(['', 'http://127.0.0.1:13013'])
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject({
      username: 'caucusline',
      password: 'a secret',
      to: message.to,
      text: message.body,
      charset: 'UTF-8',
      validity: '60',
      'dlr-url': `http://127.0.0.1:8080/sms/kannel/status?token=${token}&for=remind%2F1&state=%d`,
    })
  })

  it('know what they do not know', async () => {
    expect(await gateway(403).send(message)).toEqual({
      ok: false,
      reason: 'account_refused',
      code: 20003,
    })
    expect(await gateway(503).send(message)).toMatchObject({ ok: false, reason: 'may_have_left', code: 20503 })
    expect(await gateway(new TypeError('fetch failed')).send(message)).toEqual({
      ok: false,
      reason: 'may_have_left',
      code: null,
    })
    expect(await gateway(202).find(message, '')).toBe('unknown')
  })
})
