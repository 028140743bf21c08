import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/bot/config.ts'
import { chainEvents } from '../../../src/bot/handle/chain-events.ts'
import { type MessageSid, type Person, type PrecinctId, rosterStream } from '../../../src/bot/ids.ts'
import { strangerBudget } from '../../../src/bot/phone/unregistered-sender.ts'
import { memoryStore } from '../../db/memory-store.ts'
import { botOn, inbound } from '../room.ts'
import { configOf, installationOf, parseScript, transcriptKeys } from '../transcript.ts'

const precincts = Array.from({ length: 20 }, (_, i) => `P${String(100 + i).padStart(4, '0')}`)
const script = parseScript(precincts.map((id, i) => `: ${id} Polk "PLACE ${i}" 7 +1515555${1000 + i}`).join('\n'))

function start() {
  const parsed = parseConfig(configOf(script))
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const { precincts: places, bindings } = installationOf(script)
  const registered = bindings.map((b) => ({ ...b, until: null }))
  return memoryStore({ caucus: parsed.caucus, phase: 'live', precincts: places, bindings: registered })
}

describe("8,000 strangers' texts in an hour", () => {
  it('leave no event, get no more answers than the budget, and few items in the queue', async () => {
    const store = start()
    const handle = botOn(store)
    let answered = 0
    for (let i = 0; i < 8000; i += 1) {
      // 2,000 phones, four texts each: reports for every precinct, and noise.
      const from = `+1641555${String(1000 + (i % 2000))}`
      const body = i % 3 === 0 ? 'vote for me' : `${precincts[i % precincts.length]} I Sanders ${i % 90} Warren 20`
      if ((await handle(inbound(i, from, body))).reply !== '') answered += 1
    }
    expect(answered).toBe(strangerBudget)
    expect(await store.entries()).toEqual([])
    expect(await store.reports()).toEqual([])
    // One a phone and precinct until the budget is spent, then one a precinct and hour.
    const items = await store.alerts()
    expect(items.length).toBeGreaterThanOrEqual(precincts.length)
    expect(items.length).toBeLessThanOrEqual(strangerBudget + precincts.length)
    expect(await store.texts(0, 9000)).toHaveLength(8000)
  })
})

describe("strangers' texts at one moment", () => {
  it('get no more answers than the budget either', async () => {
    const handle = botOn(start())
    const texts = Array.from({ length: 300 }, (_, i) =>
      inbound(i, `+1641555${1000 + i}`, 'P0100 I Sanders 45 Warren 20'),
    )
    const answers = await Promise.all(texts.map(handle))
    expect(answers.filter(({ reply }) => reply !== '')).toHaveLength(strangerBudget)
  })
})

describe('wrong PINs from everywhere', () => {
  const right = '739204'
  const guess = (n: number): string => String(100_000 + n)
  const world = () => {
    const pins = precincts.map((id) => `: pin ${id} ${right}`)
    const withPins = parseScript([...script.lines, ...pins].join('\n'))
    const parsed = parseConfig(configOf(withPins))
    if (!parsed.ok) throw new Error(parsed.problems.join())
    const { precincts: places, bindings, pins: hashes = [] } = installationOf(withPins)
    const registered = bindings.map((b) => ({ ...b, until: null }))
    const caucus = { caucus: parsed.caucus, phase: 'live' as const, precincts: places, pins: hashes }
    const store = memoryStore({ ...caucus, bindings: registered })
    let n = 0
    const say = async (from: string, body: string) => {
      n += 1
      return (await botOn(store)(inbound(n, from, body))).reply
    }
    return { store, say }
  }

  it("are answered out of the strangers' budget; the right one is answered in a flood, too", async () => {
    const { say } = world()
    let answered = 0
    for (let i = 0; i < 200; i += 1) {
      const reply = await say(`+1641555${1000 + i}`, `${precincts[i % 19]} PIN ${guess(i)}`)
      if (reply !== '') answered += 1
    }
    expect(answered).toBe(strangerBudget)
    expect(await say('+17125550001', `${precincts[19]} PIN ${right}`)).toContain('This phone may report')
  })

  /** Four phones with five wrong ones each. */
  const close = async (say: (from: string, body: string) => Promise<string>) => {
    for (let i = 0; i < 20; i += 1) await say(`+164155500${10 + Math.floor(i / 5)}`, `P0100 PIN ${guess(i)}`)
  }

  it('close a precinct for an hour: right and wrong are told the same, once, and HQ hears which was right', async () => {
    const { store, say } = world()
    await close(say)
    const before = (await store.alerts()).length
    const told = await say('+17125550001', `P0100 PIN ${right}`)
    expect(told).toMatch(/^Too many wrong PINs came for P0100/)
    expect(await say('+17125550001', `P0100 PIN ${right}`)).toBe('')
    expect(await say('+17125550002', `P0100 PIN ${guess(99)}`)).toBe(told)
    const items = (await store.alerts()).map(({ kind, precinct, detail }) => `${kind} ${precinct} ${detail}`)
    expect(items.filter((item) => item.startsWith('unconfirmed P0100 the right PIN came'))).toHaveLength(1)
    expect(items.filter((item) => item.startsWith('codes P0100 20 wrong PINs'))).toHaveLength(1)
    expect(items.length).toBe(before + 1)
    expect((await store.entries()).filter(({ event }) => event.type === 'PinAccepted')).toEqual([])
  })

  it('before a new card was made are forgotten', async () => {
    const { store, say } = world()
    await close(say)
    const roster = rosterStream(precincts[0] as PrecinctId)
    const issued = { type: 'PinIssued', data: { card: 2, pin: 'hash', reason: 'guessed at' } } as const
    const under = { keys: transcriptKeys, at: '2020-02-04T01:00:00.000Z', actor: 'system', cause: 'hq:1' } as const
    const log = (await store.entries()).filter(({ stream }) => stream === roster)
    const receipt = { sid: 'hq:1' as MessageSid, carrier: 'hq', person: 'p_0' as Person, from: '', body: '', reply: '' }
    await store.commit({
      appends: chainEvents(roster, log, [issued], under),
      rows: [],
      alerts: [],
      outbox: [],
      receipt: { ...receipt, at: under.at, precinct: null, kind: 'hq', media: [] },
    })
    expect(await say('+17125550001', `P0100 PIN ${right}`)).toContain('This phone may report')
  })
})

describe('a borrowed phone that texts a number from a card without saying whose', () => {
  const [chair, lent] = ['+15155551000', '+15155559999'] as const
  const card = parseScript(`: P0412 Polk "DES MOINES 42" 7 ${chair}\n: pin P0412 739204\n: pin P0412 111222`)

  function letIn() {
    const parsed = parseConfig(configOf(card))
    if (!parsed.ok) throw new Error(parsed.problems.join())
    const { precincts: places, bindings, pins = [] } = installationOf(card)
    const registered = bindings.map((b) => ({ ...b, until: null }))
    return botOn(memoryStore({ caucus: parsed.caucus, phase: 'live', precincts: places, pins, bindings: registered }))
  }

  it.each([
    ['PIN 111222', /^This phone may report for P0412/],
    ['PIN 999999', /^That number is not right for P0412/],
  ])('%s is checked against the precinct that it speaks for', async (body, reply) => {
    const handle = letIn()
    await handle(inbound(1, lent, 'P0412 PIN 739204'))
    expect((await handle(inbound(2, lent, body))).reply).toMatch(reply)
  })
})
