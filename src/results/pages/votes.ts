import { html, raw } from 'hono/html'
import { electsNobody } from '../../bot/report/assess.ts'
import { totalOf } from '../../math/groups.ts'
import type { Groups } from '../../math/types.ts'
import type { RosterPrecinct } from '../ports.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { type ExactTotals, finalCounts } from '../publish/totals.ts'
import { leaderOf, type View } from '../view.ts'
import { countBar } from './charts.ts'
import { groupsText, number, percentOf } from './format.ts'
import type { PageHtml } from './layout.ts'

/** Caucuses that count once, and those that elect nobody in their precincts: then the votes are what there is to show. */

/** True where nobody is elected in a precinct: pages show votes and no delegates. */
export const countsVotes = (view: View): boolean => electsNobody(view.setting.caucus.rules)

/** Who has most of what is counted here; null where nobody has, or two have as many. */
export const leaderIn = (totals: ExactTotals, view: View): string | null =>
  leaderOf(countsVotes(view) ? { ...totals, delegates: totals.final } : totals, view.ballotOrder)

/** "Sanders 45, Biden 20": delegates, or votes. */
export const wonIn = (report: PublishedReport, view: View): string =>
  groupsText(countsVotes(view) ? finalCounts(report) : report.delegates)

/** All votes cast, of all places or of some: those for people who are not listed are in it, where a chair told of them. */
export const castIn = (view: View, places: readonly RosterPrecinct[] = view.setting.places): number =>
  places.reduce((sum, { id }) => {
    const report = view.reports.get(id)
    return report === undefined ? sum : sum + Math.max(report.attendance ?? 0, totalOf(finalCounts(report)))
  }, 0)

/** @param whole what the shares are of */
export function votesTable(votes: Groups, whole: number, view: View): PageHtml {
  const groups = view.ballotOrder.filter((g) => (votes[g] ?? 0) > 0).sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0))
  const none = view.ballotOrder.filter((g) => (votes[g] ?? 0) === 0)
  const largest = votes[groups[0] ?? ''] ?? 0
  const others = whole - totalOf(votes)
  const few = (n: number): boolean => n * 50 < largest
  return html`<table>
<thead><tr><th scope="col">Group</th><th scope="col" class="n">Votes</th><th scope="col" class="n">Share</th></tr></thead>
<tbody>${groups.map((g) => {
    const n = votes[g] ?? 0
    return html`<tr${few(n) ? raw(' class="few"') : ''}><th scope="row">${g}${few(n) ? '' : countBar(g, view.ballotOrder, n, largest)}</th><td class="n big">${number(n)}</td><td class="n">${percentOf(n, whole)}</td></tr>
`
  })}${others > 0 ? html`<tr class="few"><th scope="row">For others, not listed</th><td class="n">${number(others)}</td><td class="n">${percentOf(others, whole)}</td></tr>` : ''}</tbody>
<tfoot><tr><td>${none.length > 0 ? `No votes: ${none.join(', ')}` : 'All groups'}</td><td class="n">${number(Math.max(whole, totalOf(votes)))}</td><td></td></tr></tfoot>
</table>`
}
