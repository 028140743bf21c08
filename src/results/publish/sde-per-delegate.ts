import { type Exact, exact, fourDecimals } from '../../math/fraction.ts'
import { siteSde } from '../../math/satellite.ts'
import { type CountyWorth, sde as sdeFor } from '../../math/sde.ts'
import type { ResultsSetting, RosterPrecinct } from '../ports.ts'
import type { PublishedReport } from './snapshot.ts'

/** A report, or several that are added up already. */
export type ReportOrSubtotal = Pick<
  PublishedReport,
  'precinct' | 'seats' | 'attendance' | 'initial' | 'final' | 'delegates'
> & {
  /** How many reports it is; one where nothing is said. */
  readonly reported?: number
}

/** What one delegate of a place is worth in state delegate equivalents; null where that is not known. */
export type SdePerDelegate = (report: ReportOrSubtotal) => Exact | null

/** What the worth of a delegate rests on, by name. Made once a setting: it goes through the whole roster. */
export interface SdeRates {
  readonly places: ReadonlyMap<string, RosterPrecinct>
  /** Of one delegate of a county. */
  readonly counties: ReadonlyMap<string, Exact | null>
  readonly pools: ResultsSetting['pools']
}

export const sdeRates = ({
  places,
  counties,
  pools,
}: Pick<ResultsSetting, 'places' | 'counties' | 'pools'>): SdeRates => ({
  places: new Map(places.map((p) => [p.id, p])),
  counties: new Map(counties.map((c) => [c.county, sdeInCounty(c)])),
  pools,
})

/**
 * County: S/C for each delegate. Satellite: the pool's SDE shared by attendance, then by the site's delegates; among the
 * published sites only, so these values move until all have reported.
 * @param entries all that are published; those of satellite sites are enough
 */
export function sdePerDelegateAmong(
  { places, counties, pools }: SdeRates,
  reports: Iterable<ReportOrSubtotal>,
): SdePerDelegate {
  const poolAttendance = new Map<string, number>()
  for (const report of reports) {
    const pool = places.get(report.precinct)?.pool
    if (pool) poolAttendance.set(pool, (poolAttendance.get(pool) ?? 0) + attendanceOf(report))
  }
  return (report) => {
    const place = places.get(report.precinct)
    if (place === undefined) return null
    return place.pool === null ? (counties.get(place.county) ?? null) : sdeAtSite(report, place, pools, poolAttendance)
  }
}

const sdeInCounty = (county: CountyWorth): Exact | null => (county.countyDelegates > 0 ? sdeFor(1, county) : null)

function sdeAtSite(
  report: ReportOrSubtotal,
  place: RosterPrecinct,
  pools: ResultsSetting['pools'],
  poolAttendance: ReadonlyMap<string, number>,
): Exact | null {
  const pool = pools[place.pool ?? '']
  const attendance = poolAttendance.get(place.pool ?? '') ?? 0
  if (pool === undefined || attendance === 0 || report.seats === 0) return null
  return siteSde(
    1,
    { attendance: attendanceOf(report), delegates: report.seats },
    { sde: pool, attendance: attendance },
  )
}

/** Eligible people in the room: as the chair gave it, else the first count. */
export function attendanceOf(report: ReportOrSubtotal): number {
  return report.attendance ?? Object.values(report.initial ?? report.final ?? {}).reduce((sum, n) => sum + n, 0)
}

const known = new WeakMap<Exact, string[]>()

/** SDE of `n` delegates that are worth `each`, four decimals. A county's precincts share one worth: computed once. */
export function sdeText(each: Exact, n: number): string {
  const texts = known.get(each) ?? []
  known.set(each, texts)
  const text = texts[n] ?? fourDecimals(exact(each.n * BigInt(n), each.d))
  texts[n] = text
  return text
}
