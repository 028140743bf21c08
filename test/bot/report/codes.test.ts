import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import type { PrecinctEvent } from '../../../src/bot/event.ts'
import { createHandle } from '../../../src/bot/handle/handle-text.ts'
import { type Person, precinctId } from '../../../src/bot/ids.ts'
import type { EventStore, Keys } from '../../../src/bot/ports.ts'
import { pendingCode } from '../../../src/bot/report/codes.ts'
import { decide } from '../../../src/bot/report/decide.ts'
import type { DecisionContext } from '../../../src/bot/report/decision.ts'
import { applyEvents } from '../../../src/bot/report/evolve.ts'
import { initialState } from '../../../src/bot/report/state.ts'
import { shortName } from '../../../src/bot/say/format.ts'
import { count } from '../../../src/grammar/intent.ts'
import { reader } from '../../../src/grammar/read.ts'
import { ruleSets } from '../../../src/math/rules.ts'
import { memoryStore } from '../../db/memory-store.ts'
import { botOn, inbound, phones, room } from '../room.ts'
import { configOf, installationOf, parseScript, transcriptKeys } from '../transcript.ts'

const candidates = ['Biden', 'Warren'].map((name) => ({ name, code: name.slice(0, 2), aliases: [] }))
const read = reader({ candidates, precinctCode: { letters: 1, digits: 4 } })
const id = precinctId('P0412') as NonNullable<ReturnType<typeof precinctId>>
const rules = ruleSets.ia2020 as NonNullable<(typeof ruleSets)['ia2020']>

const context: DecisionContext = {
  at: '2020-02-04T01:00:00.000Z',
  precinct: { id, county: 'Polk', name: 'X', district: '3', delegates: 4, language: 'en', timezone: null },
  rules,
  order: ['Biden', 'Warren'],
  who: 'p_0000000000000001' as Person,
  actor: 'chair:p_0000000000000001' as DecisionContext['actor'],
  to: 'p_0000000000000001' as Person,
  standing: 'registered',
  code: (_, salt) => String(100_000 + salt),
  taken: [],
}

const tallies = (...groups: readonly string[]) =>
  groups.map((group) => ({ group, count: count('20') as NonNullable<ReturnType<typeof count>> }))

describe('a code', () => {
  it('is never one that is pending elsewhere on the phone, nor the digits of a precinct', () => {
    const taken = ['100000', '100001', '0412']
    const decision = decide(initialState, read('I Biden 20 Warren 20'), { ...context, taken })
    expect(decision.reply).toMatchObject({ kind: 'proposed', code: '100002' })
    expect(decision.events.at(-1)).toMatchObject({ type: 'ReportProposed', data: { salt: 2, seats: 4 } })
  })
})

