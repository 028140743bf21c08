import { html } from 'hono/html'
import type { PrecinctId } from '../../bot/ids.ts'
import { totalOf } from '../../math/groups.ts'
import { countsOnce } from '../../math/rules.ts'
import type { PublishedReport, SourceEvent } from '../publish/snapshot.ts'
import { finalCounts } from '../publish/totals.ts'
import type { PublishedChange, View } from '../view.ts'
import { clockWords, number, signedDifference, timeWords } from './format.ts'
import { type PageHtml, publicPage } from './layout.ts'
import { countsVotes, wonIn } from './votes.ts'

/** How a precinct's numbers came to be public: each update, and the events of the record that it rests on. */
export function precinctHistory(view: View, precinct: PrecinctId): PageHtml | string {
  const updates = view.changes.filter((change) => change.precinct === precinct)
  if (updates.length === 0) return ''
  return html`<section><h2>How this came on record</h2>
<p class="soft">People are shown as pseudonyms that only headquarters could resolve. Every event stands, with its hash, in the <a href="/ledger.jsonl">ledger</a> under <code>${view.phase}/${precinct}</code>.</p>
${[...updates].reverse().map((change) => updateSection(change, view))}</section>`
}

function updateSection(change: PublishedChange, view: View): PageHtml {
  const sources = change.entry?.sources ?? (change.withdrawn ? [change.withdrawn] : [])
  const words =
    change.entry === null
      ? 'Withdrawn'
      : `Report ${change.entry.number}${change.before === null ? '' : ', a correction'}`
  return html`<h3>${words} <small>· update ${change.sequence}, <time datetime="${change.at}">${timeWords(change.at, view)}</time></small></h3>
${difference(change, view)}
<div class="wide" role="region" aria-label="Events of update ${change.sequence}" tabindex="0"><table><thead><tr><th scope="col">Event</th><th scope="col">What</th><th scope="col">When</th><th scope="col">Who</th></tr></thead>
<tbody>${sources.map(
    (
      source,
    ) => html`<tr><th scope="row">${source.version}</th><td>${eventWords(source, view)}</td><td><time datetime="${source.at}">${clockWords(source.at, view)}</time></td><td>${actorWords(source.actor)}</td></tr>
`,
  )}</tbody></table></div>`
}

function eventWords(source: SourceEvent, view: View): PageHtml {
  const reason = source.reason === null ? '' : html`: “${source.reason}”`
  return html`${eventTitle(source, view)}${reason}`
}

const titles: Readonly<Record<SourceEvent['type'], string>> = {
  AttendanceReported: 'Attendance reported',
  AlignmentReported: 'Votes reported',
  TossReported: 'Game of chance reported',
  ReportApproved: 'Approved',
  ReportKept: 'Kept as it was: it did not add up and could not be recounted',
  ReportHeld: 'Held by headquarters',
  ReportReleased: 'Released by headquarters',
  CorrectionOverridden: 'Corrected by headquarters, with a second person, without the chair',
}

const eventTitle = ({ type, alignment }: SourceEvent, view: View): string =>
  alignment === null || countsOnce(view.setting.caucus.rules) ? titles[type] : `${partWords(alignment, view)} reported`

function actorWords(actor: string): PageHtml {
  const [role = '', person = ''] = actor.split(':')
  const words = role === 'chair' ? 'chair' : role === 'hq' ? 'headquarters' : 'the program'
  return html`${words} <code>${person.slice(0, 8)}</code>`
}

/** What a correction changed, group by group; nothing for a first report. */
function difference(change: PublishedChange, view: View): PageHtml | string {
  const { before, entry } = change
  if (before === null) return ''
  if (entry === null) return html`<p>Until then: ${wonIn(before, view)}.</p>`
  const lines = (['initial', 'final', 'delegates'] as const).flatMap((part) => {
    const changes = groupDifferences(before[part] ?? {}, entry[part] ?? {})
    return changes === '' ? [] : [html`<li>${partWords(part, view)}: ${changes}</li>`]
  })
  if (before.attendance !== entry.attendance)
    lines.unshift(html`<li>Attendance: ${before.attendance ?? 'not given'} → ${entry.attendance ?? 'not given'}</li>`)
  return lines.length === 0 ? html`<p>The same numbers as before.</p>` : html`<ul>${lines}</ul>`
}

function partWords(part: 'initial' | 'final' | 'delegates', view: View): string {
  if (part === 'delegates') return 'Delegates'
  if (countsOnce(view.setting.caucus.rules)) return 'Votes'
  return part === 'initial' ? 'Initial alignment' : 'Final alignment'
}

function groupDifferences(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): string {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((g) => (before[g] ?? 0) !== (after[g] ?? 0))
    .map(
      (g) =>
        `${g} ${number(before[g] ?? 0)} → ${number(after[g] ?? 0)} (${signedDifference((after[g] ?? 0) - (before[g] ?? 0))})`,
    )
    .join(', ')
}

/** Updates that changed or withdrew what had been public, newest first. */
export const correctionsOf = (view: View): readonly PublishedChange[] =>
  view.changes.filter((change) => change.before !== null).reverse()

export function correctionsPage(view: View): PageHtml {
  const corrections = correctionsOf(view)
  const names = new Map(view.setting.places.map((p) => [p.id, p]))
  const entryWords = (entry: PublishedReport | null) =>
    entry === null
      ? 'withdrawn'
      : `report ${entry.number}, ${countsVotes(view) ? `${number(totalOf(finalCounts(entry)))} votes` : `${number(totalOf(entry.delegates))} delegates`}`
  return publicPage(
    view,
    '/corrections',
    'Corrections',
    html`<section>
<p>Every number that was public and then changed, newest first: what it was, what it is, and the update that changed it. Nothing is taken off this list. As a <a href="/corrections.atom">feed</a>.</p>
${corrections.length === 0 ? html`<p><strong>None so far.</strong></p>` : ''}
${corrections.map((change) => {
  const place = names.get(change.precinct)
  return html`<h2 class="h3"><a href="/precincts/${change.precinct}">${place?.name ?? change.precinct}</a> <small>${place?.county ?? ''} · ${change.precinct} · ${entryWords(change.entry)} · update ${change.sequence}, ${timeWords(change.at, view)}</small></h2>${reason(change, view)}${difference(change, view)}`
})}</section>`,
  )
}

function reason(change: PublishedChange, view: View): PageHtml | string {
  const sources = change.entry?.sources ?? (change.withdrawn ? [change.withdrawn] : [])
  const source = sources.find((s) => s.reason !== null)
  return source === undefined ? '' : html`<p>${eventWords(source, view)}</p>`
}
