import { describe, expect, it } from 'vitest'
import { fetchPicture } from '../../src/sms/media.ts'
import { ACCOUNT, TOKEN } from './fixtures.ts'

const URL_ = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM1/Media/ME1`
const bytes = (head: string, size = 100) => {
  const whole = new Uint8Array(size)
  whole.set([...head].map((mark) => mark.charCodeAt(0)))
  return whole
}
const JPEG = bytes('\u00ff\u00d8\u00ff\u00e0')

function carrier(answers: Record<string, () => Response>) {
  const asked: [string, string | null][] = []
  const send: typeof fetch = async (input, init) => {
    asked.push([String(input), new Headers(init?.headers).get('authorization')])
    return answers[String(input)]?.() ?? new Response(null, { status: 404 })
  }
  return { asked, get: (url = URL_) => fetchPicture(url, { accountSid: ACCOUNT, authToken: TOKEN, send }) }
}
const redirect = (to: string) => () => new Response(null, { status: 307, headers: { Location: to } })

describe('a picture', () => {
  it('is fetched with the password from the carrier, and without it from where the carrier keeps it', async () => {
    const store = 'https://media.twiliocdn.com/AC/ME1?Expires=1&Signature=x'
    const { asked, get } = carrier({ [URL_]: redirect(store), [store]: () => new Response(JPEG) })
    expect(await get()).toEqual({ ok: true, type: 'image/jpeg', bytes: JPEG })
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

  it.each([
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
    ['GIF89a', 'image/gif'],
    ['RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'image/webp'],
  ])('is known by its first bytes (%#)', async (head, type) => {
    expect(await carrier({ [URL_]: () => new Response(bytes(head)) }).get()).toMatchObject({ ok: true, type })
  })
})
