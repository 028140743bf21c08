import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Person, precinctId } from '../../../src/bot/ids.ts'
import { assess, worksheetOf } from '../../../src/bot/report/assess.ts'
import { decide } from '../../../src/bot/report/decide.ts'
import type { DecisionContext } from '../../../src/bot/report/decision.ts'
import { type Draft, emptyDraft, initialState } from '../../../src/bot/report/state.ts'
import type { Count, Tallies } from '../../../src/grammar/intent.ts'
import { reader } from '../../../src/grammar/read.ts'
import { ruleSets } from '../../../src/math/rules.ts'

const order = ['Biden', 'Klobuchar', 'Sanders', 'Warren']
const id = precinctId('P0412') as NonNullable<ReturnType<typeof precinctId>>

const contextWith = (rules: DecisionContext['rules'], delegates: number): DecisionContext => ({
  at: '2020-02-04T01:00:00.000Z',
  precinct: { id, county: 'Polk', name: 'X', district: '3', delegates, language: 'en', timezone: null },
  rules,
  order,
  who: 'p_0000000000000001' as Person,
  actor: 'chair:p_0000000000000001' as DecisionContext['actor'],
  to: 'p_0000000000000001' as Person,
  standing: 'registered',
  code: () => '482163',
  taken: [],
})

const counts = fc.constantFrom(0, 5, 10, 10, 15, 20) as fc.Arbitrary<Count>
const tallies: fc.Arbitrary<Tallies> = fc
  .tuple(fc.subarray(order, { minLength: 1 }), fc.array(counts, { minLength: 4, maxLength: 4 }))
  .map(([groups, numbers]) => groups.map((group, i) => ({ group, count: numbers[i] ?? (0 as Count) })))
const drafts: fc.Arbitrary<Draft> = fc.record({
  attendance: fc.option(fc.constantFrom(20, 40, 60, 80) as fc.Arbitrary<Count>),
  initial: fc.option(tallies),
  final: fc.option(tallies),
  totals: fc.constant({ initial: null, final: null }),
  toss: fc.option(fc.constantFrom(...order).map((g) => ({ winners: [g], among: order.slice(0, 2), cards: null }))),
  claimed: fc.option(tallies),
})
const contexts = fc
  .tuple(fc.constantFrom(...Object.values(ruleSets)), fc.constantFrom(1, 2, 3, 4, 7))
  .map(([rules, delegates]) => contextWith(rules, delegates))

describe('any counts in hand', () => {
  it('come to what their worksheet comes to, which headquarters looks at', () => {
    let settled = 0
    fc.assert(
      fc.property(drafts, contexts, (draft, context) => {
        const { raw, steps, ...verdict } = worksheetOf(draft, context)
        expect(assess(draft, context).result).toEqual(verdict)
        expect([Object.keys(raw), steps.length > 0]).toEqual([Object.keys(verdict.delegates), true])
        if (verdict.settled) settled += 1
      }),
      { numRuns: 2000, seed: 20200203 },
    )
    expect(settled).toBeGreaterThan(5)
  })
  it('are assessed for the context that is asked about, whatever was asked before', () => {
    const ia2020 = ruleSets.ia2020 as DecisionContext['rules']
    const draft = { ...emptyDraft, initial: [{ group: 'Biden', count: 40 as Count }] }
    const [four, one] = [contextWith(ia2020, 4), contextWith(ia2020, 1)]
    const asked = [four, one, four, one].map((context) => assess(draft, context).next)
    expect(asked).toEqual(['approve', 'elect', 'approve', 'elect'])
    expect(assess(emptyDraft, one).next).toBe('counts')
  })
})

describe('rules that name the first count alone', () => {
  const ia2020 = ruleSets.ia2020 as DecisionContext['rules']
  const context = contextWith({ ...ia2020, reports: ['attendance', 'initial'] }, 4)
  const read = reader({
    candidates: order.map((name) => ({ name, code: name, aliases: [] })),
    precinctCode: { letters: 1, digits: 4 },
  })

  it.each(['I', 'F'])('know one count, which is the final one under the letter %s', (letter) => {
    const { events, reply } = decide(initialState, read(`A 40 ${letter} Biden 20 Warren 20`), context)
    expect(reply.kind).toBe('proposed')
    expect(events[1]).toMatchObject({ type: 'AlignmentReported', data: { alignment: 'final' } })
  })

  it('ask for it by the letter F', () => {
    expect(decide(initialState, read('HOW'), context).reply).toMatchObject({ kind: 'guide', once: true })
  })
})
