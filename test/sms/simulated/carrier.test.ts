import { describe, expect, it } from 'vitest'
import { type CarrierOptions, simulatedCarrier } from '../../../src/sms/simulated/carrier.ts'
import { ACCOUNT, echo, OUR_NUMBER, PUBLIC_URL, server, TOKEN } from '../fixtures.ts'

const options = (over: Partial<CarrierOptions>): CarrierOptions => ({
  publicUrl: PUBLIC_URL,
  authToken: TOKEN,
  accountSid: ACCOUNT,
  number: OUR_NUMBER,
  clock: { now: () => '2020-02-04T01:41:00.000Z' },
  wait: async () => {},
  post: async () => new Response(null, { status: 500 }),
  ...over,
})
/** The prefix of the public address is the proxy's; behind it the server stands at the root. */
const into = (app: ReturnType<typeof server>['app']) => async (request: Request) =>
  app.request(new Request(request.url.replace('/line', ''), request))

describe('the simulated carrier', () => {
  it('signs so that the server believes it, and hands the answer to the phone', async () => {
    const { handle, heard } = echo()
    const carrier = simulatedCarrier(options({ post: into(server(handle).app) }))
    const { reply, delivered, tries } = await carrier.text('+15155550123', `P0412 A 113 & "it's" < 3`)
    expect({ reply, delivered, tries }).toEqual({
      reply: `You said: P0412 A 113 & "it's" < 3`,
      delivered: true,
      tries: 1,
    })
    expect(heard.length).toBe(1)
  })

  it.each([0, 3])('repeats, loses and reorders, and every text is still answered once (late by %i)', async (late) => {
    const { handle, heard } = echo()
    const faults = { repeats: 2, late, lost: 0.2, delay: 3 }
    const carrier = simulatedCarrier(options({ post: into(server(handle).app), faults, seed: 7, retries: 30 }))
    for (let n = 0; n < 40; n++) expect((await carrier.text('+15155550123', `A ${n}`)).reply).toBe(`You said: A ${n}`)
    await carrier.finish()
    expect(heard.length).toBe(40)
    expect(carrier.differing).toEqual([])
    expect(carrier.exchanges.some((one) => one.tries > 1)).toBe(true)
  })

  it('tells when a repeat is answered otherwise', async () => {
    let n = 0
    const handle = async () => ({ reply: `answer ${++n}`, repeated: false })
    const carrier = simulatedCarrier(options({ post: into(server(handle).app), faults: { repeats: 1 } }))
    const { sid } = await carrier.text('+15155550123', 'A 113')
    expect(carrier.differing).toEqual([sid])
  })

  it('gives up after its tries, and its list then holds what was never delivered', async () => {
    const carrier = simulatedCarrier(options({ retries: 3 }))
    const exchange = await carrier.text('+15155550123', 'A 113')
    expect(exchange).toMatchObject({ delivered: false, reply: null, tries: 4 })
    expect(carrier.exchanges).toEqual([exchange])
  })

  it('draws the same ids from the same seed', async () => {
    const sids = async (seed: number) =>
      (await simulatedCarrier(options({ seed, retries: 0 })).text('+15155550123', 'A')).sid
    expect(await sids(3)).toBe(await sids(3))
    expect(await sids(3)).not.toBe(await sids(4))
  })
})
