import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ballotOrder } from '../../../src/bot/caucus.ts'
import type { PrecinctId } from '../../../src/bot/ids.ts'
import { createChainHeads } from '../../../src/results/ledger/heads.ts'
import { rootOf, sha256 } from '../../../src/results/ledger/statement.ts'
import { emptyPrecinctRecord, evolvePrecinctRecord } from '../../../src/results/publish/precinct-record.ts'
import { publisher } from '../../../src/results/publish/publish.ts'
import { sdePerDelegateAmong, sdeRates } from '../../../src/results/publish/sde-per-delegate.ts'
import { applyChanges, type PublishedReport } from '../../../src/results/publish/snapshot.ts'
import { addUp, totalsJson } from '../../../src/results/publish/totals.ts'
import { operator, place, smallSetting, type World, world } from '../world.ts'

const deps = (made: World) => ({ reader: made.reader, clock: { now: () => made.now }, signer: null })

/** Two counties, a county without delegates, and sites that share pools; all with six to elect. */
function setting() {
  const ids = (letter: string) => [1, 2, 3, 4].map((n) => `${letter}000${n}`)
  const site = (id: string, pool: string) => ({ ...place(id, '', 6), pool })
  return {
    ...smallSetting(),
    places: [
      ...ids('A').map((id) => place(id, 'Adair', 6)),
      ...ids('P').map((id) => place(id, 'Polk', 6)),
      ...ids('N').map((id) => place(id, 'Nowhere', 6)),
      ...ids('S').map((id, i) => site(id, i < 3 ? 'CD1' : 'CD2')),
    ],
    pools: { CD1: 5, CD2: 3 },
  }
}
const places = setting().places

/** Without a tie for six delegates. */
const rooms = [
  { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } },
  { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 28, Birch: 12 } },
  { initial: { Birch: 31, Cedar: 33, Uncommitted: 2 }, final: { Birch: 31, Cedar: 35 } },
  { attendance: 70, initial: { Ash: 11, Birch: 23, Cedar: 35 }, final: { Ash: 11, Birch: 23, Cedar: 35 } },
]

/** All that the snapshots show, and what they should show by the whole log, counted in the plainest way. */
function compared(made: World) {
  const shown = new Map<PrecinctId, PublishedReport>()
  for (const snapshot of made.snapshots) applyChanges(shown, snapshot)
  const records = new Map<string, typeof emptyPrecinctRecord>()
  const heads = new Map<string, { stream: string; version: number; hash: string }>()
  for (const { precinct, stored } of made.log) {
    records.set(precinct, evolvePrecinctRecord(precinct, records.get(precinct) ?? emptyPrecinctRecord, stored))
    heads.set(precinct, { stream: `live/${precinct}`, version: stored.version, hash: stored.hash })
  }
  const reports = [...records.values()].flatMap(({ report }) => report ?? [])
  const sdePerDelegate = sdePerDelegateAmong(sdeRates(made.setting), reports)
  const totals = totalsJson(addUp(reports, sdePerDelegate, ballotOrder(made.setting.caucus, 'live')))
  const last = made.snapshots.at(-1)
  const upToDate = last?.upTo === made.log.at(-1)?.position
  return {
    is: { shown, reported: last?.reported, totals: last?.totals, root: upToDate ? last?.root : '' },
    shouldBe: {
      shown: new Map(reports.map((entry) => [entry.precinct, entry])),
      reported: reports.length,
      totals,
      root: upToDate ? rootOf(heads.values()) : '',
    },
  }
}

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('report'), place: fc.nat(15), room: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('hold', 'release', 'draft', 'move'), place: fc.nat(15) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('publish'), by: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restart'), by: fc.nat(1) }) },
)

function play(made: World, does: string, id: string, room: number): void {
  const by = `hq:${operator}` as const
  if (does === 'report') made.report(id, rooms[room] ?? { initial: {} })
  if (does === 'hold') made.append(id, [{ type: 'ReportHeld', data: { by: operator, reason: 'a doubt' } }], by)
  if (does === 'release')
    made.append(id, [{ type: 'ReportReleased', data: { by: operator, second: null, reason: 'called' } }], by)
  if (does === 'draft') made.append(id, [{ type: 'AttendanceReported', data: { count: 31 as never } }])
  if (does === 'move') {
    const moved = made.setting.places.map((p) => (p.id === id && p.pool === null ? { ...p, county: 'Polk' } : p))
    made.setting = { ...made.setting, places: moved }
  }
}

test('a publisher that remembers publishes what one would who counts all again: entries, sums, root', async () => {
  let published = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const made = world(setting())
      const two = [publisher(deps(made)), publisher(deps(made))]
      for (const step of [...steps, { does: 'publish', by: 0 }]) {
        if (step.does === 'restart' && 'by' in step) two[step.by] = publisher(deps(made))
        if ('place' in step) play(made, step.does, places[step.place]?.id ?? '', 'room' in step ? step.room : 0)
        if (step.does !== 'publish' || !('by' in step)) continue
        const outcome = await two[step.by]?.()
        if (outcome?.outcome === 'stopped') continue
        published += 1
        const { is, shouldBe } = compared(made)
        expect(is).toEqual(shouldBe)
      }
    }),
    { numRuns: 150, seed: 5 },
  )
  expect(published).toBeGreaterThan(500)
})

test('a root of what changed is the root of everything, whatever came in which order', async () => {
  const stream = fc.nat(1500).map((n) => `live/${['P', 'S', ''][n % 3]}${n}`)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(stream, { maxLength: 700, size: 'max' }), { maxLength: 6 }), async (rounds) => {
      const heads = createChainHeads()
      const expected = new Map<string, { stream: string; version: number; hash: string }>()
      for (const round of rounds) {
        for (const stream of round) {
          const version = (expected.get(stream)?.version ?? 0) + 1
          const head = { stream, version, hash: sha256(`${stream}${version}`) }
          expected.set(stream, head)
          heads.put(head)
        }
        expect(await heads.root()).toBe(rootOf(expected.values()))
      }
    }),
    { numRuns: 30, seed: 3 },
  )
})
