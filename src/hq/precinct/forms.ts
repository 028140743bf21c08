import { html } from 'hono/html'
import type { EntryPreview } from '../../bot/hq-ports.ts'
import { lastRecorded } from '../../bot/report/state.ts'
import { countsOnce } from '../../math/rules.ts'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { areTwoPersons } from '../access/two-persons.ts'
import { type FormOf, type Html, hidden, nothing, options } from '../page/parts.ts'
import { precinctActions } from './actions.ts'
import { findings, steps } from './arithmetic.ts'
import { enteredBy, type PrecinctView } from './precinct-view.ts'
import { answerSecondActions, isCurrent, requestKinds } from './second-person-requests.ts'

/** The acts on one precinct, each form saying what happens next and naming the thing on its button. */

/** What a form that was not carried out gives back, so that nobody types anything twice. */
export interface ReturnedForm {
  readonly text: string
  readonly reason: string
  readonly as: 'enter' | 'propose' | 'hold' | 'release'
  readonly preview: EntryPreview | null
}
/** A form of this visitor's, each with an id of its own. */
type NewForm = () => FormOf

/** What the page showed: the action is refused where anything has come since. */
const expectedVersionFields = (view: PrecinctView): Html =>
  html`<input type="hidden" name="phase" value="${view.phase}"><input type="hidden" name="version" value="${view.state.version}">`
const actionPath = (view: PrecinctView, what: string): string => `/hq/precincts/${view.place.id}/${what}`

/** By phone: the chair's own grammar and checks. Preview first; nothing is written by it. */
export function enterForm(view: PrecinctView, form: NewForm, returned: ReturnedForm | null): Html {
  const { id } = view.place
  const entered = returned?.as === 'enter' ? returned : null
  const [first = 'Sanders', second = 'Warren'] = view.context.order
  return html`<form method="post" action="${actionPath(view, 'preview')}" id="enter">${hidden(form())}${expectedVersionFields(view)}
<label for="text">What the chair says on the telephone <span class="hint">as a text: ${countsOnce(view.context.rules) ? '' : `I ${first} 45 ${second} 20, `}F ${first} 45 …, A 113, FIX ${first} 48</span></label>
<textarea id="text" name="text" required maxlength="1000">${entered?.text ?? ''}</textarea>
<p class="acts"><button name="as" value="enter">Check what this says</button></p></form>${
    entered?.preview ? previewOf(entered.preview, view) : nothing
  }${
    entered?.preview?.ok
      ? html`<form method="post" action="${actionPath(view, 'enter')}">${hidden(form())}${expectedVersionFields(view)}<input type="hidden" name="text" value="${entered.text}">
<p class="hint">It counts after the chair’s OK by text, or after a second operator has read it back to them.</p>
<p class="acts"><button class="main">Record ${id} as called in</button></p></form>`
      : nothing
  }`
}

const previewOf = (preview: EntryPreview, view: PrecinctView): Html =>
  html`<div class="note ${preview.ok ? 'calm' : 'bad'}" role="status"><h3>${
    preview.ok ? 'Read like this' : 'Not understood like this'
  }</h3><p class="bubble out">${preview.reply === '' ? `In this phase ${view.place.id} takes no counts.` : preview.reply}</p>${
    preview.ok && preview.result
      ? html`${findings(preview.findings)}${steps(preview.result, view.context.rules)}`
      : html`<p>Nothing was recorded. Change the text and check it again.</p>`
  }</div>`

/** The numbers that a colleague took by telephone are read back to the chair by somebody else. */
export function readBackForm(view: PrecinctView, me: Session, form: NewForm): Html {
  const authors = enteredBy(view)
  if (authors.length === 0 || view.state.revision === lastRecorded(view.state)?.revision) return nothing
  const others = authors.map((id) => view.accounts.find((account) => account.id === id))
  const mine = others.some((account) => !account || !areTwoPersons(account, me.account))
  const by = others.map((account) => account?.name ?? 'a former account').join(' and ')
  return html`<section class="note warn"><h3>Called in, not yet confirmed</h3>
<p>${by} took these numbers by telephone. They count when the chair replies to the code, or when another person reads them back to the chair.</p>${
    mine
      ? html`<p>You cannot be that person: you entered them yourself, or your accounts are of one making. Ask a colleague.</p>`
      : html`<form method="post" action="${actionPath(view, 'read-back')}">${hidden(form())}${expectedVersionFields(view)}<input type="hidden" name="revision" value="${view.state.revision}">
<p><label><input type="checkbox" name="read" value="yes" required> I called the chair, read them every number above, and they said yes</label></p>
<p class="acts"><button class="main">Record ${view.place.id} as read back</button></p></form>`
  }</section>`
}

