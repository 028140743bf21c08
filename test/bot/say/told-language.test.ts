import { describe, expect, it } from 'vitest'
import type { EventStore } from '../../../src/bot/ports.ts'
import { botOn, inbound, phones, room } from '../room.ts'

const [mary, paul] = phones
const whole = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'

/** A bot that counts what it reads, with two phones of one precinct. */
function two() {
  const store = room()
  const loads: string[] = []
  const counting: EventStore = {
    ...store,
    load: (from, precinct, since) => {
      loads.push(from)
      return store.load(from, precinct, since)
    },
  }
  const handle = botOn(counting)
  let n = 0
  const text = async (from: string, body: string) => {
    n += 1
    return (await handle(inbound(n, from, body))).reply
  }
  const told = async () => (await store.outgoing()).map(({ body }) => body)
  return { text, told, loads }
}

describe('the other phone of a precinct is told of a change', () => {
  it('in the language that it chose, not in the precinct’s', async () => {
    const { text, told } = two()
    await text(mary, 'ESPANOL')
    await text(mary, whole)
    expect(await text(paul, 'FIX Warren 29')).toMatch(/^P0412 final, 7 delegates/)
    expect(await told()).toEqual([expect.stringMatching(/^P0412: .*otro teléfono/)])
  })

  it('in the precinct’s where it chose none, whatever the sender chose', async () => {
    const { text, told } = two()
    await text(mary, whole)
    await text(paul, 'ESPANOL')
    expect(await text(paul, 'FIX Warren 29')).toMatch(/^P0412 final, 7 delegados/)
    expect(await told()).toEqual([expect.stringMatching(/^P0412: the other phone of your precinct/)])
  })

  it('and its choice is read for that alone: an ordinary text costs no second read', async () => {
    const { text, loads } = two()
    await text(mary, 'ESPANOL')
    await text(mary, whole)
    await text(mary, '?')
    expect(loads).toHaveLength(3)
    await text(paul, 'FIX Warren 29')
    expect(loads).toHaveLength(5)
    expect(new Set(loads).size).toBe(2)
  })
})
