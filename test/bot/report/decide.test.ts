import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PrecinctEvent, Stored } from '../../../src/bot/event.ts'
import { precinctId, precinctStream } from '../../../src/bot/ids.ts'
import { evolve, fold } from '../../../src/bot/report/evolve.ts'
import { initialState, lastRecorded, type Recorded, type State } from '../../../src/bot/report/state.ts'
import { compute } from '../../../src/math/compute.ts'
import { ruleSets } from '../../../src/math/rules.ts'
import { botOn, inbound, phones, quarrel, room } from '../room.ts'

const stream = precinctStream('live', precinctId('P0412') ?? fail())
function fail(): never {
  throw new Error('unreachable')
}

/** `code`: the code that was said last to this phone; so that approvals happen in a random night. */
const step = fc.record({
  from: fc.constantFrom(...phones),
  body: fc.oneof(
    fc.constantFrom(...quarrel),
    fc.constantFrom(
      'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30',
      'OK code',
      'OK code',
      'KEEP code',
      'code',
      'TOSS Warren',
      'D Sanders 3',
    ),
    fc.string({ maxLength: 40 }),
  ),
})
const nights = fc.array(step, { minLength: 3, maxLength: 16 })

interface Night {
  readonly replies: readonly {
    readonly body: string
    readonly reply: string
    readonly before: number
    readonly after: number
  }[]
  readonly log: readonly Stored<PrecinctEvent>[]
  readonly records: readonly Recorded[]
  readonly codesSaid: ReadonlyMap<string, number>
}

async function play(drawn: readonly { from: string; body: string }[]): Promise<Night> {
  const store = room()
  const handle = botOn(store)
  const codes = new Map<string, string>()
  const said = new Map<string, number>()
  const replies: Night['replies'][number][] = []
  for (const [i, { from, body }] of drawn.entries()) {
    const text = body.replace('code', codes.get(from) ?? '999999')
    const before = (await store.entries()).length
    const { reply } = await handle(inbound(i, from, text))
    const log = (await store.entries()).filter((e) => e.stream === stream)
    const code = /(?:OK|KEEP) (\d{6,8})/.exec(reply)?.[1]
    const revision = fold(log).revision
    if (code) codes.set(from, code)
    if (code && !said.has(code)) said.set(code, revision)
    replies.push({ body: text, reply, before, after: (await store.entries()).length })
  }
  const log = (await store.entries()).filter((e) => e.stream === stream) as readonly Stored<PrecinctEvent>[]
  return { replies, log, records: fold(log).recorded, codesSaid: said }
}

/** Whoever writes to it, or to anything in it, is thrown at. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

const groups = (list: Recorded['final']) => Object.fromEntries((list ?? []).map((t) => [t.group, t.count]))

describe('any night of texts', () => {
  it('is answered without a throw, a question leaves nothing behind, and a record is what the arithmetic gives', async () => {
    let recorded = 0
    await fc.assert(
      fc.asyncProperty(nights, async (drawn) => {
        const night = await play(drawn)
        for (const r of night.replies) {
          if (/Nothing was recorded|is not your precinct|cannot read/.test(r.reply)) expect(r.after).toBe(r.before)
          if (r.body !== '') expect(r.reply.length).toBeGreaterThan(0)
        }
        for (const record of night.records.filter((r) => r.kind === 'approved')) {
          recorded += 1
          const result = compute({
            rules: ruleSets.ia2020 ?? fail(),
            delegates: 7,
            attendance: record.attendance,
            initial: groups(record.initial),
            final: groups(record.final),
            ...(record.toss && { winner: record.toss.winners }),
          })
          const won = (d: Readonly<Record<string, number>>) =>
            Object.entries(d)
              .filter(([, n]) => n > 0)
              .sort()
              .join()
          expect(won(result.delegates)).toBe(won(record.seen.delegates))
          expect(result.tie).toBeNull()
          expect(result.findings.filter((f) => f.severity === 'hold')).toEqual([])
        }
      }),
      { numRuns: 300, seed: 20200203 },
    )
    // A property that never saw an approval would prove little.
    expect(recorded).toBeGreaterThan(20)
  })

  it('approves only by the code of the counts in hand', async () => {
    let approvals = 0
    await fc.assert(
      fc.asyncProperty(nights, async (drawn) => {
        const { replies, codesSaid } = await play(drawn)
        for (const { body, reply } of replies) {
          if (!/^Recorded P0412/.test(reply)) continue
          approvals += 1
          const code = /\b(\d{6,8})\b/.exec(body)?.[1] ?? ''
          expect([...codesSaid.keys()]).toContain(code)
        }
      }),
      { numRuns: 200, seed: 7 },
    )
    expect(approvals).toBeGreaterThan(10)
  })
})

describe('a state', () => {
  it('survives a round through JSON between any two texts, so that nothing hides in memory', async () => {
    const store = room()
    const handle = botOn(store)
    await handle(inbound(1, phones[0], quarrel[0]))
    await handle(inbound(2, phones[0], quarrel[2]))
    const log = (await store.entries()).filter((e) => e.stream === stream)
    expect(fold(JSON.parse(JSON.stringify(log)))).toEqual(fold(log))
    expect(lastRecorded(fold(log))).toBeNull()
  })
  it('is the same folded at once or event by event, and no state on the way is written to', async () => {
    let events = 0
    await fc.assert(
      fc.asyncProperty(nights, async (drawn) => {
        const { log } = await play(drawn)
        const stepwise = log.reduce<State>((state, stored) => evolve(frozen(state), stored), initialState)
        expect(fold(log)).toEqual(stepwise)
        events += log.length
      }),
      { numRuns: 60, seed: 20200203 },
    )
    expect(events).toBeGreaterThan(200)
  })
})
