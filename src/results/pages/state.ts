import { html } from 'hono/html'
import { exact } from '../../math/fraction.ts'
import { sumOf } from '../arithmetic.ts'
import type { Sums } from '../tally.ts'
import { ranked, type View } from '../view.ts'
import { bar, countBar, countyMap, key, mapKey, units } from './charts.ts'
import { type Html, page } from './layout.ts'
import { change, number, percent, percentOf, sdeOf, sdeTotal, sdeWords } from './words.ts'

/** The first page: where the caucus stands, in one look. */
export function statePage(view: View): Html {
  const map = countyMap(view)
  return page(
    view,
    '/',
    'Results',
    html`
${
  view.state.reported === 0
    ? ''
    : html`<section><h2>${view.state.sde.size > 0 ? 'State delegate equivalents' : 'Delegates'}</h2>${standing(view.state, view)}</section>
<section><h2>From the first alignment to the final one</h2>
<p class="soft">People, by group. Groups below the threshold of their precinct could join another one before the final count.</p>${alignments(view.state, view)}</section>
${projected(view)}`
}
${map === null ? '' : html`<section><h2>County by county</h2><p class="soft">Who has most delegates. Paler: not all precincts are in. <a href="/counties">The same as a table</a>.</p>${map}${mapKey(view)}</section>`}`,
  )
}

/** The ranking that decides: SDE where they are known, else delegates. Groups without any share one line. */
export function standing(sums: Sums, view: View): Html {
  const bySde = sums.sde.size > 0
  const value = (group: string) => (bySde ? sdeOf(sums, group) : exact(sums.delegates[group] ?? 0))
  const whole = bySde ? sdeTotal(sums) : exact(sumOf(sums.delegates))
  const groups = ranked(sums, view.order)
  const some = groups.filter((group) => (sums.delegates[group] ?? 0) > 0)
  const none = groups.filter((group) => (sums.delegates[group] ?? 0) === 0)
  const largest = value(some[0] ?? '')
  return html`<table>
<thead><tr><th scope="col">Group</th>${bySde ? html`<th scope="col" class="n">SDE</th>` : ''}<th scope="col" class="n">Share</th><th scope="col" class="n">County delegates</th></tr></thead>
<tbody>${some.map(
    (
      group,
    ) => html`<tr><th scope="row">${group}${bar(group, view.order, value(group), largest)}</th>${bySde ? html`<td class="n big">${sdeWords(value(group))}</td>` : ''}<td class="n">${percent(value(group), whole)}</td><td class="n">${number(sums.delegates[group] ?? 0)}</td></tr>
`,
  )}</tbody>
<tfoot><tr><td>${none.length > 0 ? `No delegates: ${none.join(', ')}` : 'All groups'}</td>${bySde ? html`<td class="n">${sdeWords(whole)}</td>` : ''}<td></td><td class="n">${number(sumOf(sums.delegates))}</td></tr></tfoot>
</table>`
}

/** Initial and final counts side by side, all groups. */
export function alignments(sums: Sums, view: View): Html {
  const groups = ranked(sums, view.order).filter((g) => (sums.initial[g] ?? 0) + (sums.final[g] ?? 0) > 0)
  const first = sumOf(sums.initial)
  const last = sumOf(sums.final)
  const largest = Math.max(...groups.flatMap((g) => [sums.initial[g] ?? 0, sums.final[g] ?? 0]), 1)
  return html`<table>
<thead><tr><th scope="col">Group</th><th scope="col" class="n">Initial</th><th scope="col" class="n opt">Share</th><th scope="col" class="n">Final</th><th scope="col" class="n opt">Share</th><th scope="col" class="n">Change</th></tr></thead>
<tbody>${groups.map((g) => {
    const before = sums.initial[g] ?? 0
    const after = sums.final[g] ?? 0
    return html`<tr><th scope="row">${g}${countBar(g, view.order, before, largest, true)}${countBar(g, view.order, after, largest)}</th><td class="n">${number(before)}</td><td class="n opt">${percentOf(before, first)}</td><td class="n">${number(after)}</td><td class="n opt">${percentOf(after, last)}</td><td class="n">${change(after - before)}</td></tr>
`
  })}</tbody>
<tfoot><tr><td>All groups</td><td class="n">${number(first)}</td><td class="opt"></td><td class="n">${number(last)}</td><td class="opt"></td><td class="n">${change(last - first)}</td></tr></tfoot>
</table>`
}

function projected(view: View): Html | string {
  const { national } = view
  const plan = view.setting.national
  if (national === null || plan === null) return ''
  const seats = Object.values(plan.districts).reduce((a, b) => a + b, 0) + plan.atLarge + plan.pleo
  const groups = ranked(view.state, view.order).filter((g) => (national.delegates[g] ?? 0) > 0)
  const words = groups.map(
    (g) => html`<li>${key(g, view.order)}${g} <strong>${national.delegates[g] ?? 0}</strong></li>`,
  )
  return html`<section><h2>National delegates, projected</h2>
<p class="soft">What ${seats} pledged delegates would be, if the precincts published so far were all. Not an award. <a href="/method#national">How</a>.${national.complete ? '' : ' Hollow dots wait for a drawing of lots.'}</p>
<figure>${units(national, groups, view, seats)}</figure><ul class="keys">${words}</ul></section>`
}
