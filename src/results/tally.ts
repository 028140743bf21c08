import { add, type Exact, exact, fractionText } from '../math/fraction.ts'
import { siteSde } from '../math/satellite.ts'
import { type CountyWorth, sde as sdeFor } from '../math/sde.ts'
import type { Groups } from '../math/types.ts'
import type { Place, Setting } from './ports.ts'
import type { Entry, Totals } from './snapshot.ts'

/** Sums over published reports, of the state or of any part of it. Nothing is rounded before it is shown. */
export interface Sums {
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
  /** Empty where no counties were loaded. */
  readonly sde: ReadonlyMap<string, Exact>
  readonly reported: number
}

/** What one delegate of a place is worth in state delegate equivalents; null where that is not known. */
export type Worth = (entry: Entry) => Exact | null

/**
 * County: S/C for each delegate. Satellite: the pool's SDE shared by attendance, then by the site's delegates; among the
 * published sites only, so these values move until all have reported.
 */
export function worthIn(setting: Pick<Setting, 'places' | 'counties' | 'pools'>, entries: Iterable<Entry>): Worth {
  const places = new Map(setting.places.map((p) => [p.id, p]))
  const perCounty = new Map(setting.counties.map((c) => [c.county, worthOfCounty(c)]))
  const people = new Map<string, number>()
  for (const entry of entries) {
    const pool = places.get(entry.precinct)?.pool
    if (pool) people.set(pool, (people.get(pool) ?? 0) + attendanceOf(entry))
  }
  return (entry) => {
    const place = places.get(entry.precinct)
    if (place === undefined) return null
    return place.pool === null ? (perCounty.get(place.county) ?? null) : worthAtSite(entry, place, setting, people)
  }
}

const worthOfCounty = (county: CountyWorth): Exact | null => (county.countyDelegates > 0 ? sdeFor(1, county) : null)

function worthAtSite(
  entry: Entry,
  place: Place,
  setting: Pick<Setting, 'pools'>,
  people: ReadonlyMap<string, number>,
): Exact | null {
  const pool = setting.pools[place.pool ?? '']
  const all = people.get(place.pool ?? '') ?? 0
  if (pool === undefined || all === 0 || entry.seats === 0) return null
  return siteSde(1, { attendance: attendanceOf(entry), delegates: entry.seats }, { sde: pool, attendance: all })
}

/** Eligible people in the room: as the chair gave it, else the first count. */
export function attendanceOf(entry: Entry): number {
  return entry.attendance ?? Object.values(entry.initial ?? entry.final ?? {}).reduce((sum, n) => sum + n, 0)
}

/** Adds up the entries. @param order ballot order of the groups; groups that nobody named stand with 0. */
export function sumUp(entries: Iterable<Entry>, worth: Worth, order: readonly string[]): Sums {
  const initial = zeros(order)
  const final = zeros(order)
  const delegates = zeros(order)
  // Delegates of equal worth are added first: a county's precincts share one, and whole numbers are quick.
  const alike = new Map<Exact, Record<string, number>>()
  let reported = 0
  for (const entry of entries) {
    reported += 1
    addTo(initial, entry.initial)
    addTo(final, entry.final)
    addTo(delegates, entry.delegates)
    const each = worth(entry)
    if (each === null) continue
    const sum = alike.get(each) ?? {}
    alike.set(each, sum)
    addTo(sum, entry.delegates)
  }
  return { initial, final, delegates, sde: sdeOf(alike), reported }
}

function sdeOf(alike: ReadonlyMap<Exact, Groups>): ReadonlyMap<string, Exact> {
  const sde = new Map<string, Exact>()
  for (const [each, groups] of alike) {
    for (const [group, n] of Object.entries(groups)) {
      if (n > 0) sde.set(group, add(sde.get(group) ?? exact(0), exact(each.n * BigInt(n), each.d)))
    }
  }
  return sde
}

const zeros = (order: readonly string[]): Record<string, number> => Object.fromEntries(order.map((g) => [g, 0]))

function addTo(sums: Record<string, number>, groups: Groups | null): void {
  for (const [group, n] of Object.entries(groups ?? {})) sums[group] = (sums[group] ?? 0) + n
}

/** The sums as they stand in a snapshot: plain JSON. */
export const totalsOf = (sums: Sums): Totals => ({
  initial: sums.initial,
  final: sums.final,
  delegates: sums.delegates,
  sde: Object.fromEntries([...sums.sde].map(([group, value]) => [group, fractionText(value)])),
})
