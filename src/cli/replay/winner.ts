import type { ReportedNight } from '../../files/reports.ts'
import { compute } from '../../math/compute.ts'
import type { Groups, RuleSet } from '../../math/types.ts'

/** Whom a chair names when she is asked who won. */
interface Named {
  readonly winners: readonly string[]
  /** True where her report does not tell, and somebody had to be chosen. */
  readonly assumed: boolean
}

/** What the chair's room knows besides her report. */
export interface RoomTerms {
  readonly rules: RuleSet
  /** Delegates to elect. */
  readonly delegates: number
  /** Candidates in ballot order. */
  readonly order: readonly string[]
}

/**
 * The winners of the toss that her reported delegates speak of: the tied groups that claim more than is certain.
 * Where those are not as many as win, the tied groups that claim more come first, then ballot order.
 */
export function claimedWinners(report: ReportedNight, terms: RoomTerms): Named {
  if (terms.delegates === 1) return elected(report, terms)
  const { tie, delegates } = compute(inputOf(report, terms))
  if (tie === null) return { winners: [], assumed: true }
  const among = terms.order.filter((group) => tie.among.includes(group))
  const claiming = among.filter((group) => of(report.delegates, group) > of(delegates, group))
  if (claiming.length === tie.seats) return { winners: claiming, assumed: false }
  const rest = among.filter((group) => !claiming.includes(group))
  return { winners: [...claiming, ...rest].slice(0, tie.seats), assumed: true }
}

/** One delegate: whoever was reported; where nobody was, the largest group, the first in ballot order of equal ones. */
function elected(report: ReportedNight, { order }: RoomTerms): Named {
  const reported = order.filter((group) => of(report.delegates, group) > 0)
  if (reported.length === 1) return { winners: reported, assumed: false }
  const counts = Object.keys(report.final).length > 0 ? report.final : report.initial
  const among = reported.length > 0 ? reported : order
  const most = Math.max(...among.map((group) => of(counts, group)))
  return { winners: among.filter((group) => of(counts, group) === most).slice(0, 1), assumed: true }
}

/** A report as the arithmetic takes it: nobody wrote down who was present, so attendance is the initial sum. */
export function inputOf(report: ReportedNight, { rules, delegates, order }: RoomTerms) {
  const some = (groups: Groups): Groups | null => (groupSum(groups) > 0 ? groups : null)
  const initial = some(report.initial)
  return { rules, delegates, order, initial, final: some(report.final), attendance: initial && groupSum(initial) }
}

export const groupSum = (groups: Groups): number => Object.values(groups).reduce((sum, n) => sum + n, 0)

const of = (groups: Groups, group: string): number => groups[group] ?? 0
