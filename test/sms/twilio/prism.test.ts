import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyRequest, wrongRequests } from '../outbox/prism.ts'
import { needed, type Peer } from '../peers/peer.ts'
import { type Prism, startPrism } from '../peers/prism.ts'

describe("what we ask of Twilio, held against Twilio's own description of its API", () => {
  let prism: Peer<Prism>
  beforeAll(async () => {
    prism = await startPrism()
  }, 200_000)
  afterAll(async () => {
    if (prism?.ok) await prism.peer.stop()
  })

  it('is accepted, whatever the text is for', async (test) => {
    const asked = await everyRequest(needed(prism, test).url)
    expect(asked.map(({ status, violations }) => [status, violations])).toEqual(
      asked.map(({ method }) => [method === 'POST' ? 201 : 200, []]),
    )
    const made = asked.filter(({ method }) => method === 'POST').map(({ form }) => form)
    expect(made.length).toBe(6)
    expect(made.every((form) => form.has('StatusCallback') && form.has('ValidityPeriod'))).toBe(true)
    expect(made.map((form) => [form.has('From'), form.has('MessagingServiceSid')])).toEqual([
      ...Array(5).fill([true, false]),
      [false, true],
    ])
    expect(asked.filter(({ method }) => method === 'GET').map(({ query }) => [...query.keys()])).toEqual([
      ['To', 'PageSize'],
      ['To', 'DateSent>', 'PageSize'],
    ])
  })

  it('would be refused if it were wrong', async (test) => {
    const refused = await wrongRequests(needed(prism, test).url)
    expect(refused).toEqual(refused.map(([what]) => [what, 422]))
  })
})
