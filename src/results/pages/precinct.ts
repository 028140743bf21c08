import { html } from 'hono/html'
import { findingForHq } from '../../math/finding-sentences.ts'
import { fourDecimals } from '../../math/fraction.ts'
import { stepSentences } from '../../math/step-sentences.ts'
import type { Result } from '../../math/types.ts'
import type { RosterPrecinct } from '../ports.ts'
import { recompute } from '../publish/recompute.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { finalCounts, isCarried } from '../publish/totals.ts'
import { areaOf, slugOf, type View } from '../view.ts'
import { countBar } from './charts.ts'
import { number, sdeWords } from './format.ts'
import { precinctHistory } from './history.ts'
import { type PageHtml, publicPage } from './layout.ts'
import { countsVotes, votesTable } from './votes.ts'

/** One precinct: its counts, the arithmetic at the blackboard, and how it came on record. */
export function precinctPage(view: View, place: RosterPrecinct): PageHtml {
  const report = view.reports.get(place.id)
  const where = html`<p><a href="/counties/${slugOf(areaOf(place))}">${place.pool ?? `${place.county} County`}</a> · precinct ${place.id}${countsVotes(view) ? '' : ` · elects ${number(place.delegates)} ${place.delegates === 1 ? 'delegate' : 'delegates'}`}</p>`
  const main =
    report === undefined
      ? html`<section>${where}<p>No report of this precinct is published. It may not have met yet, its chair may not have approved the report, or headquarters may be asking about it.</p></section>`
      : reportSection(view, report, where)
  return publicPage(view, `/precincts/${place.id}`, place.name, html`${main}${precinctHistory(view, place.id)}`)
}

function reportSection(view: View, report: PublishedReport, where: PageHtml): PageHtml {
  const result = recompute(report, view.setting.caucus.rules, view.ballotOrder)
  const sdePerDelegate = view.sdePerDelegate(report)
  const sdeStep =
    sdePerDelegate === null
      ? ''
      : html`<li>One delegate from here is worth ${fourDecimals(sdePerDelegate)} state delegate equivalents (exactly ${sdePerDelegate.n}/${sdePerDelegate.d}), so ${sdeLine(report, sdePerDelegate)}.</li>`
  const notes = result.findings.filter((f) => f.severity !== 'refuse' && f.code !== 'ATTENDANCE_MISSING')
  const findings =
    notes.length === 0
      ? ''
      : html`<h3>Worth knowing</h3><ul>${notes.map((f) => html`<li>${findingForHq(f)}</li>`)}</ul>`
  if (countsVotes(view))
    return html`<section>${where}${marks(report)}<p>${number(result.attendance)} votes. Nobody is elected here: votes are counted, and added up over the state.</p>${votesTable(finalCounts(report), result.attendance, view)}${findings}</section>`
  return html`<section>${where}${marks(report)}${countsTable(report, result, view)}</section>
<section><h2>The arithmetic, step by step</h2>
<p class="soft">Whole numbers and exact fractions; the four decimals are only for reading. <a href="/reading">What the words mean</a>.</p>
<ol class="steps">${stepSentences(result).map((words) => html`<li>${words}</li>`)}${sdeStep}</ol>
${findings}</section>`
}

function marks(report: PublishedReport): PageHtml | string {
  const words = [
    report.corrected ? 'corrected' : null,
    report.kind === 'released' ? 'released by headquarters' : null,
    report.kind === 'overridden' ? 'corrected by headquarters without the chair' : null,
  ].filter((word) => word !== null)
  return words.length === 0 ? '' : html`<p>${words.map((word) => html`<span class="tag">${word}</span> `)}</p>`
}

function countsTable(report: PublishedReport, result: Result, view: View): PageHtml {
  const groups = Object.keys(result.delegates).sort((a, b) => sizeOf(b, report) - sizeOf(a, report))
  const largest = Math.max(1, ...groups.map((g) => sizeOf(g, report)))
  const threshold = result.threshold === null ? 'none: one delegate is elected by all' : number(result.threshold)
  const cell = (n: number | undefined, counted: boolean) => (counted ? number(n ?? 0) : '–')
  return html`<table>
<caption>${number(result.attendance)} people present; threshold ${threshold}.${isCarried(report) ? ' No second count was held: the first one stands for it.' : ''}</caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="n">Initial</th><th scope="col" class="n">Final</th><th scope="col" class="n opt">Exact share</th><th scope="col" class="n">Delegates</th></tr></thead>
<tbody>${groups.map(
    (
      g,
    ) => html`<tr><th scope="row">${g}${countBar(g, view.ballotOrder, report.initial?.[g] ?? 0, largest, true)}${countBar(g, view.ballotOrder, report.final?.[g] ?? 0, largest)}</th><td class="n">${cell(report.initial?.[g], report.initial !== null)}</td><td class="n">${cell(report.final?.[g], report.final !== null)}</td><td class="n opt">${shareOf(g, result)}</td><td class="n big">${number(report.delegates[g] ?? 0)}</td></tr>
`,
  )}</tbody></table>`
}

const sizeOf = (group: string, report: PublishedReport): number =>
  Math.max(report.final?.[group] ?? 0, report.initial?.[group] ?? 0)

function shareOf(group: string, result: Result): PageHtml | string {
  if (result.seats === 1 && result.threshold === null) return '–'
  const raw = result.raw[group]
  if (raw === undefined || !result.viable.includes(group)) return html`<span class="soft">not viable</span>`
  return fourDecimals(raw)
}

function sdeLine(report: PublishedReport, sdePerDelegate: { readonly n: bigint; readonly d: bigint }): string {
  return Object.entries(report.delegates)
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([group, n]) => `${group} ${sdeWords({ n: sdePerDelegate.n * BigInt(n), d: sdePerDelegate.d })}`)
    .join(', ')
}