describe('a wrong code', () => {
  const whole = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
  const codeIn = (reply: string): string => /(?:OK|KEEP) (\d{6,8})/.exec(reply)?.[1] ?? ''
  const guess = fc.record({
    word: fc.constantFrom('OK ', 'KEEP ', 'P0412 ok ', '', 'yes '),
    code: fc.oneof(fc.integer({ min: 1000, max: 99_999_999 }), fc.integer({ min: 100_000, max: 999_999 })),
    /** Seconds since the text before. */
    after: fc.integer({ min: 0, max: 90 }),
  })

  it('after the first leaves the code of the chair as it is, and none holds a report', async () => {
    let silent = 0
    await fc.assert(
      fc.asyncProperty(fc.array(guess, { minLength: 1, maxLength: 40 }), fc.boolean(), async (guesses, adds) => {
        let now = Date.parse('2020-02-04T01:00:00.000Z')
        const store = room()
        const handle = createHandle({ store, keys: transcriptKeys, clock: { now: () => new Date(now).toISOString() } })
        let told = codeIn((await handle(inbound(0, phones[0], adds ? whole : `${whole} Yang 99`))).reply)
        const codes = [told]
        for (const [i, { word, code, after }] of guesses.entries()) {
          if (String(code) === told) continue
          now += after * 1000
          const { reply } = await handle(inbound(i + 1, phones[0], word + code))
          if (reply === '') silent += 1
          else told = codeIn(reply)
          if (told !== codes.at(-1)) codes.push(told)
        }
        expect(codes.map((code) => code.length)).toEqual(codes.length === 1 ? [6] : [6, 8])
        expect((await store.reports())[0]?.stage).toBe('awaiting')
        const alerts = (await store.alerts()).map(({ kind }) => kind)
        expect(alerts).not.toContain('held')
        expect(alerts).not.toContain('help')
        expect(alerts.filter((kind) => kind === 'codes').length).toBeLessThanOrEqual(2)
        now += 30_000
        const { reply } = await handle(inbound(99, phones[0], `${adds ? 'OK' : 'KEEP'} ${told}`))
        expect(reply).toMatch(/^(?:Recorded|Kept)|recorded/i)
      }),
      { numRuns: 150, seed: 20200203 },
    )
    expect(silent).toBeGreaterThan(20)
  }, 60_000)

  it('brings one of eight digits, tells the chair at the third, and stays so until a report is on record', async () => {
    const handle = botOn(room())
    let id = 0
    const say = async (body: string) => (await handle(inbound(id++, phones[0], body))).reply
    const first = codeIn(await say(whole))
    const second = await say('OK 111111')
    expect(second).toMatch(/^Wrong code, so here is a new one\. .*OK \d{8}/)
    expect(await say('OK 222222')).toMatch(/^That code is not right\./)
    expect(await say('KEEP 33333333')).toMatch(/^Somebody may be texting in your name\./)
    expect(await say('OK 222222')).toMatch(/^That code is not right\./)
    expect(codeIn(await say(`OK ${first}`))).toBe(codeIn(second))
    const changed = codeIn(await say('FIX Warren 29'))
    expect(changed).toMatch(/^\d{8}$/)
    expect(await say(`OK ${changed}`)).toMatch(/^Recorded/)
    expect(codeIn(await say('FIX Warren 28'))).toMatch(/^\d{6}$/)
  })

  it('is what an earlier version sent, with four digits: it is answered with the code that counts', () => {
    const who = 'p_0000000000000001' as Person
    const events: readonly PrecinctEvent[] = [
      { type: 'AlignmentReported', data: { alignment: 'initial', counts: tallies('Biden', 'Warren'), total: null } },
      { type: 'ReportProposed', data: { revision: 1, salt: 0, to: who, seats: 4 } },
      ...Array.from({ length: 5 }, (): PrecinctEvent => ({ type: 'CodeRefused', data: { revision: 1 } })),
      { type: 'CodeRetired', data: { revision: 1 } },
      { type: 'ReportProposed', data: { revision: 1, salt: 1, to: who, seats: 4 } },
    ]
    const before = applyEvents(initialState, events, context)
    expect(pendingCode(before, context)).toBe('100001')
    const { reply, events: after } = decide(before, read('OK 7757'), context)
    expect(reply).toMatchObject({ kind: 'proposed', because: 'new_code', code: '100100' })
    expect(decide(applyEvents(before, after, context), read('OK 100100'), context).reply.kind).toBe('recorded')
  })

  it('of a phone with two precincts is counted at one that waits, a short code first', async () => {
    const script = parseScript(
      ['P0412', 'P0413'].map((code) => `: ${code} Polk "DES MOINES 42" 7 ${phones[0]}`).join('\n'),
    )
    const parsed = parseConfig(configOf(script))
    if (!parsed.ok) throw new Error('unreachable')
    const { precincts, bindings } = installationOf(script)
    const store = memoryStore({
      caucus: parsed.caucus,
      phase: 'live',
      precincts,
      bindings: bindings.map((b) => ({ ...b, until: null })),
    })
    const handle = botOn(store)
    let id = 0
    const say = async (body: string) => (await handle(inbound(id++, phones[0], body))).reply
    const codes = [codeIn(await say(`P0412 ${whole}`)), codeIn(await say(`P0413 ${whole}`))]
    const replaced = [codeIn(await say('OK 111111')), codeIn(await say('222222'))]
    expect(new Set([...codes, ...replaced]).size).toBe(4)
    expect(replaced.map((code) => code.length)).toEqual([8, 8])
    expect(await say(`OK ${replaced[1]}`)).toMatch(/^Recorded P0413/)
    expect(await say(`OK ${replaced[0]}`)).toMatch(/^Recorded P0412/)
  })
})

describe('the codes of one text', () => {
  it('are hashed once each, and for a chair of one precinct none of another', async () => {
    const asked: string[] = []
    const code: Keys['code'] = (stream, revision, salt, digits) => {
      asked.push(`${stream} ${revision} ${salt}`)
      return transcriptKeys.code(stream, revision, salt, digits)
    }
    const clock = { now: () => '2020-02-04T01:00:00.000Z' }
    const handle = createHandle({ store: room(), keys: { ...transcriptKeys, code }, clock })
    const { reply } = await handle(inbound(1, phones[0], 'A 30 I Biden 20 Warren 10 F Biden 20 Warren 10'))
    expect(asked.splice(0)).toEqual(['live/P0412 3 0'])
    await handle(inbound(2, phones[0], /OK \d{6,8}/.exec(reply)?.[0] ?? ''))
    expect(asked).toEqual(['live/P0412 3 0'])
  })
})

describe('a text whose stream others write to all the time', () => {
  it('is given back to the carrier after twenty tries, and nothing was said', async () => {
    let tried = 0
    const busy: EventStore = {
      ...room(),
      commit: async () => {
        tried += 1
        return { ok: false, reason: 'conflict' }
      },
    }
    await expect(botOn(busy)(inbound(1, phones[0], 'A 113'))).rejects.toThrow('20 others wrote to its stream first')
    expect(tried).toBe(20)
  })
})

describe('a short name', () => {
  it('is long enough to tell it from the others; else the whole name stands', () => {
    const names = ['Williams', 'Williamson', 'Will', 'De La Cruz'].map((name) => ({ name, code: name, aliases: [] }))
    expect(shortName('Williamson', names)).toBe('Williamso')
    expect(shortName('Williams', names)).toBe('Williams')
    expect(shortName('Will', names)).toBe('Will')
    expect(shortName('De La Cruz', names)).toBe('De La')
  })
})
