import { describe, expect, it } from 'vitest'
import { strangerBudget } from '../../../src/bot/phone/unregistered-sender.ts'
import type { Inbound } from '../../../src/bot/ports.ts'
import { botOn, inbound, phones, room } from '../room.ts'

const [chair] = phones
type Word = NonNullable<Inbound['carrierWord']>

/** A room in which the carrier may say what it took a text for. */
function start() {
  const store = room()
  const handle = botOn(store)
  let n = 0
  return {
    say: async (body: string, carrierWord?: Word, from: string = chair) => {
      n += 1
      return (await handle({ ...inbound(n, from, body), ...(carrierWord && { carrierWord }) })).reply
    },
    events: async () => (await store.entries()).map(({ event: { type, data } }) => [type, data]),
    items: async () => (await store.alerts()).map(({ kind, detail }) => `${kind} ${detail}`),
    optedOut: async () => (await store.phones()).map((one) => one.optedOut),
  }
}

describe("a word of the account's own, which the carrier has answered", () => {
  it('opts out, once, whatever the word is, and HQ hears of it', async () => {
    const { say, events, items, optedOut } = start()
    expect([await say('Alto', 'STOP'), await say('ALTO', 'STOP')]).toEqual(['', ''])
    expect(await events()).toEqual([['OptedOut', { word: 'Alto' }]])
    expect([await items(), await optedOut()]).toEqual([['opted_out Alto'], [true]])
  })

  it.each(['START', 'volver', 'YES', 'P0412'])('ends the opting out: %s', async (word) => {
    const { say, optedOut } = start()
    await say('STOP')
    expect(await say(word, 'START')).toBe('')
    expect(await optedOut()).toEqual([false])
    expect(await say('?')).not.toBe('')
  })

  it('that is a command of ours is not obeyed: nothing is said, and HQ is asked to help', async () => {
    const { say, events, items } = start()
    await say('A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    const before = (await events()).length
    expect([await say('NO', 'STOP'), await say('START', 'START')]).toEqual(['', ''])
    expect((await events()).slice(before).map(([type]) => type)).toEqual(['OptedOut', 'OptedIn'])
    expect([await say('AYUDA', 'HELP'), await say('YES', 'START')]).toEqual(['', ''])
    expect(await items()).toEqual(['opted_out NO', 'help AYUDA'])
  })

  it('is nothing from a phone that nobody knows', async () => {
    const { say, events, items } = start()
    expect(await say('P0412 I Sanders 45', 'STOP', '+17125550199')).toBe('')
    expect([await events(), await items()]).toEqual([[], []])
  })
})

describe('a bare YES without a word from the carrier', () => {
  it('is START only to a phone that is blocked', async () => {
    const { say, optedOut } = start()
    expect(await say('YES')).not.toBe('')
    await say('STOP')
    expect(await say(' yes ')).toBe('')
    expect(await optedOut()).toEqual([false])
  })
})

describe('a short code', () => {
  const machine = (n: number, body: string): Inbound => ({
    ...inbound(n, '+15155550199', body),
    from: String(262_900 + n),
    machine: true,
  })

  it("is kept, shown to HQ once a precinct and hour, and takes nothing of the strangers' budget", async () => {
    const store = room()
    const handle = botOn(store)
    for (let n = 1; n <= strangerBudget + 10; n += 1)
      expect((await handle(machine(n, 'P0412 I Sanders 45 Warren 30'))).reply).toBe('')
    expect((await store.texts()).every(({ reply, kind }) => reply === '' && kind === 'stranger')).toBe(true)
    expect(await store.alerts()).toHaveLength(1)
    expect((await handle(inbound(900, '+17125559999', 'P0412 I Sanders 45 Warren 30'))).reply).toContain('PIN')
  })

  it('cannot spend a PIN', async () => {
    const store = room()
    await botOn(store)(machine(1, 'P0412 PIN 111111'))
    expect(await store.entries()).toEqual([])
  })
})
