import type { Phase, PrecinctId, ReportingPhase } from '../bot/ids.ts'
import { electsNobody } from '../bot/report/assess.ts'
import { compareExact, exact } from '../math/fraction.ts'
import { type NationalResult, national } from '../math/national.ts'
import type { ResultsSetting, RosterPrecinct } from './ports.ts'
import { type SdePerDelegate, sdeRateIn, sdeRates } from './publish/sde-per-delegate.ts'
import { apply, type Entry, type PrecinctChange, type Snapshot } from './publish/snapshot.ts'
import { type Sums, sumUp } from './publish/tally.ts'
import { orderOf } from './setting.ts'

/** Everything that pages and feeds show, as one snapshot has it. Nothing in it changes any more. */
export interface View {
  readonly setting: ResultsSetting
  readonly caucusPhase: Phase
  readonly phase: ReportingPhase
  /** True where nothing here is a result: told on every page and in every feed. */
  readonly practice: boolean
  /** Null before the first publication. */
  readonly last: Snapshot | null
  readonly order: readonly string[]
  readonly entries: ReadonlyMap<PrecinctId, Entry>
  readonly worth: SdePerDelegate
  readonly state: Sums
  readonly counties: readonly CountyView[]
  /** Every change ever published, oldest first. */
  readonly history: readonly PublishedPrecinct[]
  /** Null where the configuration names no national delegates, or there is nothing to project from yet. */
  readonly national: NationalResult | null
}

/** A county, or a pool of satellite sites. */
export interface CountyView {
  readonly name: string
  readonly pool: boolean
  readonly slug: string
  readonly places: readonly RosterPrecinct[]
  readonly sums: Sums
}

/** A change with the update that brought it. */
export interface PublishedPrecinct extends PrecinctChange {
  readonly sequence: number
  readonly at: string
  /** What was public before it; null for the first report of a precinct. */
  readonly before: Entry | null
}

/** Puts together what a row of snapshots shows. Pure. @param snapshots all of the phase, in order. */
export function viewOf(
  setting: ResultsSetting,
  caucusPhase: Phase,
  phase: ReportingPhase,
  snapshots: readonly Snapshot[],
): View {
  const order = orderOf(setting, phase)
  const { entries, history } = playedFrom(snapshots)
  const worth: SdePerDelegate = electsNobody(setting.caucus.rules)
    ? () => null
    : sdeRateIn(sdeRates(setting), entries.values())
  const sumsOf = (places: readonly RosterPrecinct[]): Sums =>
    sumUp(
      places.flatMap((p) => entries.get(p.id) ?? []),
      worth,
      order,
    )
  const state = sumUp(entries.values(), worth, order)
  return {
    setting,
    caucusPhase,
    phase,
    practice: phase === 'practice',
    last: snapshots.at(-1) ?? null,
    order,
    entries,
    worth,
    state,
    counties: byCounty(setting.places).map(([name, places]) => ({
      name,
      pool: places[0]?.pool === name,
      slug: slugOf(name),
      places,
      sums: sumsOf(places),
    })),
    history,
    national: projection(setting, state, sumsOf),
  }
}

function playedFrom(snapshots: readonly Snapshot[]): { entries: Map<PrecinctId, Entry>; history: PublishedPrecinct[] } {
  const entries = new Map<PrecinctId, Entry>()
  const history: PublishedPrecinct[] = []
  for (const snapshot of snapshots) {
    const { sequence, at } = snapshot
    for (const change of snapshot.changes) {
      history.push({ ...change, sequence, at, before: entries.get(change.precinct) ?? null })
    }
    apply(entries, snapshot)
  }
  return { entries, history }
}

function byCounty(places: readonly RosterPrecinct[]): (readonly [string, readonly RosterPrecinct[]])[] {
  const counties = new Map<string, RosterPrecinct[]>()
  for (const place of places) {
    const list = counties.get(areaOf(place))
    if (list) list.push(place)
    else counties.set(areaOf(place), [place])
  }
  return [...counties].sort(([a], [b]) => a.localeCompare(b, 'en'))
}

/** Where a place is counted: its county, or the pool that it shares. */
export const areaOf = (place: RosterPrecinct): string => place.pool ?? place.county

/** A county as it stands in an address: `black-hawk`, `obrien`. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]|\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'county'

function projection(
  setting: ResultsSetting,
  state: Sums,
  sumsOf: (places: readonly RosterPrecinct[]) => Sums,
): NationalResult | null {
  // Where nobody is elected in precincts there is nothing to project from: the party shares by the statewide vote.
  if (setting.national === null || state.reported === 0 || electsNobody(setting.caucus.rules)) return null
  const districts = Object.keys(setting.national.districts)
  const support = Object.fromEntries(
    districts.map((district) => [district, supportIn(sumsOf(setting.places.filter((p) => p.district === district)))]),
  )
  return national(setting.national, support, supportIn(state))
}

/** SDE, or county delegates where there are no SDE (Nevada). */
const supportIn = ({ sde, delegates }: Sums) =>
  sde.size > 0 ? Object.fromEntries(sde) : Object.fromEntries(Object.entries(delegates).map(([g, n]) => [g, exact(n)]))

/** Groups in the order in which results are read: by SDE, then delegates, final and initial count, then the ballot. */
export function ranked(sums: Sums, order: readonly string[]): readonly string[] {
  const none = exact(0)
  const by = (a: string, b: string): number =>
    compareExact(sums.sde.get(b) ?? none, sums.sde.get(a) ?? none) ||
    (sums.delegates[b] ?? 0) - (sums.delegates[a] ?? 0) ||
    (sums.final[b] ?? 0) - (sums.final[a] ?? 0) ||
    (sums.initial[b] ?? 0) - (sums.initial[a] ?? 0)
  return [...order].sort(by)
}

/** The group with the most delegates; null where nobody has one, or two have as many. */
export function leaderOf(sums: Sums, order: readonly string[]): string | null {
  const [first, second] = ranked(sums, order)
  if (first === undefined || (sums.delegates[first] ?? 0) === 0) return null
  return second !== undefined && sums.delegates[second] === sums.delegates[first] ? null : first
}
