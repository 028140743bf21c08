import { attendanceOf, type Countable, type SdeRates, sdeRateIn } from './sde-per-delegate.ts'
import type { Entry, PrecinctChange } from './snapshot.ts'
import { addTo, type Sums, sumUp } from './tally.ts'
import { inTimeSlices } from './time-slices.ts'

/**
 * The published reports whose delegates are worth the same, added up: those of a county, or the one of a satellite site.
 * In the sums of the state it stands like one large report.
 */
interface Area extends Countable {
  /** The report that came last: any is worth what the others are, and a site has but one. */
  precinct: Entry['precinct']
  seats: number
  attendance: number
  readonly initial: Record<string, number>
  readonly final: Record<string, number>
  readonly delegates: Record<string, number>
  reported: number
}

/** The whole state in some hundred parts, so that a report that comes changes one of them, not the sum of all. */
export type Areas = ReadonlyMap<string, Readonly<Area>>

export const noAreas: Areas = new Map()

type Put = Pick<PrecinctChange, 'precinct' | 'entry'>

/**
 * The areas after some changes; `areas` stays as it is. They are whole numbers: what is taken away leaves no trace.
 * @param shown what was public before the changes
 */
export function counted(
  areas: Areas,
  shown: ReadonlyMap<string, Entry>,
  changes: Iterable<Put>,
  worths: SdeRates,
): Areas {
  const next = new Map(areas)
  const put = (entry: Entry, sign: 1 | -1): void => {
    const key = keyOf(entry, worths)
    const before = next.get(key)
    const area = before === undefined || before === areas.get(key) ? copyOf(before, entry) : before
    if (area !== before) next.set(key, area)
    addEntry(area, entry, sign)
    if (area.reported === 0) next.delete(key)
  }
  for (const { precinct, entry } of changes) {
    const before = shown.get(precinct)
    // What replaces comes first: an area keeps its place while it holds anything.
    if (entry !== null) put(entry, 1)
    if (before !== undefined) put(before, -1)
  }
  return next
}

function addEntry(area: Area, entry: Entry, sign: 1 | -1): void {
  addTo(area.initial, entry.initial, sign)
  addTo(area.final, entry.final, sign)
  addTo(area.delegates, entry.delegates, sign)
  area.reported += sign
  if (sign === -1) return
  area.precinct = entry.precinct
  area.seats = entry.seats
  area.attendance = attendanceOf(entry)
}

const REPORTS = 500

/** The areas of these reports and no others, counted from nothing. */
export async function countedFrom(entries: Iterable<Entry>, worths: SdeRates): Promise<Areas> {
  let areas = noAreas
  for await (const some of inTimeSlices(entries, REPORTS)) {
    const came = some.map((entry) => ({ precinct: entry.precinct, entry }))
    areas = counted(areas, new Map(), came, worths)
  }
  return areas
}

const copyOf = (area: Readonly<Area> | undefined, { precinct, seats }: Entry): Area => ({
  ...(area ?? { precinct, seats, attendance: 0, reported: 0 }),
  initial: { ...area?.initial },
  final: { ...area?.final },
  delegates: { ...area?.delegates },
})

/** A delegate of a satellite site is worth what no other is. */
function keyOf({ precinct }: Entry, { places }: SdeRates): string {
  const place = places.get(precinct)
  return place === undefined || place.pool !== null ? `site/${precinct}` : `county/${place.county}`
}

/** The sums of the state. @param order ballot order of the groups; groups that nobody named stand with 0. */
export const sumsOf = (areas: Areas, worths: SdeRates, order: readonly string[]): Sums =>
  sumUp(areas.values(), sdeRateIn(worths, areas.values()), order)
