import { describe, expect, it } from 'vitest'
import { createHandle } from '../../../src/bot/handle/handle-text.ts'
import { type Person, precinctId } from '../../../src/bot/ids.ts'
import type { EventStore, Keys } from '../../../src/bot/ports.ts'
import { decide } from '../../../src/bot/report/decide.ts'
import type { DecisionContext } from '../../../src/bot/report/decision.ts'
import { initialState } from '../../../src/bot/report/state.ts'
import { shortName } from '../../../src/bot/say/format.ts'
import { reader } from '../../../src/grammar/read.ts'
import { ruleSets } from '../../../src/math/rules.ts'
import { botOn, inbound, phones, room } from '../room.ts'
import { transcriptKeys } from '../transcript.ts'

const candidates = ['Biden', 'Warren'].map((name) => ({ name, code: name.slice(0, 2), aliases: [] }))
const read = reader({ candidates, precinctCode: { letters: 1, digits: 4 } })
const id = precinctId('P0412') as NonNullable<ReturnType<typeof precinctId>>
const rules = ruleSets.ia2020 as NonNullable<(typeof ruleSets)['ia2020']>

describe('a code', () => {
  it('is never one that is pending elsewhere on the phone, nor the digits of a precinct', () => {
    const context: DecisionContext = {
      at: '2020-02-04T01:00:00.000Z',
      precinct: { id, county: 'Polk', name: 'X', district: '3', delegates: 4, language: 'en', timezone: null },
      rules,
      order: ['Biden', 'Warren'],
      who: 'p_0000000000000001' as Person,
      actor: 'chair:p_0000000000000001' as DecisionContext['actor'],
      to: 'p_0000000000000001' as Person,
      standing: 'registered',
      code: (_, salt) => String(1000 + salt),
      taken: ['1000', '1001', '0412'],
    }
    const decision = decide(initialState, read('I Biden 20 Warren 20'), context)
    expect(decision.reply).toMatchObject({ kind: 'proposed', code: '1002' })
    expect(decision.events.at(-1)).toMatchObject({ type: 'ReportProposed', data: { salt: 2, seats: 4 } })
  })
})

describe('the codes of one text', () => {
  it('are hashed once each, and for a chair of one precinct none of another', async () => {
    const asked: string[] = []
    const code: Keys['code'] = (stream, revision, salt) => {
      asked.push(`${stream} ${revision} ${salt}`)
      return transcriptKeys.code(stream, revision, salt)
    }
    const clock = { now: () => '2020-02-04T01:00:00.000Z' }
    const handle = createHandle({ store: room(), keys: { ...transcriptKeys, code }, clock })
    const { reply } = await handle(inbound(1, phones[0], 'A 30 I Biden 20 Warren 10 F Biden 20 Warren 10'))
    expect(asked.splice(0)).toEqual(['live/P0412 3 0'])
    await handle(inbound(2, phones[0], /OK \d{4}/.exec(reply)?.[0] ?? ''))
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
