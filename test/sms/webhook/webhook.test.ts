import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseForm } from '../../../src/sms/twilio/forms.ts'
import { isSigned } from '../../../src/sms/twilio/signature.ts'
import { echo, OUR_NUMBER, PUBLIC_URL, server, TOKEN } from '../fixtures.ts'
import { post, sign } from '../twilio/signed.ts'

const HOOK = `${PUBLIC_URL}/sms/twilio`
/** Where a proxy that strips the prefix delivers it: another host, another path, no TLS. */
const ARRIVES = 'http://127.0.0.1:8080/sms/twilio'
const text = {
  MessageSid: `SM${'1'.repeat(32)}`,
  From: '+15155550123',
  To: OUR_NUMBER,
  Body: ' P0412 A 113 ',
  NumMedia: '0',
}
const xml = async (response: Response) => [response.status, response.headers.get('content-type'), await response.text()]

describe('the signature', () => {
  it("agrees with the example in Twilio's documentation", () => {
    const form = 'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212'
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
    expect(sign('12345', url, [...new URLSearchParams(form)])).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
    expect(isSigned(['12345'], 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', url, parseForm(form))).toBe(true)
  })

  it('agrees with the documented algorithm on any form, and with no other form', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', ' ', ' a ', '+', '%20', 'é\n'))
    const name = fc.oneof(fc.constantFrom('Body', 'From', '__proto__', 'toString', 'a', 'A', ''), fc.string())
    let compared = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 12 }), fc.string({ minLength: 1 }), (fields, other) => {
        const body = new URLSearchParams(fields).toString()
        // What arrives is what the form encodes: lone surrogates do not survive it.
        const parameters = [...new URLSearchParams(body)]
        const signature = sign(TOKEN, HOOK, parameters)
        expect(isSigned([TOKEN], signature, HOOK, parseForm(body))).toBe(true)
        expect(isSigned([TOKEN], signature, HOOK, parseForm(`${body}&Zz=${encodeURIComponent(other)}`))).toBe(false)
        compared++
      }),
      { numRuns: 300, seed: 2020 },
    )
    expect(compared).toBe(300)
  })

  it('is believed under either of two tokens while they are rotated, and under no third', async () => {
    const old = 'old-old-old-old-old-old-old-old-'
    const { app } = server(echo().handle, { authTokens: [TOKEN, old] })
    expect((await app.request(post(ARRIVES, TOKEN, HOOK, text))).status).toBe(200)
    expect((await app.request(post(ARRIVES, old, HOOK, text))).status).toBe(200)
    expect((await app.request(post(ARRIVES, 'third-third-third-third', HOOK, text))).status).toBe(403)
  })

  it('covers the raw query as well', async () => {
    const { app } = server(echo().handle)
    const query = "?for=a%20b&it's=1"
    expect((await app.request(post(ARRIVES + query, TOKEN, HOOK + query, text))).status).toBe(200)
    expect((await app.request(post(`${ARRIVES}?for=c`, TOKEN, HOOK + query, text))).status).toBe(403)
  })
})

