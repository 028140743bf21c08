import { describe, expect, it } from 'vitest'
import { precinctId } from '../../../src/bot/ids.ts'
import { act, ann, bob, codeIn, withHq } from '../with-hq.ts'

const mary = '+15155550101'
const script = `: P0412 Polk "DES MOINES 42" 7 ${mary}\n: P0413 Polk "DES MOINES 43" 4 ${mary}`
const id = (code: string) => precinctId(code) as NonNullable<ReturnType<typeof precinctId>>
const p0412 = id('P0412')
const first = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20'
const final = 'F Sanders 45 Buttigieg 38 Warren 30'

describe('an act of headquarters', () => {
  it('on a precinct without a report is refused', () =>
    withHq(script, async ({ actions }) => {
      expect(await actions.hold(act('a', ann, p0412), 'x')).toMatchObject({ reason: 'no_report' })
      expect(await actions.release(act('b', ann, p0412), bob, 'x')).toMatchObject({ reason: 'no_report' })
      expect(await actions.withdraw(act('c', ann, p0412))).toMatchObject({ reason: 'nothing_pending' })
      expect(await actions.override(act('d', ann, p0412), bob, 'x')).toMatchObject({ reason: 'nothing_pending' })
      expect(await actions.readBack(act('e', ann, p0412), 0)).toMatchObject({ reason: 'nothing_pending' })
      expect(await actions.enter(act('f', ann, id('P0999')), first)).toMatchObject({ reason: 'wrong_phase' })
    }))

  it('that cannot be read, or says nothing new, is refused with the word', () =>
    withHq(script, async ({ actions }) => {
      expect(await actions.enter(act('a', ann, p0412), 'hello')).toMatchObject({ reason: 'unclear', detail: 'hello' })
      expect(await actions.enter(act('b', ann, p0412), '?')).toMatchObject({ reason: 'unclear', detail: '' })
      expect(await actions.propose(act('c', ann, p0412), '?', 'x')).toMatchObject({ reason: 'unclear', detail: '' })
      expect(await actions.propose(act('d', ann, p0412), 'FIX Warren 3', 'x')).toMatchObject({ reason: 'no_change' })
      await actions.enter(act('e', ann, p0412), first)
      expect(await actions.enter(act('f', ann, p0412), first)).toMatchObject({ reason: 'no_change' })
      expect(await actions.readBack(act('g', bob, p0412), 2)).toMatchObject({ reason: 'no_report' })
    }))

  it('the second person must be another one', () =>
    withHq(script, async (here) => {
      await here.text(mary, `P0412 ${first} ${final}`)
      await here.text(mary, `OK ${codeIn(await here.text(mary, 'P0412 ?'))}`)
      await here.actions.hold(act('h', ann, p0412), 'x')
      expect(await here.actions.release(act('r', ann, p0412), ann, 'x')).toMatchObject({ reason: 'same_person' })
    }))

  it('reads back what does not add up: kept, and held', () =>
    withHq(script, async (here) => {
      await here.actions.enter(act('a', ann, p0412), `${first} F Sanders 45 Buttigieg 38 Warren 48`)
      expect(await here.sent()).toEqual([expect.stringMatching(/KEEP \d{6,8}/)])
      expect(await here.actions.readBack(act('b', bob, p0412), 3)).toMatchObject({ ok: true })
      expect(await here.row()).toMatchObject({ stage: 'held', number: 1 })
    }))

  it('proposes in a report, with what it changes of a game of chance', () =>
    withHq(script, async (here) => {
      const text = 'P0413 I Biden 20 Warren 20 Yang 20'
      await here.text(mary, text)
      await here.text(mary, `OK ${codeIn(await here.text(mary, 'TOSS Biden'))}`)
      const proposed = await here.actions.propose(
        act('a', ann, id('P0413')),
        'FIX TOSS Yang',
        'the coin fell otherwise',
      )
      expect(proposed).toMatchObject({ ok: true, reply: expect.stringContaining('OK ****') })
      expect((await here.sent()).at(-1)).toContain('winner Yang')
    }))

  it('by another number of the same precinct is told apart', () =>
    withHq(script, async ({ actions }) => {
      expect((await actions.preview(p0412, 'P0413 A 113')).reply).toContain('P0412: that names more than one precinct')
      expect(await actions.preview(id('P0999'), first)).toMatchObject({ ok: false, reply: '' })
    }))

  it('needs an id of its own, and another form of the same act is refused', () =>
    withHq(script, async ({ actions }) => {
      await expect(actions.enter(act('two words', ann, p0412), first)).rejects.toThrow('an action needs an id')
      await expect(actions.phase('two words', ann, 'closed')).rejects.toThrow('an action needs an id')
      expect(await actions.phase('go', ann, 'closed')).toMatchObject({ ok: false, reason: 'conflict' })
      expect(await actions.phase('once', ann, 'closed')).toMatchObject({ ok: true, reply: 'closed' })
    }))
})
