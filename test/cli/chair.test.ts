import { describe, expect, it } from 'vitest'
import { claimedWinners, countsOf, nextText, playChair } from '../../src/cli/replay/chair.ts'
import type { PrecinctReport } from '../../src/files/reports.ts'
import { makeRules } from '../../src/math/rules.ts'

const order = ['Biden', 'Buttigieg', 'Klobuchar', 'Sanders', 'Warren']
const night = (initial: object, final: object, delegates: object): PrecinctReport =>
  ({ precinct: 'P0412', initial, final, delegates }) as PrecinctReport
const made = makeRules('ia2020')
if (!made.ok) throw new Error(made.error)
const terms = (delegates: number) => ({ rules: made.rules, delegates, order })

describe('the replaying chair', () => {
  const report = night(
    { Sanders: 45, Buttigieg: 38, Biden: 10, Warren: 20 },
    { Sanders: 45, Buttigieg: 38, Warren: 30 },
    {},
  )

  it('sends attendance and the first count in one text, then the final count', () => {
    expect(countsOf(report, order)).toEqual([
      'P0412 A 113 I Biden 10 Buttigieg 38 Sanders 45 Warren 20',
      'P0412 F Buttigieg 38 Sanders 45 Warren 30',
    ])
  })

  it('sends no text for an alignment in which nobody was counted', () => {
    expect(countsOf(night({}, { Sanders: 4 }, {}), order)).toEqual(['P0412 F Sanders 4'])
    expect(countsOf(night({ Sanders: 4 }, {}, {}), order)).toEqual(['P0412 A 4 I Sanders 4'])
  })

  it('does what the reply offers: KEEP before all, the winner where one is asked for, the code', () => {
    expect(nextText('P0412', 'P0412: ... reply KEEP 391027 and HQ will call you.', [])).toBe('KEEP 391027')
    expect(nextText('P0412', 'Warren and Biden tie. Reply TOSS and the winner, like: TOSS Warren', ['Biden'])).toBe(
      'P0412 TOSS Biden',
    )
    expect(nextText('P0412', 'P0412 elects 1 delegate. Reply WON and the name', ['Biden'])).toBe('P0412 WON Biden')
    expect(nextText('P0412', 'Reply OK 482163 if right', [])).toBe('OK 482163')
    expect(nextText('P0412', 'Recorded P0412 report 1 at 7:41 PM. Thank you.', [])).toBeNull()
  })

  it('goes on to the last reply, and gives up where the bot goes on asking', async () => {
    const answers = ['first', 'Reply OK 482163 if right', 'Recorded']
    const sent: string[] = []
    await playChair(report, terms(7), async (body) => answers[sent.push(body) - 1] ?? null)
    expect(sent).toEqual([...countsOf(report, order), 'OK 482163'])
    const { texts } = await playChair(report, terms(7), async (body) => `not so: OK ${1000 + body.length}`)
    expect(texts.length).toBeLessThan(10)
  })
})

describe('the winner whom a chair names', () => {
  // A 60, D 6, 34/14/12: raw 3.4, 1.4, 1.2; Sanders and Buttigieg tie for one.
  const counts = { Sanders: 34, Buttigieg: 14, Warren: 12 }

  it('is the tied group that claims more than is certain', () => {
    expect(claimedWinners(night(counts, counts, { Sanders: 4, Buttigieg: 1, Warren: 1 }), terms(6))).toEqual({
      winners: ['Sanders'],
      assumed: false,
    })
    expect(claimedWinners(night(counts, counts, { Sanders: 3, Buttigieg: 2, Warren: 1 }), terms(6)).winners).toEqual([
      'Buttigieg',
    ])
  })

  it('is assumed in ballot order where the claims do not tell', () => {
    const named = { winners: ['Buttigieg'], assumed: true }
    expect(claimedWinners(night(counts, counts, {}), terms(6))).toEqual(named)
    expect(claimedWinners(night(counts, counts, { Sanders: 4, Buttigieg: 2 }), terms(6))).toEqual(named)
  })

  it('of a one-delegate precinct is whoever was reported, largest or not', () => {
    expect(claimedWinners(night(counts, {}, { Warren: 1 }), terms(1))).toEqual({ winners: ['Warren'], assumed: false })
    expect(claimedWinners(night(counts, {}, {}), terms(1))).toEqual({ winners: ['Sanders'], assumed: true })
  })
})
