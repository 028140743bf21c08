import { type Exact, exact, fractionText } from '../../math/fraction.ts'
import type { Groups } from '../../math/types.ts'
import { inBatches } from '../batches.ts'
import {
  attendanceOf,
  type ReportOrSubtotal,
  type SdePerDelegate,
  type SdeRates,
  sdePerDelegateAmong,
} from './sde-per-delegate.ts'
import type { PrecinctChange, PublishedReport, Totals } from './snapshot.ts'

/** Sums over published reports, of the state or of any part of it. Nothing is rounded before it is shown. */
export interface ExactTotals {
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
  /** Empty where no counties were loaded. */
  readonly sde: ReadonlyMap<string, Exact>
  readonly reported: number
}

/**
 * The counts that stand for a precinct's final alignment: the initial ones are carried where no second count was held,
 * as where one delegate is elected. Every feed and page adds up these.
 */
export const finalCounts = ({ initial, final }: Pick<PublishedReport, 'initial' | 'final'>): Groups =>
  final ?? initial ?? {}

/** Whether a report's initial counts are carried into the final totals. */
export const isCarried = ({ initial, final }: Pick<PublishedReport, 'initial' | 'final'>): boolean =>
  final === null && initial !== null

/** Adds up reports, or subtotals of them. @param ballotOrder groups in their order; those that nobody named stand with 0. */
export function addUp(
  reports: Iterable<ReportOrSubtotal>,
  sdePerDelegate: SdePerDelegate,
  ballotOrder: readonly string[],
): ExactTotals {
  const initial = zeros(ballotOrder)
  const final = zeros(ballotOrder)
  const delegates = zeros(ballotOrder)
  // Delegates worth the same are added first, as whole numbers, which are quick. The key is the object itself, which the
  // precincts of a county share; two counties with equal rates have an entry each, and the sums are the same.
  const delegatesBySde = new Map<Exact, Record<string, number>>()
  let reported = 0
  for (const report of reports) {
    reported += report.reported ?? 1
    addTo(initial, report.initial)
    addTo(final, finalCounts(report))
    addTo(delegates, report.delegates)
    const rate = sdePerDelegate(report)
    if (rate === null) continue
    const sum = delegatesBySde.get(rate) ?? {}
    delegatesBySde.set(rate, sum)
    addTo(sum, report.delegates)
  }
  return { initial, final, delegates, sde: sdeByGroup(delegatesBySde), reported }
}

/**
 * SDE by group, from delegates by the SDE of one (`rate`). Over a common denominator all are whole numbers: only the sum
 * is reduced.
 */
function sdeByGroup(delegatesBySde: ReadonlyMap<Exact, Groups>): ReadonlyMap<string, Exact> {
  let common = 1n
  for (const { d } of delegatesBySde.keys()) common *= exact(d, common).n
  const parts = new Map<string, bigint>()
  for (const [rate, groups] of delegatesBySde) {
    const numerator = rate.n * (common / rate.d)
    for (const [group, n] of Object.entries(groups)) {
      if (n > 0) parts.set(group, (parts.get(group) ?? 0n) + numerator * BigInt(n))
    }
  }
  return new Map([...parts].map(([group, n]) => [group, exact(n, common)]))
}

const zeros = (ballotOrder: readonly string[]): Record<string, number> =>
  Object.fromEntries(ballotOrder.map((g) => [g, 0]))

/** @param sign -1 takes away what was added before. */
function addTo(totals: Record<string, number>, groups: Groups | null, sign: 1 | -1 = 1): void {
  if (groups === null) return
  for (const group of Object.keys(groups)) totals[group] = (totals[group] ?? 0) + sign * (groups[group] ?? 0)
}

/** The totals as a snapshot holds them: plain JSON, SDE as "n/d". */
export const totalsJson = (totals: ExactTotals): Totals => ({
  initial: totals.initial,
  final: totals.final,
  delegates: totals.delegates,
  sde: Object.fromEntries([...totals.sde].map(([group, value]) => [group, fractionText(value)])),
})

