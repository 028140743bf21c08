import { html, raw } from 'hono/html'
import { exact } from '../../math/fraction.ts'
import { totalOf } from '../../math/groups.ts'
import { countsOnce } from '../../math/rules.ts'
import type { RosterPrecinct } from '../ports.ts'
import { type ExactTotals, isCarried } from '../publish/totals.ts'
import { rankedGroups, type View } from '../view.ts'
import { bar, colorKey, countBar, countyMap, delegateDots, mapKey } from './charts.ts'
import { number, percent, percentOf, sdeOfGroup, sdeTotal, sdeWords, signedDifference, tenthsOf } from './format.ts'
import { type PageHtml, publicPage } from './layout.ts'
import { castIn, countsVotes, leaderIn, votesTable } from './votes.ts'

/** The first page: where the caucus stands, in one look. */
export function statePage(view: View): PageHtml {
  const map = countyMap(view, leaderIn)
  const anyReport = view.totals.reported > 0
  const ranking = anyReport
    ? html`<section><h2>${rankingTitle(view)}</h2>${rankingTable(view.totals, view)}</section>`
    : ''
  const counties =
    map === null
      ? ''
      : html`<section><h2>County by county</h2>${map}${mapKey(view, leaderIn)}<p class="soft">Colored by who has most ${countsVotes(view) ? 'votes' : 'delegates'}; paler where precincts are missing. <a href="/counties">The same as a table</a>.</p></section>`
  const counts = anyReport && !countsVotes(view) ? countsSection(view) : ''
  return publicPage(
    view,
    '/',
    'Results',
    html`<div class="pair"><div>${ranking}${counts}</div><div>${counties}${projectionSection(view)}${provenanceSection(view)}</div></div>`,
  )
}

export const rankingTitle = (view: View): string =>
  countsVotes(view) ? 'Votes' : view.totals.sde.size > 0 ? 'State delegate equivalents' : 'Delegates'

/** The people behind the delegates: at first and at the end, or once. */
const countsSection = (view: View): PageHtml =>
  countsOnce(view.setting.caucus.rules)
    ? html`<section><h2>Votes</h2>${votesTable(view.totals.final, totalOf(view.totals.final), view)}</section>`
    : html`<section><h2>From the first alignment to the final one</h2>
<p class="soft">People, by group: pale at first, full at the end. Groups below the threshold of their precinct could join another one in between.${carriedWords(view)}</p>${alignmentTable(view.totals, view)}</section>`

function carriedWords(view: View): string {
  const carried = [...view.reports.values()].filter(isCarried).length
  if (carried === 0) return ''
  const precincts = carried === 1 ? '1 precinct' : `${number(carried)} precincts`
  return ` ${precincts} held no second count: the first one stands for it in all final totals.`
}

/** The way from a sum on this page down to what a chair texted. */
function provenanceSection(view: View): PageHtml {
  const corrected = view.changes.filter((change) => change.before !== null).length
  const words =
    corrected === 0
      ? 'Nothing that was published has been changed'
      : `${number(corrected)} published ${corrected === 1 ? 'report has' : 'reports have'} been changed`
  return html`<section><h2>Follow any number</h2><p>Each sum is made of <a href="/counties">${number(view.counties.length)} counties</a>, each county of its precincts. A precinct’s page shows its counts, ${countsVotes(view) ? '' : 'the arithmetic step by step, '}and the events on record that it rests on. ${words}: see <a href="/corrections">corrections</a>.</p></section>`
}

