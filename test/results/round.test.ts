import { describe, expect, test } from 'vitest'
import type { ResultsReader } from '../../src/results/ports.ts'
import { publisher, recountTotals } from '../../src/results/publish/publish.ts'
import { catchUp, emptyPublisherState, refreshInputs } from '../../src/results/publish/publisher-state.ts'
import { stateTotals, totalsJson } from '../../src/results/publish/totals.ts'
import { place, smallSetting, type World, world } from './world.ts'

const deps = (made: World, reader: ResultsReader = made.reader) => ({
  reader,
  clock: { now: () => made.now },
  signer: null,
})
const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }
const corrected = { ...room, final: { Ash: 28, Birch: 12 } }

/** So many precincts, all reported; a report is five events. */
function night(precincts: number): World {
  const places = Array.from({ length: precincts }, (_, i) => place(`P${1001 + i}`, 'Adair', 6))
  const made = world({ ...smallSetting(), places })
  for (const { id } of places) made.report(id, room)
  return made
}

/** Writes down what is asked of the record: the call, and how many rows came. */
function watched(reader: ResultsReader) {
  const asked: string[] = []
  const spied = new Proxy(reader, {
    get(target, name: keyof ResultsReader) {
      return async (...args: never[]) => {
        const answer = await (target[name] as (...all: never[]) => Promise<unknown>)(...args)
        const size = Array.isArray(answer) ? answer.length : answer instanceof Map ? answer.size : ''
        asked.push(`${name} ${size}`.trim())
        return answer
      }
    },
  })
  return { reader: spied, asked }
}

/** How often others had their turn while something ran. */
async function turnsDuring(run: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let running = true
  const turn = () => {
    turns += 1
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  await run()
  running = false
  return turns
}

describe('a round of publication', () => {
  test('goes through a whole night in slices, and lets others have their turn between them', async () => {
    const made = night(600)
    const { reader, asked } = watched(made.reader)
    const turns = await turnsDuring(publisher(deps(made, reader)))
    const rows = (name: string) =>
      asked.filter((call) => call.startsWith(name)).map((call) => Number(call.split(' ')[1]))
    expect(rows('events')).toEqual([1000, 1000, 1000])
    expect(rows('rows')).toEqual(Array.from({ length: 12 }, () => 50))
    // Two snapshots, one of 500 changes and one of 100.
    expect(made.snapshots.map((s) => s.changes.length)).toEqual([500, 100])
    expect(turns).toBeGreaterThanOrEqual(15 + 12 + 2)
  })

  test('asks for what is new and nothing else, however large the state', async () => {
    const made = night(600)
    const { reader, asked } = watched(made.reader)
    const publish = publisher(deps(made, reader))
    await publish()
    asked.length = 0
    await publish()
    expect(asked).toEqual(['phase', 'snapshots 0', 'end', 'setting'])
    asked.length = 0
    made.report('P1300', corrected)
    expect(await publish()).toMatchObject({ outcome: 'published', changed: 1 })
    expect(asked).toEqual(['phase', 'snapshots 0', 'end', 'setting', 'events 5', 'rows 1', 'add'])
  })

  test('looks at the whole night again when the roster is another, once and not in each round', async () => {
    const made = night(120)
    const { reader, asked } = watched(made.reader)
    const publish = publisher(deps(made, reader))
    await publish()
    const { places } = made.setting
    made.setting = { ...made.setting, places: [place('P1001', 'Adair', 7), ...places.slice(1)] }
    asked.length = 0
    expect(await publish()).toMatchObject({
      outcome: 'stopped',
      problems: [{ code: 'SEATS_DIFFER', precinct: 'P1001' }],
    })
    expect(asked.filter((call) => call.startsWith('rows'))).toEqual(['rows 50', 'rows 50', 'rows 20'])
    asked.length = 0
    expect(await publish()).toMatchObject({ outcome: 'stopped', problems: [{ code: 'SEATS_DIFFER' }] })
    expect(asked).toEqual(['phase', 'snapshots 0', 'end', 'setting', 'rows 1'])
  })
})

describe('once a minute', () => {
  const pass = (made: World, seconds: number) => {
    made.now = new Date(Date.parse(made.now) + seconds * 1000).toISOString()
  }

  test('the setting is read again whatever the log says of it', async () => {
    const made = night(3)
    const { reader, asked } = watched(made.reader)
    const publish = publisher(deps(made, reader))
    const anew = async (seconds: number) => {
      asked.length = 0
      pass(made, seconds)
      await publish()
      return asked.includes('settingAnew')
    }
    expect([await anew(0), await anew(30), await anew(29), await anew(1), await anew(59)]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ])
  })

  test('sums that went astray in memory are put right from the reports', async () => {
    const made = night(3)
    await publisher(deps(made))()
    const state = emptyPublisherState('live')
    await catchUp(state, made.reader)
    const { sdeRates, ballotOrder } = await refreshInputs(state, made.reader)
    const right = stateTotals(state.subtotals, sdeRates, ballotOrder)
    state.subtotals = new Map()
    if (state.last)
      state.last = { ...state.last, totals: totalsJson(stateTotals(state.subtotals, sdeRates, ballotOrder)) }
    await recountTotals(state, deps(made))
    expect(stateTotals(state.subtotals, sdeRates, ballotOrder)).toEqual(right)
    expect(right.reported).toBe(3)
  })

  test('all is counted again: totals that are public and wrong are corrected, and headquarters hear of it', async () => {
    const made = night(3)
    const publish = publisher(deps(made))
    await publish()
    expect([...made.queue.values()].filter(({ id }) => id.startsWith('recount/'))).toEqual([])
    const [first] = made.snapshots
    if (!first) throw new Error('a snapshot expected')
    made.snapshots[0] = { ...first, totals: { ...first.totals, final: { ...first.totals.final, Ash: 67 } } }
    const other = publisher(deps(made))
    expect(await other()).toEqual({ outcome: 'unchanged', sequence: 1 })
    expect(made.queue.get('recount/live/1')).toMatchObject({
      kind: 'anomaly',
      precinct: null,
      detail: expect.stringContaining('totals of update 1'),
    })
    expect(await other()).toEqual({ outcome: 'published', sequence: 2, changed: 0 })
    expect(made.snapshots.at(-1)?.totals).toEqual(first.totals)
    pass(made, 61)
    expect(await other()).toEqual({ outcome: 'unchanged', sequence: 2 })
    expect(await other()).toEqual({ outcome: 'unchanged', sequence: 2 })
  })
})
