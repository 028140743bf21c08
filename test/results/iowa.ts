import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { parseConfig } from '../../src/bot/config.ts'
import type { PrecinctId } from '../../src/bot/ids.ts'
import { compute } from '../../src/math/compute.ts'
import type { Groups } from '../../src/math/types.ts'
import type { ResultsSetting } from '../../src/results/ports.ts'
import { type World, world } from './world.ts'

type Row = Readonly<Record<string, string>>
const rowsOf = (folder: string, file: string): Row[] =>
  parse(readFileSync(`${folder}/iowa2020/${file}`), { columns: true }) as Row[]

/** The setting of the real night of 2020, with the national delegates of that year. */
export function iowaSetting(folder: string): ResultsSetting {
  const parsed = parseConfig({
    ...JSON.parse(readFileSync(`${folder}/iowa2020/caucus.json`, 'utf8')),
    state: 'IA',
  })
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const places = rowsOf(folder, 'roster.csv').map((r) => ({
    id: r.precinct as PrecinctId,
    county: r.county ?? '',
    name: r.name ?? '',
    district: r.congressional_district ?? '',
    delegates: Number(r.delegates),
    language: 'en' as const,
    timezone: null,
    pool: null,
  }))
  const counties = rowsOf(folder, 'counties.csv').map((r) => ({
    county: r.county ?? '',
    countyDelegates: Number(r.county_delegates),
    stateDelegates: Number(r.state_delegates),
  }))
  return {
    caucus: parsed.caucus,
    places,
    counties,
    national: { districts: { '1': 7, '2': 7, '3': 8, '4': 5 }, atLarge: 9, pleo: 5 },
    pools: {},
    issuer: { name: 'Iowa Democratic Party', abbreviation: 'IDP' },
  }
}

export interface Reported {
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
}

export function iowaReports(folder: string): Map<string, Reported> {
  const reports = new Map<
    string,
    { initial: Record<string, number>; final: Record<string, number>; delegates: Record<string, number> }
  >()
  for (const r of rowsOf(folder, 'reports.csv')) {
    const counts = reports.get(r.precinct ?? '') ?? { initial: {}, final: {}, delegates: {} }
    reports.set(r.precinct ?? '', counts)
    for (const key of ['initial', 'final', 'delegates'] as const) counts[key][r.candidate ?? ''] = Number(r[key])
  }
  return reports
}

/** The night played into a world: reports without a hold-level finding are approved, the others kept. `upTo` precincts. */
export function iowaNight(folder: string, upTo = Number.POSITIVE_INFINITY): World {
  const night = world(iowaSetting(folder))
  let n = 0
  for (const [precinct, { initial, final, delegates }] of iowaReports(folder)) {
    if (n >= upTo) break
    n += 1
    const home = night.setting.places.find((p) => p.id === precinct)
    if (!home) continue
    const order = night.setting.caucus.vocabulary.candidates.map((c) => c.name)
    const input = {
      rules: night.setting.caucus.rules,
      delegates: home.delegates,
      attendance: null,
      initial,
      final,
      order,
    }
    const open = compute(input)
    const winners = open.tie
      ? open.tie.among
          .filter((g) => (delegates[g] ?? 0) > (open.delegates[g] ?? 0))
          .concat(open.tie.among)
          .slice(0, open.tie.seats)
      : home.delegates === 1
        ? Object.keys(delegates).filter((g) => (delegates[g] ?? 0) > 0)
        : []
    const keep = open.findings.some((f) => f.severity === 'hold')
    night.now = new Date(Date.parse('2020-02-04T01:30:00Z') + n * 4000).toISOString()
    night.report(precinct, {
      attendance: sum(initial),
      initial,
      final,
      keep,
      ...(winners.length > 0 && { winners: [...new Set(winners)] }),
    })
  }
  return night
}

const sum = (groups: Groups): number => Object.values(groups).reduce((a, b) => a + b, 0)
