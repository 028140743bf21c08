import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { publisher } from '../../../src/results/publish/publish.ts'
import { operator, place, smallSetting, type World, world } from '../world.ts'

const deps = (made: World) => ({ reader: made.reader, clock: { now: () => made.now }, signer: null })
const duplicateAlerts = (made: World) =>
  [...made.queue.values()].filter(({ id }) => id.startsWith('twins/')).map(({ precinct, detail }) => [precinct, detail])

const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }
const other = { ...room, initial: { Ash: 21, Birch: 14, Cedar: 5 } }

/** So many precincts with six delegates each. */
const many = (n: number) => ({
  ...smallSetting(),
  places: Array.from({ length: n }, (_, i) => place(`P${1001 + i}`, 'Adair', 6)),
})

describe('precincts with the same first count', () => {
  test('are one item for headquarters: about the one that came later, naming the one it equals', async () => {
    const made = world()
    const publish = publisher(deps(made))
    made.report('P0001', room)
    await publish()
    expect(duplicateAlerts(made)).toEqual([])
    made.report('P0002', room)
    expect(await publish()).toMatchObject({ outcome: 'published', changed: 1 })
    expect(duplicateAlerts(made)).toEqual([['P0002', 'The first count of P0002 equals that of P0001, group by group.']])
  })

  test('are pointed out once: not again when a third one comes, nor when the final count is corrected', async () => {
    const made = world()
    const publish = publisher(deps(made))
    for (const precinct of ['P0001', 'P0002', 'P0003']) {
      made.report(precinct, room)
      await publish()
    }
    for (const precinct of ['P0001', 'P0002']) made.report(precinct, { ...room, final: { Ash: 24, Birch: 16 } })
    made.append('P0003', [{ type: 'ReportHeld', data: { by: operator, reason: 'a doubt' } }], `hq:${operator}`)
    await publish()
    const released = { by: operator, second: null, reason: 'called the chair' }
    made.append('P0003', [{ type: 'ReportReleased', data: released }], `hq:${operator}`)
    await publish()
    expect(duplicateAlerts(made).map(([, detail]) => detail)).toEqual([
      'The first count of P0002 equals that of P0001, group by group.',
      'The first count of P0003 equals that of P0001 and P0002, group by group.',
    ])
  })

  test('are pointed out anew where a correction makes them equal, and not where one left', async () => {
    const made = world()
    const publish = publisher(deps(made))
    made.report('P0001', room)
    made.report('P0002', other)
    await publish()
    expect(duplicateAlerts(made)).toEqual([])
    made.report('P0001', other)
    await publish()
    made.report('P0003', room)
    await publish()
    expect(duplicateAlerts(made)).toEqual([['P0001', 'The first count of P0001 equals that of P0002, group by group.']])
  })

  test('are named up to five, and the rest is counted', async () => {
    const made = world(many(18))
    for (const { id } of made.setting.places) made.report(id, room)
    await publisher(deps(made))()
    expect(duplicateAlerts(made)).toHaveLength(17)
    expect(duplicateAlerts(made)[5]).toEqual([
      'P1007',
      'The first count of P1007 equals that of P1001, P1002, P1003, P1004, P1005 and 1 more, group by group.',
    ])
    expect(duplicateAlerts(made).at(-1)?.[1]).toContain('P1004, P1005 and 12 more, group by group')
  })

  test('are the same items however the reports were spread over publications', async () => {
    const rooms = [room, other, { ...room, final: { Ash: 24, Birch: 16 } }]
    const step = fc.record({ precinct: fc.nat(9), room: fc.nat(2), publishes: fc.boolean() })
    const steps = fc.uniqueArray(step, { selector: ({ precinct }) => precinct, minLength: 2, maxLength: 10 })
    let items = 0
    await fc.assert(
      fc.asyncProperty(steps, async (texts) => {
        const [often, once] = [world(many(10)), world(many(10))]
        const publish = publisher(deps(often))
        for (const { precinct, room: which, publishes } of texts) {
          for (const made of [often, once]) made.report(`P${1001 + precinct}`, rooms[which] ?? room)
          if (publishes) await publish()
        }
        await publish()
        await publisher(deps(once))()
        expect(duplicateAlerts(often)).toEqual(duplicateAlerts(once))
        items += duplicateAlerts(once).length
      }),
      { numRuns: 100, seed: 11 },
    )
    expect(items).toBeGreaterThan(200)
  })
})
