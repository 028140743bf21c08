import type { Exact } from '../../math/fraction.ts'
import { siteSde } from '../../math/satellite.ts'
import { type CountyWorth, sde as sdeFor } from '../../math/sde.ts'
import type { ResultsSetting, RosterPrecinct } from '../ports.ts'
import type { Entry } from './snapshot.ts'

/** A report, or several that are added up already. */
export type Countable = Pick<Entry, 'precinct' | 'seats' | 'attendance' | 'initial' | 'final' | 'delegates'> & {
  /** How many reports it is; one where nothing is said. */
  readonly reported?: number
}

/** What one delegate of a place is worth in state delegate equivalents; null where that is not known. */
export type SdePerDelegate = (entry: Countable) => Exact | null

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
  counties: new Map(counties.map((c) => [c.county, worthOfCounty(c)])),
  pools,
})

/**
 * County: S/C for each delegate. Satellite: the pool's SDE shared by attendance, then by the site's delegates; among the
 * published sites only, so these values move until all have reported.
 * @param entries all that are published; those of satellite sites are enough
 */
export function sdeRateIn({ places, counties, pools }: SdeRates, entries: Iterable<Countable>): SdePerDelegate {
  const people = new Map<string, number>()
  for (const entry of entries) {
    const pool = places.get(entry.precinct)?.pool
    if (pool) people.set(pool, (people.get(pool) ?? 0) + attendanceOf(entry))
  }
  return (entry) => {
    const place = places.get(entry.precinct)
    if (place === undefined) return null
    return place.pool === null ? (counties.get(place.county) ?? null) : worthAtSite(entry, place, pools, people)
  }
}

const worthOfCounty = (county: CountyWorth): Exact | null => (county.countyDelegates > 0 ? sdeFor(1, county) : null)

function worthAtSite(
  entry: Countable,
  place: RosterPrecinct,
  pools: ResultsSetting['pools'],
  people: ReadonlyMap<string, number>,
): Exact | null {
  const pool = pools[place.pool ?? '']
  const all = people.get(place.pool ?? '') ?? 0
  if (pool === undefined || all === 0 || entry.seats === 0) return null
  return siteSde(1, { attendance: attendanceOf(entry), delegates: entry.seats }, { sde: pool, attendance: all })
}

/** Eligible people in the room: as the chair gave it, else the first count. */
export function attendanceOf(entry: Countable): number {
  return entry.attendance ?? Object.values(entry.initial ?? entry.final ?? {}).reduce((sum, n) => sum + n, 0)
}
