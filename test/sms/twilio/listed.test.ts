import { describe, expect, it } from 'vitest'
import { twilioRest } from '../../../src/sms/twilio/rest.ts'
import { ACCOUNT, OUR_NUMBER, PUBLIC_URL, TOKEN } from '../fixtures.ts'

const MESSAGE = `SM${'2'.repeat(32)}`
const place = `/2010-04-01/Accounts/${ACCOUNT}/Messages`

/** A carrier that answers every GET with the same page. */
function answering(page: object) {
  const asked: string[] = []
  const send: typeof fetch = async (input) => {
    asked.push(new URL(String(input)).pathname)
    return Response.json(page)
  }
  const sender = { from: OUR_NUMBER }
  return {
    asked,
    rest: twilioRest({ accountSid: ACCOUNT, authToken: TOKEN, sender, apiBase: null, publicUrl: PUBLIC_URL, send }),
  }
}

const row = (n: number, seconds: string) => ({
  sid: `SM${n}`,
  from: '+15155550123',
  to: OUR_NUMBER,
  body: `A ${n}`,
  direction: 'inbound',
  num_media: '0',
  date_created: `Tue, 04 Feb 2020 01:00:${seconds} +0000`,
  date_sent: `Tue, 04 Feb 2020 01:00:${seconds} +0000`,
  subresource_uris: {},
})

describe("the carrier's list", () => {
  it('comes newest first: texts of one second are turned round as well', async () => {
    const { rest } = answering({ messages: [row(3, '07'), row(2, '05'), row(1, '05')], page_size: 50, page: 0 })
    const found = await rest.received(OUR_NUMBER, '2020-02-04T00:00:00Z')
    expect(found.map(({ sid }) => sid)).toEqual(['SM1', 'SM2', 'SM3'])
  })

  it('names the pictures of a text as its webhook did', async () => {
    const media = (sid: string, type: string) => ({
      sid,
      account_sid: ACCOUNT,
      parent_sid: MESSAGE,
      content_type: type,
      date_created: 'Tue, 04 Feb 2020 01:00:00 +0000',
      date_updated: 'Tue, 04 Feb 2020 01:00:00 +0000',
      uri: `${place}/${MESSAGE}/Media/${sid}.json`,
    })
    const { rest, asked } = answering({ media_list: [media('ME1', 'image/jpeg'), media('ME2', 'image/png')], page: 0 })
    expect(await rest.pictures(MESSAGE)).toEqual([
      { url: `https://api.twilio.com${place}/${MESSAGE}/Media/ME1`, type: 'image/jpeg' },
      { url: `https://api.twilio.com${place}/${MESSAGE}/Media/ME2`, type: 'image/png' },
    ])
    expect(asked).toEqual([`${place}/${MESSAGE}/Media.json`])
  })
})