/**
 * The published reports whose delegates are worth the same, added up: those of a county, or the one of a satellite site.
 * The totals of the state take it for one large report.
 */
interface Subtotal extends ReportOrSubtotal {
  // These three are of the report that came last, and only read to look up what a delegate is worth: any report here
  // gives the same, and a satellite site has only one.
  precinct: PublishedReport['precinct']
  seats: number
  attendance: number
  readonly initial: Record<string, number>
  readonly final: Record<string, number>
  readonly delegates: Record<string, number>
  reported: number
}

/** The whole state in about a hundred parts, so that a new report changes one of them and not the sum of all. By county or site. */
export type Subtotals = ReadonlyMap<string, Readonly<Subtotal>>

export const noSubtotals: Subtotals = new Map()

/**
 * The subtotals after some changes; `subtotals` stays as it is. They are whole numbers: subtracting restores the earlier
 * value exactly.
 * @param published what was public before the changes
 */
export function subtotalsAfter(
  subtotals: Subtotals,
  published: ReadonlyMap<string, PublishedReport>,
  changes: Iterable<Pick<PrecinctChange, 'precinct' | 'entry'>>,
  rates: SdeRates,
): Subtotals {
  const next = new Map(subtotals)
  const apply = (report: PublishedReport, sign: 1 | -1): void => {
    const key = subtotalKey(report, rates)
    const before = next.get(key)
    const subtotal = before === undefined || before === subtotals.get(key) ? copySubtotal(before, report) : before
    if (subtotal !== before) next.set(key, subtotal)
    addReport(subtotal, report, sign)
    if (subtotal.reported === 0) next.delete(key)
  }
  for (const { precinct, entry: report } of changes) {
    const before = published.get(precinct)
    // What replaces comes first: a subtotal keeps its place while it holds anything.
    if (report !== null) apply(report, 1)
    if (before !== undefined) apply(before, -1)
  }
  return next
}

function addReport(subtotal: Subtotal, report: PublishedReport, sign: 1 | -1): void {
  addTo(subtotal.initial, report.initial, sign)
  addTo(subtotal.final, finalCounts(report), sign)
  addTo(subtotal.delegates, report.delegates, sign)
  subtotal.reported += sign
  if (sign === -1) return
  subtotal.precinct = report.precinct
  subtotal.seats = report.seats
  subtotal.attendance = attendanceOf(report)
}

const REPORTS = 500

/** The subtotals of these reports and no others, counted from nothing. */
export async function subtotalsOf(reports: Iterable<PublishedReport>, rates: SdeRates): Promise<Subtotals> {
  let subtotals = noSubtotals
  for await (const batch of inBatches(reports, REPORTS)) {
    const changes = batch.map((report) => ({ precinct: report.precinct, entry: report }))
    subtotals = subtotalsAfter(subtotals, new Map(), changes, rates)
  }
  return subtotals
}

const copySubtotal = (subtotal: Readonly<Subtotal> | undefined, { precinct, seats }: PublishedReport): Subtotal => ({
  ...(subtotal ?? { precinct, seats, attendance: 0, reported: 0 }),
  initial: { ...subtotal?.initial },
  final: { ...subtotal?.final },
  delegates: { ...subtotal?.delegates },
})

/** A delegate of a satellite site has an SDE of its own. */
function subtotalKey({ precinct }: PublishedReport, { places }: SdeRates): string {
  const place = places.get(precinct)
  return place === undefined || place.pool !== null ? `site/${precinct}` : `county/${place.county}`
}

/** The totals of the state. @param ballotOrder groups in their order; those that nobody named stand with 0. */
export const stateTotals = (subtotals: Subtotals, rates: SdeRates, ballotOrder: readonly string[]): ExactTotals =>
  addUp(subtotals.values(), sdePerDelegateAmong(rates, subtotals.values()), ballotOrder)
