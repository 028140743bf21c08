import { describe, expect, it } from 'vitest'
import type { HqActions } from '../../../src/bot/handle/hq-actions.ts'
import type { Done, HqAct } from '../../../src/bot/hq-ports.ts'
import { precinctId } from '../../../src/bot/ids.ts'
import { act, ann, bob, codeIn, type WithHq, withHq } from '../with-hq.ts'

const mary = '+15155550101'
const script = `: P0412 Polk "DES MOINES 42" 7 ${mary}`
const p0412 = precinctId('P0412') as NonNullable<ReturnType<typeof precinctId>>
const first = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20'
const final = 'F Sanders 45 Buttigieg 38 Warren 30'

const version = async ({ row }: WithHq) => Number((await row())?.version ?? 0)
const live = (version: number) => ({ phase: 'live', version }) as const
const types = (done: Done) => (done.ok ? [] : (done.meanwhile ?? []).map(({ event }) => event.type))
async function approved({ text }: WithHq) {
  await text(mary, first)
  await text(mary, `OK ${codeIn(await text(mary, final))}`)
}

/** Every act, in a place where it would be done if nothing had come since. */
const acts: readonly (readonly [
  name: string,
  given: (here: WithHq) => Promise<unknown>,
  run: (actions: HqActions, one: HqAct) => Promise<Done>,
])[] = [
  ['enter', approved, (actions, one) => actions.enter(one, 'FIX Warren 29')],
  ['propose', approved, (actions, one) => actions.propose(one, 'FIX Warren 29', 'worksheet')],
  ['hold', approved, (actions, one) => actions.hold(one, 'a campaign objects')],
  [
    'release',
    async (here) => {
      await approved(here)
      await here.actions.hold(act('h', ann, p0412), 'x')
    },
    (actions, one) => actions.release(one, bob, 'looked at'),
  ],
  [
    'withdraw',
    async (here) => {
      await approved(here)
      await here.actions.propose(act('p', ann, p0412), 'FIX Warren 29', 'x')
    },
    (actions, one) => actions.withdraw(one),
  ],
  [
    'override',
    async (here) => {
      await approved(here)
      await here.actions.propose(act('p', ann, p0412), 'FIX Warren 29', 'x')
    },
    (actions, one) => actions.override(one, bob, 'no answer'),
  ],
  [
    'retire',
    async ({ text }) => {
      await text(mary, first)
      await text(mary, final)
    },
    (actions, one) => actions.retire(one),
  ],
  [
    'readBack',
    async ({ actions }) => {
      await actions.enter(act('e', bob, p0412), `${first} ${final}`)
    },
    (actions, one) => actions.readBack(one, 3),
  ],
]

describe('an act of headquarters carries what was looked at', () => {
  it.each(acts)('%s: done where nothing has come since, whatever the others do elsewhere', (_, given, run) =>
    withHq(script, async (here) => {
      await given(here)
      expect(await run(here.actions, act('a', ann, p0412, live(await version(here))))).toMatchObject({ ok: true })
    }),
  )

  it.each(acts)('%s: not done where the chair has texted since, and it is said what', (_, given, run) =>
    withHq(script, async (here) => {
      await given(here)
      const seen = await version(here)
      await here.text(mary, 'FIX I Biden 9')
      const [row, alerts, sent] = [await here.row(), await here.alerts(), await here.sent()]
      const done = await run(here.actions, act('a', ann, p0412, live(seen)))
      expect(done).toMatchObject({ ok: false, reason: 'changed' })
      expect(types(done)[0]).toBe('AlignmentReported')
      expect(done).toMatchObject({
        meanwhile: expect.arrayContaining([expect.objectContaining({ version: seen + 1 })]),
      })
      expect([await here.row(), await here.alerts(), await here.sent()]).toEqual([row, alerts, sent])
    }),
  )

  it.each(acts)('%s: not done where the chair texts between the decision and its commit', (_, given, run) =>
    withHq(script, async (here) => {
      await given(here)
      const seen = await version(here)
      here.beforeCommit(() => here.text(mary, 'FIX I Biden 9'))
      const done = await run(here.actions, act('a', ann, p0412, live(seen)))
      expect(done).toMatchObject({ ok: false, reason: 'changed' })
      expect(types(done)[0]).toBe('AlignmentReported')
    }),
  )

  it('of two who looked at the same, one acts; the other is told what the first one did', () =>
    withHq(script, async (here) => {
      await approved(here)
      const seen = live(await version(here))
      const [one, two] = await Promise.all([
        here.actions.hold(act('t1', ann, p0412, seen), 'one'),
        here.actions.propose(act('t2', bob, p0412, seen), 'FIX Warren 29', 'two'),
      ])
      expect([one.ok, two.ok].filter(Boolean)).toHaveLength(1)
      const late = one.ok ? two : one
      expect(late).toMatchObject({ reason: 'changed' })
      expect(types(late)).toEqual([one.ok ? 'ReportHeld' : 'CorrectionProposed'])
    }))

  it('what was looked at in practice is not done to the live night, be it as empty', () =>
    withHq(`${script}\n: phase practice`, async (here) => {
      await here.actions.phase('live', ann, 'live')
      const done = await here.actions.enter(act('a', ann, p0412, { phase: 'practice', version: 0 }), first)
      expect(done).toMatchObject({ ok: false, reason: 'other_phase', detail: 'practice' })
      expect(await here.row()).toBeUndefined()
    }))

  it('a version that cannot be is no leave to act', () =>
    withHq(script, async (here) => {
      await approved(here)
      for (const odd of [-1, 99, Number.NaN])
        expect(await here.actions.hold(act(`a${odd}`, ann, p0412, live(odd)), 'x')).toMatchObject({ reason: 'changed' })
    }))

  it('the same form sent twice is done once, and said to be done both times', () =>
    withHq(script, async (here) => {
      await approved(here)
      const one = act('twice', ann, p0412, live(await version(here)))
      const done = await here.actions.hold(one, 'x')
      const row = await here.row()
      await here.text(mary, 'FIX I Biden 9')
      expect(await here.actions.hold(one, 'x')).toMatchObject({ ok: true, reply: done.ok ? done.reply : '' })
      expect(await here.row()).toMatchObject({ stage: 'held', number: row?.number })
    }))
})

describe('an act that follows from something else, and looked at nothing', () => {
  it('is decided again behind whatever came at the same moment', () =>
    withHq(script, async (here) => {
      await here.text(mary, first)
      await here.text(mary, final)
      let code = ''
      here.beforeCommit(async () => {
        code = codeIn(await here.text(mary, 'FIX Warren 29'))
      })
      // A code that went out while the phone was being replaced dies with the others.
      expect(await here.actions.retire(act('r', ann, p0412))).toMatchObject({ ok: true })
      expect(code).toMatch(/^\d{6}$/)
      expect(await here.text(mary, `OK ${code}`)).not.toMatch(/^Recorded/)
    }))

  it('gives up where others never stop writing, and says so', () =>
    withHq(script, async (here) => {
      await approved(here)
      let count = 20
      here.beforeCommit(async () => {
        count += 1
        await here.text(mary, `FIX Warren ${count % 2 === 0 ? 28 : 29}`)
      }, 5)
      expect(await here.actions.hold(act('h', ann, p0412), 'x')).toEqual({ ok: false, reason: 'conflict', detail: '' })
      expect(await here.row()).toMatchObject({ stage: 'approved' })
    }))
})
