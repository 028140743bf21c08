import { describe, expect, it } from 'vitest'
import { fetchPicture, servePicture } from '../../../src/sms/twilio/pictures.ts'
import { ACCOUNT, TOKEN } from '../fixtures.ts'

const URL_ = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM1/Media/ME1`
const bytes = (head: string, size = 100) => {
  const whole = new Uint8Array(size)
  whole.set([...head].map((mark) => mark.charCodeAt(0)))
  return whole
}
const JPEG = bytes('\u00ff\u00d8\u00ff\u00e0')
const DRAWN = { type: 'image/jpeg', bytes: bytes('drawn anew') } as const
/** What draws anew has its own tests (test/server/pictures.test.ts): here it knows one picture. */
const redraw = async (found: Uint8Array) => (found[0] === 0xff && found[1] === 0xd8 ? DRAWN : null)

function carrier(answers: Record<string, () => Response>) {
  const asked: [string, string | null][] = []
  const send: typeof fetch = async (input, init) => {
    asked.push([String(input), new Headers(init?.headers).get('authorization')])
    return answers[String(input)]?.() ?? new Response(null, { status: 404 })
  }
  return { asked, get: (url = URL_) => fetchPicture(url, { accountSid: ACCOUNT, authToken: TOKEN, send, redraw }) }
}
const redirect = (to: string) => () => new Response(null, { status: 307, headers: { Location: to } })

describe('a picture', () => {
  it('is fetched with the password from the carrier, and without it from where the carrier keeps it', async () => {
    const store = 'https://media.twiliocdn.com/AC/ME1?Expires=1&Signature=x'
    const { asked, get } = carrier({ [URL_]: redirect(store), [store]: () => new Response(JPEG) })
    expect(await get()).toEqual({ ok: true, ...DRAWN })
    expect(asked).toEqual([
      [URL_, `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}`],
      [store, null],
    ])
  })

  it.each([
    'http://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM1/Media/ME1',
    URL_.replace('https', 'http'),
    URL_.replace('api.twilio.com', 'api.twilio.com.evil.example'),
    URL_.replace('api.twilio.com', 'user@api.twilio.com'),
    URL_.replace(ACCOUNT, `AC${'9'.repeat(32)}`),
    URL_.replace('/Messages', '/Messages/../../../Accounts'),
    'file:///etc/passwd',
    'data:text/plain;base64,AAAA',
    'nothing',
  ])('is asked for nowhere else: %s', async (url) => {
    const { asked, get } = carrier({})
    expect([await get(url), asked]).toEqual([{ ok: false, reason: 'not_the_carrier' }, []])
  })

  it.each(['http://media.twiliocdn.com/x', 'https://169.254.169.254/latest', 'https://twiliocdn.com.evil.example/x'])(
    'is not followed to %s',
    async (to) => {
      const { asked, get } = carrier({ [URL_]: redirect(to) })
      expect([await get(), asked.length]).toEqual([{ ok: false, reason: 'not_the_carrier' }, 1])
    },
  )

  it.each([
    ['<svg onload="alert(1)">', 'image/svg+xml'],
    ['<!doctype html><script>', 'image/jpeg'],
    ['BEGIN:VCARD', 'text/x-vcard'],
  ])('is none where it begins with %s, whatever it is called', async (head, type) => {
    const { get } = carrier({ [URL_]: () => new Response(bytes(head), { headers: { 'Content-Type': type } }) })
    expect(await get()).toEqual({ ok: false, reason: 'no_picture' })
  })

  it('is not read beyond the size of a photograph, whatever length it declares', async () => {
    const large = () => new Response(bytes('\u00ff\u00d8\u00ff', 6 * 2 ** 20))
    expect(await carrier({ [URL_]: large }).get()).toEqual({ ok: false, reason: 'too_large' })
    expect(await carrier({}).get()).toEqual({ ok: false, reason: 'gone' })
  })

  it('reaches headquarters only as it was drawn anew, with nothing that a browser would run', async () => {
    const answer = (body: Uint8Array<ArrayBuffer>) =>
      servePicture(URL_, { accountSid: ACCOUNT, authToken: TOKEN, redraw, send: async () => new Response(body) })
    const shown = await answer(JPEG)
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(DRAWN.bytes)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    expect((await answer(bytes('GIF89a'))).status).toBe(404)
  })
})