/** The ranking that decides: votes where nobody is elected, SDE where they are known, else delegates. Groups without any share one line. */
export function rankingTable(totals: ExactTotals, view: View, places?: readonly RosterPrecinct[]): PageHtml {
  if (countsVotes(view)) return votesTable(totals.final, castIn(view, places), view)
  const bySde = totals.sde.size > 0
  const value = (group: string) => (bySde ? sdeOfGroup(totals, group) : exact(totals.delegates[group] ?? 0))
  const whole = bySde ? sdeTotal(totals) : exact(totalOf(totals.delegates))
  const groups = rankedGroups(totals, view.ballotOrder)
  const elected = groups.filter((group) => (totals.delegates[group] ?? 0) > 0)
  const none = groups.filter((group) => (totals.delegates[group] ?? 0) === 0)
  const largest = value(elected[0] ?? '')
  const few = (group: string) => (tenthsOf(value(group), whole) ?? 0n) < 10n
  return html`<table>
<thead><tr><th scope="col">Group</th>${bySde ? html`<th scope="col" class="n">SDE</th>` : ''}<th scope="col" class="n">Share</th><th scope="col" class="n">Delegates</th></tr></thead>
<tbody>${elected.map(
    (
      group,
    ) => html`<tr${few(group) ? raw(' class="few"') : ''}><th scope="row">${group}${few(group) ? '' : bar(group, view.ballotOrder, value(group), largest)}</th>${bySde ? html`<td class="n big">${sdeWords(value(group))}</td>` : ''}<td class="n">${percent(value(group), whole)}</td><td class="n">${number(totals.delegates[group] ?? 0)}</td></tr>
`,
  )}</tbody>
<tfoot><tr><td>${none.length > 0 ? `No delegates: ${none.join(', ')}` : 'All groups'}</td>${bySde ? html`<td class="n">${sdeWords(whole)}</td>` : ''}<td></td><td class="n">${number(totalOf(totals.delegates))}</td></tr></tfoot>
</table>`
}

/** Initial and final counts side by side, all groups. */
export function alignmentTable(totals: ExactTotals, view: View): PageHtml {
  const groups = rankedGroups(totals, view.ballotOrder).filter(
    (g) => (totals.initial[g] ?? 0) + (totals.final[g] ?? 0) > 0,
  )
  const first = totalOf(totals.initial)
  const last = totalOf(totals.final)
  const largest = Math.max(...groups.flatMap((g) => [totals.initial[g] ?? 0, totals.final[g] ?? 0]), 1)
  return html`<table>
<thead><tr><th scope="col">Group</th><th scope="col" class="n">Initial</th><th scope="col" class="n opt">Share</th><th scope="col" class="n">Final</th><th scope="col" class="n opt">Share</th><th scope="col" class="n">Change</th></tr></thead>
<tbody>${groups.map((g) => {
    const before = totals.initial[g] ?? 0
    const after = totals.final[g] ?? 0
    const few = Math.max(before, after) * 50 < largest
    const bars = few
      ? ''
      : [countBar(g, view.ballotOrder, before, largest, true), countBar(g, view.ballotOrder, after, largest)]
    return html`<tr${few ? raw(' class="few"') : ''}><th scope="row">${g}${bars}</th><td class="n">${number(before)}</td><td class="n opt">${percentOf(before, first)}</td><td class="n">${number(after)}</td><td class="n opt">${percentOf(after, last)}</td><td class="n">${signedDifference(after - before)}</td></tr>
`
  })}</tbody>
<tfoot><tr><td>All groups</td><td class="n">${number(first)}</td><td class="opt"></td><td class="n">${number(last)}</td><td class="opt"></td><td class="n">${signedDifference(last - first)}</td></tr></tfoot>
</table>`
}

function projectionSection(view: View): PageHtml | string {
  const { national } = view
  const plan = view.setting.national
  if (national === null || plan === null) return ''
  const seats = Object.values(plan.districts).reduce((a, b) => a + b, 0) + plan.atLarge + plan.pleo
  const groups = rankedGroups(view.totals, view.ballotOrder).filter((g) => (national.delegates[g] ?? 0) > 0)
  const words = groups.map(
    (g) => html`<li>${colorKey(g, view.ballotOrder)}${g} <strong>${national.delegates[g] ?? 0}</strong></li>`,
  )
  return html`<section><h2>National delegates, projected</h2>
<p class="soft">What ${seats} pledged delegates would be, if the precincts published so far were all. Not an award. <a href="/method#national">How</a>.${national.complete ? '' : ' Hollow dots wait for a drawing of lots.'}</p>
<figure>${delegateDots(national, groups, view, seats)}</figure><ul class="keys">${words}</ul></section>`
}
