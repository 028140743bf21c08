import { describe, expect, it } from 'vitest'
import { precinctId } from '../../../src/bot/ids.ts'
import { act, ann, bob, codeIn, type WithHq, withHq } from '../with-hq.ts'

const [mary, paul, lent] = ['+15155550101', '+15155550102', '+15155559999'] as const
const script = `: P0412 Polk "DES MOINES 42" 7 ${mary} ${paul}\n: pin P0412 739204\n: pin P0412 739205`
const p0412 = precinctId('P0412') as NonNullable<ReturnType<typeof precinctId>>
const whole = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'

async function approved({ text }: WithHq) {
  await text(mary, `OK ${codeIn(await text(mary, whole))}`)
}
const propose = ({ actions }: WithHq, body = 'FIX Warren 29') =>
  actions.propose(act(`c-${body.replace(/\W/g, '')}`, ann, p0412), body, 'as on the worksheet')

describe('while a correction by HQ awaits the chair', () => {
  it('whatever the chair asks, they are told of it, with its code', () =>
    withHq(script, async (here) => {
      await approved(here)
      await propose(here)
      for (const [body, because] of [
        ['?', ''],
        ['P0412', ''],
        ['thanks', ''],
        [whole, ''],
        ['OK', 'OK needs its code. '],
        ['KEEP', 'KEEP needs its code. '],
        ['OK 111111', 'Wrong code, so here is a new one. '],
        ['OK 111111', 'That code is not right. '],
        ['Liked "P0412 final"', 'A copied text is no answer. '],
      ] as const)
        expect(await here.text(mary, body)).toMatch(new RegExp(`^${because}P0412: HQ proposes .* Reply OK \\d{6,8}`))
      expect(await here.row()).toMatchObject({ stage: 'approved', number: 1 })
    }))

  it('it is of the report on record, whatever was texted and not approved since', () =>
    withHq(script, async (here) => {
      await approved(here)
      await here.text(mary, 'F Sanders 15 Buttigieg 78 Warren 20')
      await propose(here, 'FIX I Biden 9 Warren 21')
      const [told] = await here.sent()
      expect(told).toMatch(
        /HQ proposes I Biden 10 to 9, I Warren 20 to 21 .*7 delegates: Sanders 3, Buttigieg 2, Warren 2/,
      )
      expect(await here.text(mary, `OK ${codeIn(told)}`)).toMatch(/^Buttigieg 78 to 38\. Recorded P0412 report 2/)
      expect(await here.text(mary, '?')).toMatch(/report 2, .*7 delegates: Sanders 3, Buttigieg 2, Warren 2/)
    }))

  it('a wrong code replaces the code of the correction once, by one of eight digits', () =>
    withHq(script, async (here) => {
      await approved(here)
      await propose(here)
      const first = codeIn(await here.text(mary, '?'))
      const second = codeIn(await here.text(mary, 'OK 111111'))
      expect([first.length, second.length]).toEqual([6, 8])
      expect(codeIn(await here.text(mary, 'KEEP 222222'))).toBe(second)
      expect(await here.text(mary, `OK ${first}`)).toMatch(/^That code is no longer valid\. P0412: HQ proposes/)
      expect(await here.text(mary, `OK ${second}`)).toMatch(/^Recorded P0412 report 2/)
    }))

  it('NO leaves the report as it is, and HQ hears of it', () =>
    withHq(script, async (here) => {
      await approved(here)
      await propose(here)
      const [sent] = await here.sent()
      expect(await here.text(mary, 'NO')).toMatch(/^All right, nothing is changed and HQ knows\. .*report 1/)
      expect(await here.alerts()).toContain('anomaly the chair answered NO to the correction')
      expect(await here.text(mary, `OK ${codeIn(sent)}`)).toMatch(/already recorded as report 1/)
      expect(await here.actions.override(act('o', ann, p0412), bob, 'x')).toMatchObject({ reason: 'nothing_pending' })
    }))

  it('a second phone of the precinct may approve it', () =>
    withHq(script, async (here) => {
      await approved(here)
      await propose(here)
      const [sent] = await here.sent()
      expect(await here.text(paul, `OK ${codeIn(sent)}`)).toMatch(/^Recorded P0412 report 2/)
    }))

  it('the chair’s own report, approved meanwhile, ends it', () =>
    withHq(script, async (here) => {
      const own = codeIn(await here.text(mary, whole))
      await propose(here)
      expect(await here.text(mary, `OK ${own}`)).toMatch(/^Recorded P0412 report 1/)
      expect(await here.alerts()).toContain('anomaly the chair answered the correction with her own report')
      expect(await here.text(mary, '?')).toMatch(/already recorded as report 1/)
    }))

  it('a late code is answered with what is pending now', () =>
    withHq(script, async (here) => {
      await approved(here)
      const old = codeIn(await here.text(mary, 'F Sanders 45 Buttigieg 38 Warren 28'))
      await here.text(mary, whole)
      await propose(here)
      expect(await here.text(mary, `OK ${old}`)).toMatch(/^That code is no longer valid\. P0412: HQ proposes/)
    }))

  it('what HQ enters by telephone replaces it', () =>
    withHq(script, async (here) => {
      await approved(here)
      await propose(here)
      await here.actions.enter(act('e', ann, p0412), 'F Sanders 46 Buttigieg 38 Warren 29')
      expect(await here.actions.withdraw(act('w', ann, p0412))).toMatchObject({ reason: 'nothing_pending' })
      expect(await here.text(mary, '?')).not.toContain('HQ proposes')
    }))

  it('HQ withdraws it', () =>
    withHq(script, async (here) => {
      await approved(here)
      await propose(here)
      expect(await here.actions.withdraw(act('w', ann, p0412))).toMatchObject({ ok: true })
      expect(await here.text(mary, '?')).toMatch(/already recorded as report 1/)
    }))

  it('is said in the language that the chair chose on their phone', () =>
    withHq(script, async (here) => {
      await approved(here)
      await here.text(mary, 'espanol')
      await propose(here)
      expect((await here.sent()).at(-1)).toMatch(/^P0412: la central propone/)
    }))
})

