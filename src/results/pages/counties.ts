import { html } from 'hono/html'
import { totalOf } from '../../math/groups.ts'
import { countsOnce } from '../../math/rules.ts'
import type { RosterPrecinct } from '../ports.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { type CountyView, rankedGroups, type View } from '../view.ts'
import { colorKey } from './charts.ts'
import { number, peopleWords, sdeOfGroup, sdeWords, timeWords } from './format.ts'
import { type PageHtml, publicPage } from './layout.ts'
import { alignmentTable, rankingTable, rankingTitle } from './state.ts'
import { countsVotes, leaderIn, votesTable, wonIn } from './votes.ts'

/** All counties as a table: what the map shows, in words. */
export function countiesPage(view: View): PageHtml {
  const top = rankedGroups(view.totals, view.ballotOrder).slice(0, 3)
  const bySde = view.totals.sde.size > 0
  const value = (county: CountyView, group: string) =>
    bySde
      ? sdeWords(sdeOfGroup(county.totals, group))
      : number((countsVotes(view) ? county.totals.final : county.totals.delegates)[group] ?? 0)
  return publicPage(
    view,
    '/counties',
    'Counties',
    html`<section>
<div class="wide" role="region" aria-label="Counties" tabindex="0"><table>
<caption>${rankingTitle(view)} of the three leading groups, and who leads.</caption>
<thead><tr><th scope="col">County</th><th scope="col" class="n">Precincts</th><th scope="col">Leads</th>${top.map((g) => html`<th scope="col" class="n opt">${g}</th>`)}</tr></thead>
<tbody>${view.counties.map(
      (
        county,
      ) => html`<tr><th scope="row"><a href="/counties/${county.slug}">${county.name}</a></th><td class="n">${county.totals.reported} of ${county.places.length}</td><td class="led">${leads(county, view)}</td>${top.map((g) => html`<td class="n opt">${value(county, g)}</td>`)}</tr>
`,
    )}</tbody></table></div></section>`,
  )
}

function leads(county: CountyView, view: View): PageHtml | string {
  const leader = leaderIn(county.totals, view)
  if (leader !== null) return html`${colorKey(leader, view.ballotOrder)}${leader}`
  return county.totals.reported === 0
    ? html`<span class="soft">nothing yet</span>`
    : html`<span class="soft">tied</span>`
}

/** One county: its sums, and the precincts that they are the sums of. */
export function countyPage(view: View, county: CountyView): PageHtml {
  const conventions = view.setting.counties.find((c) => c.county === county.name)
  const sdeNote = countsVotes(view)
    ? ''
    : conventions
      ? html`<p>Its ${number(conventions.countyDelegates)} delegates to the county convention stand for ${number(conventions.stateDelegates)} delegates to the state convention: one is worth ${conventions.stateDelegates}/${conventions.countyDelegates} SDE.</p>`
      : county.pool
        ? html`<p>These satellite sites share ${number(view.setting.pools[county.name] ?? 0)} state delegate equivalents by attendance, among the published sites only: the values move until all have reported.</p>`
        : ''
  const totalsSection =
    county.totals.reported === 0
      ? ''
      : html`<section><h2>${rankingTitle(view)}</h2>${rankingTable(county.totals, view, county.places)}</section>${countsSection(county, view)}`
  return publicPage(
    view,
    `/counties/${county.slug}`,
    county.pool ? county.name : `${county.name} County`,
    html`<section><p><strong>${county.totals.reported} of ${county.places.length}</strong> ${county.pool ? 'satellite sites' : 'precincts of the county'} are published.</p>${sdeNote}</section>
${totalsSection}
<section><h2>Precincts</h2><table>
<thead><tr><th scope="col">Precinct</th><th scope="col">${countsVotes(view) ? 'Votes' : 'Delegates'}</th><th scope="col" class="n opt">Present</th><th scope="col" class="n opt">Updated</th></tr></thead>
<tbody>${county.places.map((place) => precinctRow(place, view.reports.get(place.id), view))}</tbody></table></section>`,
  )
}

function countsSection({ totals }: CountyView, view: View): PageHtml | string {
  if (countsVotes(view)) return ''
  return countsOnce(view.setting.caucus.rules)
    ? html`<section><h2>Votes</h2>${votesTable(totals.final, totalOf(totals.final), view)}</section>`
    : html`<section><h2>Initial and final alignment</h2>${alignmentTable(totals, view)}</section>`
}

function precinctRow(place: RosterPrecinct, report: PublishedReport | undefined, view: View): PageHtml {
  const name = html`<th scope="row"><a href="/precincts/${place.id}">${place.name}</a> <small>${place.id}</small></th>`
  if (report === undefined)
    return html`<tr>${name}<td class="soft">not published yet${countsVotes(view) ? '' : ` (${place.delegates} to elect)`}</td><td class="opt"></td><td class="opt"></td></tr>
`
  const tag = report.corrected ? html` <span class="tag">corrected</span>` : ''
  const present = report.attendance === null ? peopleWords(report.initial ?? report.final) : number(report.attendance)
  return html`<tr>${name}<td>${wonIn(report, view)}${tag}</td><td class="n opt">${present}</td><td class="n opt">${timeWords(report.at, view)}</td></tr>
`
}
