import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import { strangerBudget } from '../../src/bot/stranger.ts'
import { memoryStore } from '../../src/db/memory.ts'
import { botOn, inbound } from './room.ts'
import { configOf, installationOf, parseScript } from './transcript.ts'

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
