import { ballotOrder } from '../bot/caucus.ts'
import type { Phase, PrecinctId, ReportingPhase } from '../bot/ids.ts'
import { electsNobody } from '../bot/report/assess.ts'
import { compareExact, exact } from '../math/fraction.ts'
import { type NationalResult, national } from '../math/national.ts'
import type { ResultsSetting, RosterPrecinct } from './ports.ts'
import { type SdePerDelegate, sdePerDelegateAmong, sdeRates } from './publish/sde-per-delegate.ts'
import { applyChanges, type PrecinctChange, type PublishedReport, type Snapshot } from './publish/snapshot.ts'
import { addUp, type ExactTotals } from './publish/totals.ts'

/** Everything that pages and feeds show, as one snapshot has it. Nothing in it changes any more. */
export interface View {
  readonly setting: ResultsSetting
  readonly caucusPhase: Phase
  readonly phase: ReportingPhase
  /** True where nothing here is a result: told on every page and in every feed. */
  readonly practice: boolean
  /** Null before the first publication. */
  readonly last: Snapshot | null
  /** The setting that each update names, in order of their sequence. */
  readonly settingHashes: readonly string[]
  readonly ballotOrder: readonly string[]
  readonly reports: ReadonlyMap<PrecinctId, PublishedReport>
  readonly sdePerDelegate: SdePerDelegate
  readonly totals: ExactTotals
  readonly counties: readonly CountyView[]
  /** Every change ever published, oldest first. */
  readonly changes: readonly PublishedChange[]
  /** Null where the configuration names no national delegates, or there is nothing to project from yet. */
  readonly national: NationalResult | null
}

/** A county, or a pool of satellite sites. */
export interface CountyView {
  readonly name: string
  readonly pool: boolean
  readonly slug: string
  readonly places: readonly RosterPrecinct[]
  readonly totals: ExactTotals
}

/** A change with the update that brought it. */
export interface PublishedChange extends PrecinctChange {
  readonly sequence: number
  readonly at: string
  /** The report that was public before it; null for the first report of a precinct. */
  readonly before: PublishedReport | null
}

/** Puts together what a row of snapshots shows. Pure. @param snapshots all of the phase, in order. */
export function viewOf(
  setting: ResultsSetting,
  caucusPhase: Phase,
  phase: ReportingPhase,
  snapshots: readonly Snapshot[],
): View {
  const order = ballotOrder(setting.caucus, phase)
  const { entries: reports, history: changes } = replay(snapshots)
  const sdePerDelegate: SdePerDelegate = electsNobody(setting.caucus.rules)
    ? () => null
    : sdePerDelegateAmong(sdeRates(setting), reports.values())
  const totalsOf = (places: readonly RosterPrecinct[]): ExactTotals =>
    addUp(
      places.flatMap((p) => reports.get(p.id) ?? []),
      sdePerDelegate,
      order,
    )
  const state = addUp(reports.values(), sdePerDelegate, order)
  return {
    setting,
    caucusPhase,
    phase,
    practice: phase === 'practice',
    last: snapshots.at(-1) ?? null,
    settingHashes: snapshots.map(({ setting: hash }) => hash),
    ballotOrder: order,
    reports,
    sdePerDelegate,
    totals: state,
    counties: placesByArea(setting.places).map(([name, places]) => ({
      name,
      pool: places[0]?.pool === name,
      slug: slugOf(name),
      places,
      totals: totalsOf(places),
    })),
    changes,
    national: projection(setting, state, totalsOf),
  }
}

function replay(snapshots: readonly Snapshot[]): {
  entries: Map<PrecinctId, PublishedReport>
  history: PublishedChange[]
} {
  const reports = new Map<PrecinctId, PublishedReport>()
  const changes: PublishedChange[] = []
  for (const snapshot of snapshots) {
    const { sequence, at } = snapshot
    for (const change of snapshot.changes) {
      changes.push({ ...change, sequence, at, before: reports.get(change.precinct) ?? null })
    }
    applyChanges(reports, snapshot)
  }
  return { entries: reports, history: changes }
}

function placesByArea(places: readonly RosterPrecinct[]): (readonly [string, readonly RosterPrecinct[]])[] {
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
  state: ExactTotals,
  totalsOf: (places: readonly RosterPrecinct[]) => ExactTotals,
): NationalResult | null {
  // There is nothing to project from if precincts elect nobody: the party shares by the statewide vote.
  if (setting.national === null || state.reported === 0 || electsNobody(setting.caucus.rules)) return null
  const districts = Object.keys(setting.national.districts)
  const support = Object.fromEntries(
    districts.map((district) => [district, supportIn(totalsOf(setting.places.filter((p) => p.district === district)))]),
  )
  return national(setting.national, support, supportIn(state))
}

/** SDE, or county delegates where there are no SDE (Nevada). */
const supportIn = ({ sde, delegates }: ExactTotals) =>
  sde.size > 0 ? Object.fromEntries(sde) : Object.fromEntries(Object.entries(delegates).map(([g, n]) => [g, exact(n)]))

/** Groups in the order in which results are read: by SDE, then delegates, final and initial count, then the ballot. */
export function rankedGroups(totals: ExactTotals, ballotOrder: readonly string[]): readonly string[] {
  const none = exact(0)
  const by = (a: string, b: string): number =>
    compareExact(totals.sde.get(b) ?? none, totals.sde.get(a) ?? none) ||
    (totals.delegates[b] ?? 0) - (totals.delegates[a] ?? 0) ||
    (totals.final[b] ?? 0) - (totals.final[a] ?? 0) ||
    (totals.initial[b] ?? 0) - (totals.initial[a] ?? 0)
  return [...ballotOrder].sort(by)
}

/** The group with the most delegates; null where nobody has one, or two have as many. */
export function leaderOf(totals: ExactTotals, ballotOrder: readonly string[]): string | null {
  const [first, second] = rankedGroups(totals, ballotOrder)
  if (first === undefined || (totals.delegates[first] ?? 0) === 0) return null
  return second !== undefined && totals.delegates[second] === totals.delegates[first] ? null : first
}