describe('what is not Twilio', () => {
  const tampered = () => {
    const request = post(ARRIVES, TOKEN, HOOK, text)
    return new Request(ARRIVES, { method: 'POST', headers: request.headers, body: 'Body=P0412+A+999' })
  }
  const unsigned = () => new Request(ARRIVES, { method: 'POST', body: new URLSearchParams(text) })
  const garbled = () =>
    new Request(ARRIVES, { method: 'POST', body: new URLSearchParams(text), headers: { 'X-Twilio-Signature': '%%' } })
  const rebuilt = () => post(ARRIVES, TOKEN, ARRIVES, text)
  it.each([
    ['a forged text', () => post(ARRIVES, 'not-the-token', HOOK, text)],
    ['a text without a signature', unsigned],
    ['a text with a malformed signature', garbled],
    ['a text that was changed on the way', tampered],
    ['a text signed for the address that the request names', rebuilt],
  ])('%s gets 403 and leaves nothing but a count', async (_, make) => {
    const { handle, heard } = echo()
    const { app, metrics, lines, news } = server(handle)
    const response = await app.request(make())
    expect([response.status, await response.text()]).toEqual([403, ''])
    expect([heard, news, lines]).toEqual([[], [], []])
    expect(metrics.text()).toBe('# TYPE caucusline_webhook_forged_total counter\ncaucusline_webhook_forged_total 1\n')
  })

  it('a body beyond any text is not read', async () => {
    const { handle, heard } = echo()
    const response = await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, { ...text, Body: 'A'.repeat(70_000) }))
    expect([response.status, heard]).toEqual([413, []])
  })

  it('a GET is told what to set', async () => {
    const response = await server(echo().handle).app.request(ARRIVES)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

describe('a text', () => {
  it('reaches the bot untouched and is answered in TwiML that says where its delivery is told', async () => {
    const { handle, heard } = echo(() => `1 < 2 & "so" it's\u0007 > 0`)
    const response = await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, text))
    expect(await xml(response)).toEqual([
      200,
      'text/xml; charset=utf-8',
      `<?xml version="1.0" encoding="UTF-8"?><Response><Message action="${PUBLIC_URL}/sms/twilio/status?for=${text.MessageSid}" method="POST">1 &lt; 2 &amp; &quot;so&quot; it&apos;s &gt; 0</Message></Response>`,
    ])
    expect(heard).toEqual([
      { sid: text.MessageSid, carrier: 'twilio', from: text.From, to: OUR_NUMBER, body: ' P0412 A 113 ', media: [] },
    ])
  })

  it('that comes again gets the same answer and is not handled again', async () => {
    let n = 0
    const { handle, heard } = echo(() => `answer ${++n}`)
    const { app } = server(handle)
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await app.request(post(ARRIVES, TOKEN, HOOK, text))).text()),
    )
    expect(new Set(answers).size).toBe(1)
    expect(heard.length).toBe(1)
  })

  it('without an answer gets an empty response', async () => {
    const response = await server(echo(() => '').handle).app.request(post(ARRIVES, TOKEN, HOOK, text))
    expect(await response.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>')
  })

  it.each(['12345', '72975', 'VERIZON', '', OUR_NUMBER])(
    'from "%s" is kept where it can be, and never answered',
    async (from) => {
      const { handle, heard } = echo()
      const response = await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, { ...text, From: from }))
      expect(await response.text()).not.toContain('Message')
      // The bot knows it before it decides: what it stores as answered was said.
      expect(heard.map(({ machine }) => machine)).toEqual(from === '' ? [] : [true])
    },
  )

  it.each([
    ['STOP', { carrierWord: 'STOP' }],
    ['start', { carrierWord: 'START' }],
    ['HELP', { carrierWord: 'HELP' }],
    ['', {}],
    ['ELSE', {}],
  ])('says what the carrier took it for: OptOutType "%s"', async (OptOutType, expected) => {
    const { handle, heard } = echo()
    await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, { ...text, OptOutType }))
    expect(heard.map(({ carrierWord }) => (carrierWord ? { carrierWord } : {}))).toEqual([expected])
  })

  it('with pictures keeps their references', async () => {
    const { handle, heard } = echo()
    const url = 'https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME'
    const fields = {
      NumMedia: '2',
      MediaUrl0: `${url}0`,
      MediaContentType0: 'image/jpeg',
      MediaUrl1: `${url}1`,
      MediaContentType1: 'image/png',
    }
    await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, { ...text, ...fields }))
    expect(heard[0]?.media).toEqual([
      { url: `${url}0`, type: 'image/jpeg' },
      { url: `${url}1`, type: 'image/png' },
    ])
  })

  it('that a carrier wrapped in base64 is unwrapped, and the wrapping kept', async () => {
    const { handle, heard } = echo()
    const said = 'P0412 F Sanders 45 Buttigieg 38 Warren 30 and thanks to all'
    const wrapped = btoa(said)
    await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, { ...text, Body: wrapped }))
    expect(heard[0]?.body).toBe(said)
    expect(heard[0]?.media).toEqual([{ url: `data:text/plain;base64,${wrapped}`, type: 'text/plain' }])
  })

  it.each([btoa('P0412 A 113'), 'Sanders45'.repeat(8), `${'A'.repeat(60)}!!!!`, '/'.repeat(64)])(
    'that only looks like base64 stays as it is: %s',
    async (body) => {
      const { handle, heard } = echo()
      await server(handle).app.request(post(ARRIVES, TOKEN, HOOK, { ...text, Body: body }))
      expect(heard[0]?.body).toBe(body)
    },
  )
})

describe('a failure before the commit', () => {
  it.each([
    ['becomes a 500 without a text, so that the carrier tries again', new Error('constraint failed'), 500],
    [
      'becomes a 503 where the disk is full',
      Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }),
      503,
    ],
  ])('%s', async (_, cause, status) => {
    const failing = async () => {
      throw new Error('Failed query: insert … params: +15155550123,PIN 739204', { cause })
    }
    const { app, lines } = server(failing)
    const response = await app.request(post(ARRIVES, TOKEN, HOOK, text))
    expect([response.status, await response.text()]).toEqual([status, ''])
    expect(lines.map((line) => line.fields.cause)).toEqual([`${status === 503 ? 'SQLITE_FULL ' : ''}${cause.message}`])
    expect(JSON.stringify(lines)).not.toMatch(/5550123|739204/)
  })
})

describe('delivery states', () => {
  it('are recorded under what they are about, once signed', async () => {
    const { app, news } = server(echo().handle)
    const query = `?for=${text.MessageSid}`
    const status = { MessageSid: `SM${'2'.repeat(32)}`, MessageStatus: 'undelivered', ErrorCode: '30003' }
    expect((await app.request(post(`${ARRIVES}/status${query}`, TOKEN, `${HOOK}/status${query}`, status))).status).toBe(
      200,
    )
    expect((await app.request(post(`${ARRIVES}/status`, TOKEN, `${HOOK}/status${query}`, status))).status).toBe(403)
    expect(news).toEqual([
      {
        sid: status.MessageSid,
        state: 'undelivered',
        code: 30003,
        reason: 'unreachable',
        reference: text.MessageSid,
        at: '2020-02-04T01:41:00.000Z',
      },
    ])
  })
})
