import { electsNobody, votesOnly } from '../../bot/report/assess.ts'
import { compute } from '../../math/compute.ts'
import type { Groups, PrecinctInput, Result, RuleSet, Winner } from '../../math/types.ts'
import type { PublishedReport } from './snapshot.ts'

/**
 * A published report computed again from its counts alone, as anybody can who has the ledger.
 * A game of chance is taken as recorded; where the record names no winner that fits the tie, as the delegates that
 * the chair approved show it (their worksheet told who won). Order: the ballot order of the groups.
 */
export function recompute(report: PublishedReport, rules: RuleSet, ballotOrder: readonly string[]): Result {
  const withoutWinner = compute(inputOf(report, rules, ballotOrder))
  if (electsNobody(rules)) return votesOnly(withoutWinner)
  const winner = winnerOf(report, withoutWinner)
  return winner === null ? withoutWinner : compute({ ...inputOf(report, rules, ballotOrder), winner })
}

function inputOf(report: PublishedReport, rules: RuleSet, ballotOrder: readonly string[]): PrecinctInput {
  const named = (group: string): boolean =>
    [report.initial, report.final, report.delegates].some((groups) => groups !== null && Object.hasOwn(groups, group))
  const { seats: delegates, attendance, initial, final } = report
  return { rules, delegates, attendance, initial, final, order: ballotOrder.filter(named) }
}

function winnerOf(report: PublishedReport, withoutWinner: Result): Winner | null {
  // Cards are on record as everybody who drew, highest first.
  if (report.seats === 1 && report.winners?.length === 1) return report.winners
  if (withoutWinner.tie === null)
    return report.seats === 1 ? winnersByDelegates(report, withoutWinner, Object.keys(report.delegates)) : null
  const { among, seats } = withoutWinner.tie
  const named = report.winners?.filter((g) => among.includes(g))
  return named?.length === seats && named.length === report.winners?.length
    ? named
    : winnersByDelegates(report, withoutWinner, among)
}

/** Who has one delegate more in the approved result than is certain without the game of chance. */
function winnersByDelegates(report: PublishedReport, withoutWinner: Result, among: readonly string[]): Winner | null {
  const winners = among.filter((g) => (report.delegates[g] ?? 0) === (withoutWinner.delegates[g] ?? 0) + 1)
  return winners.length > 0 ? winners : null
}

/** True where both give the same number to every group; a group that is not named has 0. */
export function sameGroups(a: Groups, b: Groups): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((group) => (a[group] ?? 0) === (b[group] ?? 0))
}
