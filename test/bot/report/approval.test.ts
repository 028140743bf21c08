import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import type { Stored } from '../../../src/bot/event.ts'
import { codesOf } from '../../../src/bot/handle/sender-context.ts'
import { precinctId, precinctStream } from '../../../src/bot/ids.ts'
import { fold } from '../../../src/bot/report/evolve.ts'
import { memoryStore } from '../../db/memory-store.ts'
import { botOn, inbound, quarrel } from '../room.ts'
import { configOf, installationOf, parseScript, transcriptKeys } from '../transcript.ts'

/** Any night of two registered phones and a borrowed one, one text after the other: who may put what on record. */
const [mary, paul, lent] = ['+15155550101', '+15155550102', '+15155559999'] as const
const script = parseScript(`: P0412 Polk "DES MOINES 42" 7 ${mary} ${paul}\n: pin P0412 739204`)
const stream = precinctStream('live', precinctId('P0412') as NonNullable<ReturnType<typeof precinctId>>)
const borrowed = transcriptKeys.person(lent)
const whole = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
const tie = 'I Sanders 20 Warren 20 F Sanders 20 Warren 20'

function start() {
  const parsed = parseConfig(configOf(script))
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const { precincts, bindings, pins = [] } = installationOf(script)
  const registered = bindings.map((b) => ({ ...b, until: null }))
  return memoryStore({ caucus: parsed.caucus, phase: 'live', precincts, pins, bindings: registered })
}

/** `mine`: the code that this phone was told last; `any`: the one that was told last to anybody. */
const step = fc.record({
  from: fc.constantFrom(mary, paul, lent, lent),
  body: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(whole, tie, 'TOSS Warren', 'D Sanders 3 Buttigieg 2 Warren 2') },
    { weight: 2, arbitrary: fc.constantFrom(...quarrel) },
    {
      weight: 6,
      arbitrary: fc.constantFrom('OK mine', 'OK any', 'any', 'yes mine thanks', 'KEEP mine', 'KEEP any', 'KEEP'),
    },
    { weight: 2, arbitrary: fc.constantFrom('OK mine but Yang is 5', 'not ok any', `${whole} OK mine`, 'any any') },
  ),
})

const codes = codesOf(transcriptKeys, stream)
const codeOf = (state: ReturnType<typeof fold>): string =>
  state.proposal ? codes(state.proposal.revision, state.proposal.salt) : ''

interface Step {
  readonly from: string
  readonly body: string
  readonly reply: string
  readonly events: readonly Stored[]
  readonly before: ReturnType<typeof fold>
  readonly now: ReturnType<typeof fold>
}

async function play(drawn: readonly { readonly from: string; readonly body: string }[]): Promise<readonly Step[]> {
  const store = start()
  const handle = botOn(store)
  const told = new Map<string, string>()
  await handle(inbound(999, lent, 'P0412 PIN 739204'))
  const steps: Step[] = []
  let log: readonly Stored[] = []
  for (const [i, { from, body }] of drawn.entries()) {
    const text = body.replace('mine', told.get(from) ?? '100000').replaceAll('any', told.get('any') ?? '100000')
    const { reply } = await handle(inbound(i, from, text))
    const now = (await store.entries()).filter((e) => e.stream === stream)
    steps.push({ from, body: text, reply, events: now.slice(log.length), before: fold(log), now: fold(now) })
    log = now
    const code = /(?:OK|KEEP) (\d{6,8})/.exec(reply)?.[1]
    if (code) for (const key of [from, 'any']) told.set(key, code)
  }
  return steps
}

const nights = fc.array(step, { minLength: 4, maxLength: 20 })
const onlyTheCode = /^(ok|yes|keep)? ?\d{6,8}( thanks)?$/i

describe('any night of three phones', () => {
  it('puts on record only the counts in hand, by their own code and nothing else in the text', async () => {
    const seen = { approved: 0, kept: 0, unconfirmed: 0 }
    await fc.assert(
      fc.asyncProperty(nights, async (drawn) => {
        for (const { body, events, before, from } of await play(drawn)) {
          const recorded = events.filter(({ event }) => event.type === 'ReportApproved' || event.type === 'ReportKept')
          if (recorded.length === 0) continue
          expect(recorded).toHaveLength(1)
          expect(body).toMatch(onlyTheCode)
          expect(body).toContain(codeOf(before))
          expect(before.proposal?.revision).toBe(before.revision)
          const event = recorded[0]?.event
          if (event?.type === 'ReportKept') seen.kept += 1
          if (event?.type !== 'ReportApproved') continue
          expect(event.data.revision).toBe(before.revision)
          expect(event.data.confirmed).toBe(from !== lent)
          if (event.data.confirmed) seen.approved += 1
          else seen.unconfirmed += 1
        }
      }),
      { numRuns: 600, seed: 20200203 },
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(10)
  })

  it('publishes nothing but what a registered phone approved', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(nights, async (drawn) => {
        for (const { before, now, from, events } of await play(drawn)) {
          if (JSON.stringify(before.published) === JSON.stringify(now.published)) continue
          changes += 1
          expect(from).not.toBe(lent)
          expect(events.map(({ event }) => event.type)).toContain('ReportApproved')
          expect(now.published).toMatchObject({ kind: 'approved', confirmed: true, revision: before.revision })
        }
      }),
      { numRuns: 200, seed: 7 },
    )
    expect(changes).toBeGreaterThan(20)
  })

  it('tells a borrowed phone no code but its own, and takes no count of it once another phone has sent one', async () => {
    const seen = { told: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(nights, async (drawn) => {
        for (const { from, reply, events, before, now } of await play(drawn)) {
          if (from !== lent) continue
          if (before.by !== null && before.by !== borrowed) {
            seen.refused += 1
            expect(events).toEqual([])
            expect(reply).not.toMatch(/\d{4}\b(?<!P0412|0100)/)
          } else if (/(?:OK|KEEP) \d{6,8}/.test(reply)) {
            seen.told += 1
            expect(now.proposal?.to).toBe(borrowed)
          }
        }
      }),
      { numRuns: 300, seed: 11 },
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(20)
  })
})
