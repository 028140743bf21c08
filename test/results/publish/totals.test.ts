import { describe, expect, test } from 'vitest'
import { fourDecimals, fractionText } from '../../../src/math/fraction.ts'
import { recompute } from '../../../src/results/publish/recompute.ts'
import { sdePerDelegateAmong, sdeRates } from '../../../src/results/publish/sde-per-delegate.ts'
import type { PublishedReport } from '../../../src/results/publish/snapshot.ts'
import { addUp } from '../../../src/results/publish/totals.ts'
import { leaderOf, rankedGroups } from '../../../src/results/view.ts'
import { show } from '../show.ts'
import { place, smallSetting, world } from '../world.ts'

const report = (
  precinct: string,
  seats: number,
  delegates: PublishedReport['delegates'],
  more: Partial<PublishedReport> = {},
): PublishedReport => ({
  precinct: precinct as PublishedReport['precinct'],
  number: 1,
  revision: 1,
  version: 1,
  at: '2028-02-08T02:00:00.000Z',
  kind: 'approved',
  rules: 'ia2020',
  seats,
  attendance: null,
  initial: null,
  final: null,
  delegates,
  winners: null,
  findings: [],
  corrected: false,
  sources: [],
  ...more,
})
const order = ['Ash', 'Birch', 'Cedar']

describe('sums of published reports', () => {
  test('add fractions and round once: 24 precincts of 7/120 are 1.4000, not 1.3992', () => {
    const places = Array.from({ length: 24 }, (_, i) => place(`P${1000 + i}`, 'Adair', 5))
    const counties = [{ county: 'Adair', countyDelegates: 120, stateDelegates: 7 }]
    const reports = places.map((p) => report(p.id, 5, { Ash: 1 }))
    const totals = addUp(reports, sdePerDelegateAmong(sdeRates({ places, counties, pools: {} }), reports), order)
    expect(fourDecimals(totals.sde.get('Ash') ?? { n: 0n, d: 1n })).toBe('1.4000')
  })

  test('share a pool among its published sites by attendance: 22, 14 and 9 of 45 in a pool of 400 people and 5 SDE', () => {
    const site = { ...place('S0001', '', 6), pool: 'CD1' }
    const rest = { ...place('S0002', '', 9), pool: 'CD1' }
    const reports = [
      report('S0001', 6, { Ash: 3, Birch: 2, Cedar: 1 }, { attendance: 45 }),
      report('S0002', 9, { Ash: 9 }, { initial: { Ash: 355 } }),
    ]
    const sdePerDelegate = sdePerDelegateAmong(
      sdeRates({ places: [site, rest], counties: [], pools: { CD1: 5 } }),
      reports,
    )
    const totals = addUp(reports.slice(0, 1), sdePerDelegate, order)
    expect([...totals.sde].map(([g, v]) => [g, fractionText(v)])).toEqual([
      ['Ash', '9/32'],
      ['Birch', '3/16'],
      ['Cedar', '3/32'],
    ])
  })

  test('have no SDE where no county is known', () => {
    const reports = [report('P0001', 3, { Ash: 3 })]
    const sdePerDelegate = sdePerDelegateAmong(
      sdeRates({ places: [place('P0001', 'Adair', 3)], counties: [], pools: {} }),
      reports,
    )
    expect(addUp(reports, sdePerDelegate, order)).toMatchObject({ delegates: { Ash: 3 }, sde: new Map(), reported: 1 })
  })

  test('rank by SDE, then delegates, then people, then the ballot; a draw leads nowhere', () => {
    const totals = {
      initial: { Ash: 1, Cedar: 2 },
      final: {},
      delegates: { Ash: 2, Birch: 2 },
      sde: new Map(),
      reported: 1,
    }
    expect(rankedGroups(totals, order)).toEqual(['Ash', 'Birch', 'Cedar'])
    expect(leaderOf(totals, order)).toBeNull()
    expect(leaderOf({ ...totals, delegates: { Birch: 2 } }, order)).toBe('Birch')
  })
})

describe('a published report computed again', () => {
  const { rules } = smallSetting().caucus

  test('takes a toss as recorded, and a worksheet’s winner from the delegates that were approved', () => {
    const tied = { attendance: 40, initial: { Ash: 30, Birch: 10 }, final: { Ash: 30, Birch: 10 } }
    const withWinner = report('P0001', 6, { Ash: 4, Birch: 2 }, { ...tied, winners: ['Birch'] })
    expect(recompute(withWinner, rules, order)).toMatchObject({ tie: null, delegates: { Ash: 4, Birch: 2 } })
    const withoutWinner = report('P0001', 6, { Ash: 5, Birch: 1 }, tied)
    expect(recompute(withoutWinner, rules, order)).toMatchObject({ tie: null, delegates: { Ash: 5, Birch: 1 } })
  })

  test('leaves a tie open that nothing settles, and a toss of another tie aside', () => {
    const tied = { attendance: 40, initial: { Ash: 30, Birch: 10 }, final: { Ash: 30, Birch: 10 } }
    const nobody = report('P0001', 6, { Ash: 4, Birch: 1 }, { ...tied, winners: ['Cedar'] })
    expect(recompute(nobody, rules, order).tie).toMatchObject({ seats: 1 })
  })

  test('elects one as the chair reported', () => {
    const oneDelegate = report('P0004', 1, { Cedar: 1 }, { initial: { Ash: 5, Cedar: 4 }, winners: ['Cedar'] })
    expect(recompute(oneDelegate, rules, order).delegates).toMatchObject({ Cedar: 1 })
  })
})

test('satellite sites have a page of their own pool, and count for the state', async () => {
  const setting = smallSetting()
  const site = { ...place('S0001', '', 6, 'Drake library'), pool: 'CD3 Satellite' }
  const made = world({ ...setting, places: [...setting.places, site], pools: { 'CD3 Satellite': 4 } })
  const { publish, read } = await show(made)
  made.report('S0001', { initial: { Ash: 20, Birch: 25 }, final: { Ash: 20, Birch: 25 } })
  await publish()
  const page = await read('/counties/cd3-satellite')
  expect(page).toContain('<h1>CD3 Satellite</h1>')
  expect(page).toContain('share 4 state delegate equivalents')
  expect(await read('/precincts/S0001')).toContain('href="/counties/cd3-satellite"')
  expect(JSON.parse(await read('/results.json')).totals.Birch).toMatchObject({ delegates: 3, sde: '2.0000' })
})

test('bodies are packed once where the platform does not pack them, under an ETag of their own', async () => {
  const { gunzipSync, gzipSync } = await import('node:zlib')
  const { resultsRoutes } = await import('../../../src/results/serve/routes.ts')
  const made = world()
  let packed = 0
  const gzip = async (body: string) => {
    packed += 1
    return new Uint8Array(gzipSync(body))
  }
  const app = resultsRoutes({
    reader: made.reader,
    clock: { now: () => made.now },
    keys: made.keys,
    publicUrl: '',
    gzip,
  })
  const plain = await app.request('/')
  const accept = { 'Accept-Encoding': 'gzip, br' }
  const small = await app.request('/', { headers: accept })
  expect(small.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await small.arrayBuffer()).toString()).toBe(await plain.text())
  expect(small.headers.get('etag')).not.toBe(plain.headers.get('etag'))
  const again = await app.request('/', { headers: { ...accept, 'If-None-Match': small.headers.get('etag') ?? '' } })
  expect([again.status, packed]).toEqual([304, 1])
})
