import { type Exact, exact, fourDecimals } from '../../math/fraction.ts'
import { totalOf } from '../../math/groups.ts'
import { siteSde } from '../../math/satellite.ts'
import { sde as sdeFor } from '../../math/sde.ts'
import type { ResultsSetting, RosterPrecinct } from '../ports.ts'
import type { PublishedReport } from './snapshot.ts'

type Counted = Pick<PublishedReport, 'precinct' | 'seats' | 'attendance' | 'initial' | 'final' | 'delegates'>
/** A report, or the sum of several; `reported` says of how many, one if left out. */
export type ReportOrSubtotal = Counted & { readonly reported?: number }

/** State delegate equivalents (SDE) of one delegate of the report's precinct; null where they are not known. */
export type SdePerDelegate = (report: ReportOrSubtotal) => Exact | null

/** What the SDE of a delegate depends on, by name. Made once for each setting: it goes through the whole roster. */
export interface SdeRates {
  readonly places: ReadonlyMap<string, RosterPrecinct>
  /** SDE of one delegate, by county. */
  readonly counties: ReadonlyMap<string, Exact | null>
  readonly pools: ResultsSetting['pools']
}

export const sdeRates = (setting: Pick<ResultsSetting, 'places' | 'counties' | 'pools'>): SdeRates => ({
  places: new Map(setting.places.map((place) => [place.id, place])),
  counties: new Map(setting.counties.map((c) => [c.county, c.countyDelegates > 0 ? sdeFor(1, c) : null])),
  pools: setting.pools,
})

/**
 * County: S/C for each delegate. Satellite: the pool's SDE shared by attendance, then by the site's delegates; among the
 * published sites only, so these values move until all have reported.
 * @param reports all that are published; those of satellite sites are enough
 * @example sdePerDelegateAmong(sdeRates(setting), reports)(report) // { n: 3n, d: 10n }: a county with C = 10, S = 3
 */
export function sdePerDelegateAmong(rates: SdeRates, reports: Iterable<ReportOrSubtotal>): SdePerDelegate {
  const { places, counties, pools } = rates
  const poolAttendance = new Map<string, number>()
  for (const report of reports) {
    const pool = places.get(report.precinct)?.pool
    if (pool) poolAttendance.set(pool, (poolAttendance.get(pool) ?? 0) + attendanceOf(report))
  }
  return (report) => {
    const place = places.get(report.precinct)
    if (place === undefined) return null
    if (place.pool === null) return counties.get(place.county) ?? null
    const sde = pools[place.pool]
    const attendance = poolAttendance.get(place.pool) ?? 0
    if (sde === undefined || attendance === 0 || report.seats === 0) return null
    return siteSde(1, { attendance: attendanceOf(report), delegates: report.seats }, { sde, attendance })
  }
}

/** Eligible people in the room: as the chair gave it, else the first count. */
export const attendanceOf = ({ attendance, initial, final }: ReportOrSubtotal): number =>
  attendance ?? totalOf(initial ?? final)

const sdeTexts = new WeakMap<Exact, string[]>()

/** SDE of `n` delegates that are worth `each`, four decimals. A county's precincts share one worth: computed once. */
export function sdeText(sdePerDelegate: Exact, n: number): string {
  const texts = sdeTexts.get(sdePerDelegate) ?? []
  sdeTexts.set(sdePerDelegate, texts)
  const text = texts[n] ?? fourDecimals(exact(sdePerDelegate.n * BigInt(n), sdePerDelegate.d))
  texts[n] = text
  return text
}
