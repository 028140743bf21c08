import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { createSigner } from '../../src/keys/signatures.ts'
import { exact, fourDecimals, fractionText, total } from '../../src/math/fraction.ts'
import { verifyLedger } from '../../src/results/ledger/verify.ts'
import { publisher } from '../../src/results/publish/publish.ts'
import { resultsRoutes } from '../../src/results/serve/routes.ts'
import { sharedData } from '../shared.ts'
import { iowaNight, iowaReports } from './iowa.ts'
import { secret } from './world.ts'

const folder = sharedData()
if (folder === null) console.log('test/results/iowa: not run, the data of 2020 is not beside this checkout')

describe.runIf(folder !== null)('the real night of 2020', () => {
  test('adds up to the sums of the input over published precincts, to the last digit, in every feed', async () => {
    const night = iowaNight(folder ?? '')
    const signer = await createSigner(secret)
    const clock = { now: () => night.now }
    expect(await publisher({ reader: night.reader, clock, signer })()).toMatchObject({ outcome: 'published' })
    const app = resultsRoutes({ reader: night.reader, clock, keys: night.keys, publicUrl: 'http://localhost' })
    const read = async (path: string) => (await app.request(path)).text()
    const file = JSON.parse(await read('/results.json'))
    const reports = iowaReports(folder ?? '')
    const published = file.precincts.filter((p: { report: unknown }) => p.report !== null)
    expect(published.length).toBeGreaterThan(1500)

    for (const group of file.groups as string[]) {
      const shown = file.totals[group] ?? { initial: 0, final: 0 }
      const sum = (part: 'initial' | 'final') =>
        published.reduce((n: number, p: { id: string }) => n + (reports.get(p.id)?.[part][group] ?? 0), 0)
      expect([group, shown.initial, shown.final]).toEqual([group, sum('initial'), sum('final')])
    }

    // SDE again, precinct by precinct, from the fractions of the counties' file.
    const counties = new Map(night.setting.counties.map((c) => [c.county, c]))
    for (const [group, shown] of Object.entries<{ sde: string; sde_exact: string }>(file.totals)) {
      const parts = published.map((p: { county: string; report: { delegates: Record<string, number> } }) => {
        const county = counties.get(p.county)
        return exact((p.report.delegates[group] ?? 0) * (county?.stateDelegates ?? 0), county?.countyDelegates ?? 1)
      })
      expect([group, shown.sde_exact]).toEqual([group, fractionText(total(parts))])
      expect(shown.sde).toBe(fourDecimals(total(parts)))
    }

    const rows = parse(await read('/results.csv'), { columns: true }) as Record<string, string>[]
    const csv = (group: string, column: string) =>
      rows.filter((r) => r.candidate === group).reduce((n, r) => n + Number(r[column]), 0)
    for (const [group, shown] of Object.entries<{ initial: number; final: number; delegates: number }>(file.totals)) {
      expect([group, csv(group, 'initial'), csv(group, 'delegates')]).toEqual([group, shown.initial, shown.delegates])
    }
    expect(rows.length).toBeGreaterThan(8000)

    const verdict = await verifyLedger(await read('/ledger.jsonl'), signer.publicKey)
    expect(verdict).toMatchObject({ ok: true, origin: 'ours', faults: [] })
    expect(verdict.last?.reported).toBe(published.length)

    expect(Buffer.byteLength(await read('/'))).toBeLessThan(30_000)
  })
})
