import { html } from 'hono/html'
import type { PrecinctId } from '../../bot/ids.ts'
import { electsNobody } from '../../bot/report/assess.ts'
import { lastRecorded, type Recorded } from '../../bot/report/state.ts'
import { doneNote } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Visit } from '../action.ts'
import { stageMeaning } from '../board/board-stage.ts'
import { age, clockTime, type Html, liveLine, noteBox, nothing, phoneWords, stageBadge } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { detailWords, kindWords } from '../queue/items.ts'
import { precinctActions } from './actions.ts'
import { assessed, countsTable, findings, recordedDraft, steps } from './arithmetic.ts'
import { correctForm, enterForm, holdForms, noteForms, type ReturnedForm, readBackForm } from './forms.ts'
import { loadPrecinctView, type PrecinctView } from './precinct-view.ts'
import { answerSecondActions } from './second-person-requests.ts'
import { timeline } from './timeline.ts'

/**
 * The precinct's page as it is now.
 * @param note what the last act came to, or why it was not done.
 */
export async function showPrecinct(
  visit: Visit,
  id: PrecinctId,
  note: Html = doneNote(visit, { ...precinctActions, ...answerSecondActions }),
  status: 200 | 409 = 200,
  returned: ReturnedForm | null = null,
): Promise<Response> {
  const { c, me, form, page } = visit
  const view = await loadPrecinctView(visit, id)
  if (view === null) return c.html(missing('such precinct'), 404)
  const { place } = view
  const role = me.account.role
  const operator = may(role, precinctActions['precinct.enter'].role)
  const body = html`<h1>${place.id} <span class="soft">${place.name}</span></h1>
<p>${stageBadge(view.stage)} <span class="soft">${stageMeaning[view.stage]}</span></p>${liveLine(view.mark, { watch: place.id })}${note}${openItems(view)}
<div class="two wide"><div>
<section class="sheet" aria-labelledby="now"><h2 id="now">Counts in hand</h2>${inHand(view)}${operator ? readBackForm(view, me, form) : nothing}</section>
${
  operator
    ? html`<section class="sheet" aria-labelledby="acts"><h2 id="acts">What to do</h2>
<details${returned?.as === 'enter' ? html` open` : ''}><summary>Enter by telephone</summary>${enterForm(view, form, returned)}</details>
<details${returned?.as === 'propose' || view.state.correction ? html` open` : ''}><summary>Correct the report on record</summary>${correctForm(view, me, form, returned)}</details>
<details${returned?.as === 'hold' || returned?.as === 'release' || view.seconds.some(({ kind }) => kind === 'release') ? html` open` : ''}><summary>Hold or release</summary>${holdForms(view, me, form, returned)}</details></section>`
    : nothing
}${reports(view)}</div><div>
<section class="sheet" aria-labelledby="people"><h2 id="people">Who to call</h2>${people(view, operator)}${operator ? noteForms(view, form) : nothing}</section>
<section class="sheet" aria-labelledby="talk"><h2 id="talk">Texts and acts</h2>${timeline(view, operator)}</section></div></div>`
  return page({ title: place.id, path: '/hq', body, status })
}

const openItems = ({ items, now }: PrecinctView): Html => {
  const open = items.filter(({ outcome }) => outcome === null)
  return open.length === 0
    ? nothing
    : noteBox(
        'warn',
        html`<p><strong>In the queue:</strong></p><ul>${open.map(
          (item) =>
            html`<li><a href="/hq/queue/item?id=${encodeURIComponent(item.id)}">${kindWords(item.kind)}</a>: ${detailWords(item.detail)} <span class="soft">${age(item.at, now)}</span></li>`,
        )}</ul>`,
      )
}

function inHand(view: PrecinctView): Html {
  const { draft, version, revision } = view.state
  if (version === 0 || (!draft.initial && !draft.final && draft.attendance === null))
    return html`<p>Nothing yet.${electsNobody(view.context.rules) ? '' : ` ${view.place.delegates} delegates are to be elected here.`}</p>`
  const { result, problems, warnings, claims, next } = assessed(draft, view.context)
  const recorded = lastRecorded(view.state)?.revision === revision
  return html`${countsTable(draft, result, view.context, recorded ? 'As on record' : `Revision ${revision}, not on record`)}
<p><strong>${nextWords(view, next, recorded)}</strong></p>${findings([...problems, ...warnings, ...claims])}${steps(result, view.context.rules)}`
}