/** A correction by headquarters: proposed with a reason, counted when the chair approves. */
export function correctForm(view: PrecinctView, me: Session, form: NewForm, returned: ReturnedForm | null): Html {
  if (view.state.correction) return pendingCorrection(view, me, form)
  if (lastRecorded(view.state) === null)
    return html`<p class="soft">There is no report on record yet. Until then enter what the chair says by telephone.</p>`
  const proposed = returned?.as === 'propose' ? returned : null
  return html`<form method="post" action="${actionPath(view, proposed?.preview?.ok ? 'propose' : 'preview')}">${hidden(form())}${expectedVersionFields(view)}
<label for="change">What should change <span class="hint">FIX F ${view.context.order[0] ?? 'Sanders'} 48, or a whole alignment</span></label>
<textarea id="change" name="text" required maxlength="1000">${proposed?.text ?? ''}</textarea>
<label for="why">Why <span class="hint">the chair and the public page see this</span></label><input class="full" id="why" name="reason" required maxlength="200" value="${proposed?.reason ?? ''}">
${proposed?.preview ? previewOf(proposed.preview, view) : nothing}
<p class="hint">The chair gets a text with the difference and a code. The report on record stays until they approve. A newer text of theirs ends the proposal.</p>
<p class="acts"><button name="as" value="propose" formaction="${actionPath(view, 'preview')}">Check what this changes</button>${
    proposed?.preview?.ok
      ? html`<button class="main" formaction="${actionPath(view, 'propose')}">Propose the correction of ${view.place.id} to the chair</button>`
      : nothing
  }</p></form>`
}

function pendingCorrection(view: PrecinctView, me: Session, form: NewForm): Html {
  const { correction } = view.state
  const { id } = view.place
  const asked = view.seconds.find((request) => isCurrent(request, view))
  const role = me.account.role
  return html`<div class="note warn"><h3>A correction waits for the chair</h3><p>Proposed by ${view.names.get(correction?.by as never) ?? 'headquarters'}: ${correction?.reason ?? ''}</p>
${may(role, precinctActions['precinct.withdraw'].role) ? html`<form method="post" action="${actionPath(view, 'withdraw')}">${hidden(form())}${expectedVersionFields(view)}<p class="acts"><button>Withdraw the proposal for ${id}</button></p></form>` : nothing}
${
  asked
    ? secondForm(view, asked, me, form)
    : may(role, precinctActions['precinct.override'].role)
      ? html`<details><summary>No answer from the chair?</summary><form method="post" action="${actionPath(view, 'override')}">${hidden(form())}${expectedVersionFields(view)}
<label for="override-why">Why it must be recorded without the chair <span class="hint">the public page says so</span></label><input class="full" id="override-why" name="reason" required maxlength="200">
<p class="hint">A second person must agree; then it is recorded.</p><p class="acts"><button class="main">Ask for a second person to record ${id}</button></p></form></details>`
      : html`<p class="hint">Without an answer a supervisor may record it, with a second person.</p>`
}</div>`
}

function secondForm(view: PrecinctView, asked: PrecinctView['seconds'][number], me: Session, form: NewForm): Html {
  const author = view.accounts.find((account) => account.id === asked.madeBy)
  const fits = author !== undefined && areTwoPersons(author, me.account)
  const words = html`<p><strong>${author?.name ?? 'A supervisor'}</strong> ${requestKinds[asked.kind].asks}: ${asked.reason}</p>`
  if (!fits || !may(me.account.role, answerSecondActions['second.answer'].role))
    return html`${words}<p class="hint">Another person must agree: not the one who asks, nor an account that one of the two made.</p>`
  return html`${words}<form method="post" action="/hq/seconds/${asked.id}">${hidden(form())}
<label for="second-why">If you do not agree: why</label><input class="full" id="second-why" name="reason" maxlength="200">
<p class="acts"><button class="main" name="answer" value="given">Agree: ${requestKinds[asked.kind].agree(view.place.id)}</button><button name="answer" value="refused">Do not agree</button></p></form>`
}

/** Holding keeps a report out of the totals; releasing lets it in as it is. */
export function holdForms(view: PrecinctView, me: Session, form: NewForm, returned: ReturnedForm | null): Html {
  const record = lastRecorded(view.state)
  if (record === null) return nothing
  const held = view.state.published?.number !== record.number
  const what = held ? 'release' : 'hold'
  const asked =
    held && view.state.correction === null ? view.seconds.find((request) => isCurrent(request, view)) : undefined
  if (asked) return secondForm(view, asked, me, form)
  if (!may(me.account.role, precinctActions[`precinct.${what}`].role))
    return held && !asked
      ? html`<p class="hint">Report ${record.number} is held. A supervisor can release it, with a second person.</p>`
      : nothing
  return html`<form method="post" action="${actionPath(view, what)}">${hidden(form())}${expectedVersionFields(view)}
<label for="hold-why">Why ${held ? 'it may count' : 'it must not count for now'}</label><input class="full" id="hold-why" name="reason" required maxlength="200" value="${returned?.as === what ? returned.reason : ''}">
<p class="hint">${held ? 'A second person must agree; then it counts as it is with the next publication.' : 'The next publication leaves it out. The report stays on record.'}</p>
<p class="acts"><button class="main">${held ? `Ask for a second person to release report ${record.number} of ${view.place.id}` : `Hold report ${record.number} of ${view.place.id}`}</button></p></form>`
}

export const noteForms = (
  view: PrecinctView,
  form: NewForm,
): Html => html`<form method="post" action="${actionPath(view, 'call')}">${hidden(form())}
<div class="row"><div><label for="outcome">I called the chair</label><select id="outcome" name="outcome">${options(
  [
    ['reached', 'reached'],
    ['no answer', 'no answer'],
    ['left a message', 'left a message'],
    ['wrong number', 'wrong number'],
  ],
  'reached',
)}</select></div><div><label for="call-note">What was said</label><input id="call-note" name="note" maxlength="300"></div><button>Record the call</button></div></form>
<form method="post" action="${actionPath(view, 'note')}">${hidden(form())}<div class="row"><div><label for="note">Note for whoever comes next</label><input id="note" name="note" required maxlength="300"></div><button>Note it</button></div></form>`