describe('a correction of a game of chance', () => {
  const cards = `: P0700 Clark "HENDERSON 7" 5 ${mary}\n: rules nv2020`
  const p0700 = precinctId('P0700') as NonNullable<ReturnType<typeof precinctId>>
  it('keeps the cards that were drawn', () =>
    withHq(cards, async (here) => {
      await here.text(mary, 'A 61 I Sanders 20 Buttigieg 20 Warren 20 F Sanders 20 Buttigieg 20 Warren 20')
      const code = codeIn(await here.text(mary, 'TOSS Sanders 10C Buttigieg KH Warren QD'))
      await here.text(mary, `OK ${code}`)
      await here.actions.propose(act('c', ann, p0700), 'FIX A 60', 'as on the sheet')
      const [sent] = await here.sent()
      expect(sent).toMatch(/attendance 61 to 60 .*5 delegates: Buttigieg 2, Warren 2, Sanders 1/)
      expect(await here.text(mary, `OK ${codeIn(sent)}`)).toMatch(/report 2/)
      expect(JSON.parse(String((await here.row('P0700'))?.published)).seen.delegates).toEqual({
        Buttigieg: 2,
        Sanders: 1,
        Warren: 2,
      })
    }))
  it('names the new winner; one that settles nothing is refused', () =>
    withHq(`: P0414 Polk "DES MOINES 44" 3 ${mary}`, async (here) => {
      const p0414 = precinctId('P0414') as NonNullable<ReturnType<typeof precinctId>>
      await here.text(mary, 'I Biden 12 Warren 12')
      await here.text(mary, `OK ${codeIn(await here.text(mary, 'TOSS Biden'))}`)
      expect(await here.actions.propose(act('c1', ann, p0414), 'TOSS Yang', 'x')).toMatchObject({ ok: false })
      expect(await here.actions.propose(act('c2', ann, p0414), 'TOSS Warren', 'the coin')).toMatchObject({ ok: true })
      const [sent] = await here.sent()
      expect(sent).toMatch(/^P0414: HQ proposes winner Warren \(the coin\)\. Then 3 delegates: Warren 2, Biden 1/)
      expect(await here.text(mary, `OK ${codeIn(sent)}`)).toMatch(/report 2/)
    }))
})