function nextWords(view: PrecinctView, next: string, recorded: boolean): string {
  if (view.state.correction) return 'A correction by headquarters waits for the chair’s answer.'
  if (recorded) return 'These counts are on record. Nothing is being waited for.'
  if (view.state.proposal) return 'The chair has the result and a code. Their OK is being waited for.'
  const words: Readonly<Record<string, string>> = {
    initial: 'The initial alignment is still missing.',
    final: 'The final alignment is still missing.',
    keep: 'It does not add up. The chair is asked to recount, or to keep it as it is.',
    toss: 'A tie: the winner of the game of chance is still missing.',
    elect: 'One delegate is elected here: the chair is asked who it is.',
    approve: 'Complete. The chair has not been sent a code for it, or said NO.',
    counts: 'Only the attendance is known so far.',
  }
  return words[next] ?? 'More is to come from the chair.'
}

function reports(view: PrecinctView): Html {
  const { recorded, published } = view.state
  if (recorded.length === 0) return nothing
  return html`<section class="sheet" aria-labelledby="reports"><h2 id="reports">Reports on record</h2>${[...recorded]
    .reverse()
    .map((report, i) => {
      const { result } = assessed(recordedDraft(report), view.context)
      return html`<details${i === 0 && report.revision !== view.state.revision ? html` open` : ''}><summary>Report ${report.number}, ${kinds[report.kind]} at ${clockTime(report.at, view.timezone, view.now)}${
        published?.number === report.number ? ', counts' : i === 0 ? ', held' : ', replaced'
      }</summary>${countsTable(report, result, view.context, `Report ${report.number}`)}${findings(result.findings)}${steps(result, view.context.rules)}${agrees(report, result.delegates)}</details>`
    })}</section>`
}

const kinds: Readonly<Record<Recorded['kind'], string>> = {
  approved: 'approved by the chair',
  kept: 'kept as it is',
  released: 'released by headquarters',
  overridden: 'recorded by two persons',
}

/** The delegates that the chair approved stand on record: a recomputation that differs is an alarm, never a silent change. */
function agrees({ seen }: Recorded, delegates: Readonly<Record<string, number>>): Html {
  const same = Object.keys({ ...seen.delegates, ...delegates }).every(
    (group) => (seen.delegates[group] ?? 0) === (delegates[group] ?? 0),
  )
  return same
    ? nothing
    : noteBox(
        'bad',
        'The chair approved other delegates than these counts come to today. Hold the report, and call the supervisor.',
      )
}

function people(view: PrecinctView, whole: boolean): Html {
  const { place, now } = view
  if (place.people.length === 0)
    return html`<p>No phone is registered. The chair can text from any phone with the PIN on their card, or call.</p>`
  return html`<ul class="talk">${place.people.map(
    (person) =>
      html`<li><span class="who">${person.kind}</span><div>${person.name ? html`<strong>${person.name}</strong> ` : nothing}${
        whole && person.phone
          ? html`<a href="tel:${person.phone}">${phoneWords(person.phone, true)}</a>`
          : phoneWords(person.phone, false)
      }<div class="who">${person.optedOut ? html`<strong>opted out: cannot be texted until START</strong>, ` : nothing}${
        person.checkedIn ? html`checked in ${age(person.checkedIn, now)} ago` : 'has not checked in'
      }${person.language ? `, ${person.language === 'es' ? 'Spanish' : 'English'}` : ''}</div></div></li>`,
  )}</ul><dl class="facts"><dt>County</dt><dd><a href="/hq/precincts?county=${encodeURIComponent(place.county)}">${place.county}</a></dd><dt>District</dt><dd>${place.district}</dd>${electsNobody(view.context.rules) ? nothing : html`<dt>Delegates</dt><dd>${place.delegates}</dd>`}</dl>`
}