describe('HQ holds and releases', () => {
  it('a held report is said to be held', () =>
    withHq(script, async (here) => {
      await approved(here)
      await here.actions.hold(act('h', ann, p0412), 'a campaign objects')
      expect(await here.text(mary, '?')).toMatch(/It is held: HQ will call you/)
      await here.actions.release(act('r', ann, p0412), bob, 'checked')
      expect(await here.text(mary, '?')).toMatch(/Nothing more to do/)
    }))
  it('KEEP again after the release changes nothing', () =>
    withHq(script, async (here) => {
      await here.text(mary, 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
      const code = codeIn(await here.text(mary, 'F Sanders 45 Buttigieg 38 Warren 48'))
      await here.text(mary, `KEEP ${code}`)
      await here.actions.release(act('r', ann, p0412), bob, 'recounted by telephone')
      expect(await here.text(mary, `KEEP ${code}`)).toMatch(/already recorded as report 1.*Nothing more to do/)
      expect(await here.row()).toMatchObject({ stage: 'approved', number: 1 })
    }))
  it('a correction after a hold still counts as one: the public had seen the report before', () =>
    withHq(script, async (here) => {
      await approved(here)
      await here.actions.hold(act('h', ann, p0412), 'a campaign objects')
      await here.text(mary, `OK ${codeIn(await here.text(mary, 'FIX Warren 29'))}`)
      expect(JSON.parse(String((await here.row())?.published))).toMatchObject({ number: 2, corrected: true })
    }))
})

describe('a borrowed phone', () => {
  it('is told nothing of what HQ entered, and changes nothing', () =>
    withHq(script, async (here) => {
      await here.text(lent, 'P0412 PIN 739204')
      await here.actions.enter(act('e', ann, p0412), whole)
      for (const body of ['?', 'OK', 'OK 111111', 'F Sanders 45', 'Sanders 45'])
        expect(await here.text(lent, body)).toMatch(/^P0412 has counts already that a borrowed phone cannot change/)
      expect((await here.alerts()).filter((alert) => alert.includes('spoke for'))).toHaveLength(1)
      expect(await here.row()).toMatchObject({ stage: 'awaiting', revision: 3 })
    }))
  it('never sees the code of a correction to its own report, nor replaces it once it is public', () =>
    withHq(script, async (here) => {
      await here.text(lent, 'P0412 PIN 739204')
      await here.text(lent, `OK ${codeIn(await here.text(lent, whole))}`)
      await propose(here)
      expect(await here.text(lent, '?')).toMatch(/cannot change/)
      await here.actions.withdraw(act('w', ann, p0412))
      await here.actions.release(act('r', ann, p0412), bob, 'confirmed by a call')
      expect(await here.text(lent, 'FIX Warren 29')).toMatch(/cannot change/)
      expect(await here.text(lent, '?')).toMatch(/Nothing more to do/)
    }))
  it('reports what a registered phone then confirms by sending the same, or by asking', () =>
    withHq(script, async (here) => {
      await here.text(lent, 'P0412 PIN 739204')
      await here.text(lent, `OK ${codeIn(await here.text(lent, whole))}`)
      expect(await here.row()).toMatchObject({ stage: 'held' })
      expect(await here.text(mary, 'OK')).toMatch(/^Sent from a borrowed phone\. P0412 final.* Reply OK \d{6,8}/)
      expect(await here.text(lent, '?')).toMatch(/cannot change/)
      expect(await here.text(mary, `OK ${codeIn(await here.text(mary, whole))}`)).toMatch(/^Recorded P0412 report 2/)
      expect(JSON.parse(String((await here.row())?.published))).toMatchObject({ confirmed: true, corrected: false })
    }))
  it('is told when its three hours are over, in the middle of a report', () =>
    withHq(script, async (here) => {
      await here.text(lent, 'P0412 PIN 739204')
      const code = codeIn(await here.text(lent, whole))
      here.wait(180)
      for (const body of [`OK ${code}`, 'F Sanders 45', '?'])
        expect(await here.text(lent, body)).toMatch(/^This phone's three hours for P0412 are over/)
      expect(await here.text(lent, 'STOP')).toBe('')
      expect(await here.row()).toMatchObject({ stage: 'awaiting' })
      expect((await here.alerts()).filter((alert) => alert.includes('three hours'))).toHaveLength(1)
      expect(await here.text(mary, `OK ${code}`)).toMatch(/^Recorded P0412 report 1/)
    }))
  it('gets a new time by another PIN of the card', () =>
    withHq(script, async (here) => {
      await here.text(lent, 'P0412 PIN 739204')
      here.wait(180)
      expect(await here.text(lent, 'P0412 PIN 739205')).toMatch(/^This phone may report for P0412/)
      expect(await here.text(lent, whole)).toMatch(/Reply OK \d{6,8}/)
    }))
})

describe('the roster changes while a code is out', () => {
  it('the code passes nothing that the chair was not told: they get the new result and a new code', () =>
    withHq(script, async (here) => {
      const code = codeIn(await here.text(mary, whole))
      here.run("update precincts set delegates = 8 where id = 'P0412'")
      const told = await here.text(mary, `OK ${code}`)
      expect(told).toMatch(/^The number of delegates to elect has changed\. P0412 final, 8 delegates/)
      expect(codeIn(told)).not.toBe(code)
      expect(await here.row()).toMatchObject({ stage: 'awaiting' })
      expect(await here.text(mary, '?')).toContain(`OK ${codeIn(told)}`)
      expect(await here.text(mary, `OK ${codeIn(told)}`)).toMatch(/^Recorded/)
    }))
})

describe('after the close', () => {
  it('? says what stands, and what was proposed is no longer offered', () =>
    withHq(`${script}\n: P0413 Polk "DES MOINES 43" 4 ${mary}`, async (here) => {
      await here.text(mary, `OK ${codeIn(await here.text(mary, `P0412 ${whole}`))}`)
      await here.text(mary, 'P0413 I Biden 20 Warren 20')
      await here.text(mary, `P0412 ${whole.replace('30', '29')}`)
      await here.actions.phase('end', ann, 'closed')
      expect(await here.text(mary, 'P0412 ?')).toMatch(
        /^Reporting is closed\. P0412 stands as report 1: 7 delegates: .* To change it, call 515-555-0100\.$/,
      )
      expect(await here.text(mary, 'P0413 ?')).toMatch(/^Reporting is closed, and I have no report of P0413/)
      expect(await here.text(mary, '?')).toMatch(/^Which precinct/)
      expect(await here.text(mary, 'P0412')).toMatch(/stands as report 1/)
      expect(await here.text(lent, 'P0412 PIN 739204')).toBe('')
    }))
})

describe('going live', () => {
  const two = `: P0412 Polk "DES MOINES 42" 7 ${mary}\n: P0413 Polk "DES MOINES 43" 4 ${mary}\n: phase practice`
  it('leaves a practised text that waited for its precinct behind', () =>
    withHq(two, async (here) => {
      expect(await here.text(mary, 'I Potter 45 Granger 38')).toMatch(/I kept what you sent/)
      await here.actions.phase('live', ann, 'live')
      expect(await here.text(mary, 'P0412')).toMatch(/^P0412: text I and each group/)
      expect((await here.row())?.stage ?? 'silent').toBe('silent')
    }))
})

describe('HQ enters a whole report', () => {
  it('that does not go on with a list that a phone sent and that waits for an answer', () =>
    withHq(script, async (here) => {
      await here.text(mary, 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
      expect(await here.text(mary, 'F Yang 54')).toMatch(/Is that everybody\?/)
      await here.actions.enter(act('e', ann, p0412), 'F Sanders 45 Buttigieg 38 Warren 30')
      const [told] = await here.sent()
      expect(told).toMatch(/as you told HQ: 7 delegates: Sanders 3, Buttigieg 2, Warren 2\. 113 present\./)
      expect(await here.text(mary, `OK ${codeIn(told)}`)).toMatch(/^Recorded P0412 report 1/)
    }))
})
