import { html } from 'hono/html'
import { maskCodes } from '../../bot/say/mask-codes.ts'
import { doneNote } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import { areTwoPersons } from '../access/two-persons.ts'
import type { Visit } from '../action.ts'
import { age, clockTime, countWords, type Html, hidden, noteBox, nothing, options } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { ConsoleSetting, ReminderRow } from '../ports.ts'
import { canStop, planActions, reminderActions, settingActions } from './actions.ts'
import type { ReminderDraft, ReminderPreview } from './plan-reminder.ts'
import { dollars, isQuietAt, limitsOf, type ReminderLimits, spentSegments } from './recipients.ts'
import { type Audience, audiences } from './templates.ts'

/** Reminders: what was planned, what it came to, and a form whose preview is exactly what is sent. */

const states: Readonly<Record<ReminderRow['state'], string>> = {
  second: 'waits for a second person',
  planned: 'planned',
  sending: 'under way',
  done: 'done',
  cancelled: 'cancelled',
}
const audienceWords = (stage: Audience): string => audiences.find(([value]) => value === stage)?.[1] ?? stage

export async function showReminders(
  visit: Visit,
  note: Html = doneNote(visit, settingActions),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { deps, me, form, now: clock, page } = visit
  const { reader } = deps
  const now = clock()
  const [reminders, settings, spent, setting] = await Promise.all([
    reader.reminders(),
    reader.settings(),
    spentSegments(reader, now),
    visit.setting(),
  ])
  const limits = limitsOf(settings)
  const body = html`<h1>Reminders</h1>${note}<p>${countWords(spent, 'segment')} of ${limits.budget.toLocaleString('en-US')} sent in the last 24 hours. Confirmations to chairs go before reminders in any case.</p>
<p class="acts"><a class="button" href="/hq/reminders/new">New reminder</a></p>
<section class="sheet" aria-labelledby="all"><h2 id="all">Planned and sent</h2>${
    reminders.length === 0
      ? html`<p class="soft">None yet. A reminder goes only to those who are still where it is for when it leaves.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Reminders"><table class="stack"><thead><tr><th scope="col">Title</th><th scope="col">For</th><th scope="col">State</th><th scope="col">When</th><th scope="col" class="num">People</th><th scope="col" class="num">Segments</th></tr></thead><tbody>${reminders.map(
          (reminder) =>
            html`<tr><th scope="row" data-label="Title"><a href="/hq/reminders/${reminder.id}">${reminder.title}</a></th><td data-label="For">${audienceWords(reminder.stage)}${reminder.county ? `, ${reminder.county}` : ''}</td><td data-label="State">${states[reminder.state]}</td><td data-label="When">${clockTime(reminder.due, setting.caucus.timezone, now)}</td><td class="num" data-label="People">${reminder.people}</td><td class="num" data-label="Segments">${reminder.segments}</td></tr>`,
        )}</tbody></table></div>`
  }</section>${may(me.account.role, settingActions['settings.change'].role) ? settingForms(limits, carrierOptions(deps.carriers, settings.get('outbound') ?? ''), form) : nothing}`
  return page({ title: 'Reminders', path: '/hq/reminders', body, status })
}

const carrierOptions = (carriers: Visit['deps']['carriers'], outbound: string): Html =>
  options(
    [['', 'the carrier that is configured'], ...carriers.map(({ name, title }) => [name, title] as const)],
    outbound,
  )

const settingForms = (
  limits: ReminderLimits,
  carriers: Html,
  form: Visit['form'],
): Html => html`<details class="sheet"><summary>Budget and limits</summary><form method="post" action="/hq/reminders/settings">${hidden(form())}<div class="row">
<div><label for="budget">Segments in 24 hours</label><input id="budget" name="budget" inputmode="numeric" pattern="[0-9]{1,7}" value="${limits.budget}"></div>
<div><label for="secondAbove">A second person above this many texts</label><input id="secondAbove" name="secondAbove" inputmode="numeric" pattern="[0-9]{1,7}" value="${limits.secondAbove}"></div>
<div><label for="price">Price of a segment, hundredths of a cent</label><input id="price" name="price" inputmode="numeric" pattern="[0-9]{1,7}" value="${limits.price}"></div><button>Set these limits</button></div></form></details>
<details class="sheet"><summary>Which carrier sends</summary><form method="post" action="/hq/reminders/carrier">${hidden(form())}<div class="row"><div><label for="outbound">All texts leave by</label><select id="outbound" name="outbound">${carriers}</select></div><button>Use this carrier</button></div><p class="hint">For the hour in which the first carrier fails. Texts that wait are sent by the other one; nothing is sent twice.</p></form></details>`

export async function showNewReminder(
  { form, now, page, ...visit }: Visit,
  draft: ReminderDraft,
  preview: ReminderPreview | null,
  note: Html = nothing,
  status: 200 | 409 = 200,
): Promise<Response> {
  const counties = [...(await visit.board()).counties.keys()]
  const setting = await visit.setting()
  const minutes = Math.max(0, Math.round((Date.parse(draft.due) - Date.parse(now())) / 60_000))
  const body = html`<h1>New reminder</h1>${note}<form method="get" action="/hq/reminders/new" class="row sheet"><div><label for="stage">For whom</label><select id="stage" name="stage">${options(audiences, draft.stage)}</select></div>
<div><label for="county">County</label><select id="county" name="county">${options([['', 'All counties'], ...counties.map((name): [string, string] => [name, name])], draft.county)}</select></div><button>Use the words for these</button></form>
<form method="post" action="/hq/reminders/preview" class="sheet">${hidden(form())}<input type="hidden" name="stage" value="${draft.stage}"><input type="hidden" name="county" value="${draft.county}">
<p>For: <strong>${audienceWords(draft.stage)}</strong>${draft.county ? html` in <strong>${draft.county}</strong>` : nothing}</p>
<label for="title">Title <span class="hint">for headquarters only</span></label><input class="full" id="title" name="title" required maxlength="80" value="${draft.title}">
<div class="two"><div><label for="en">English <span class="hint">{precinct} {county} {hq} {example} are filled in</span></label><textarea id="en" name="en" required maxlength="300">${draft.texts.en}</textarea></div>
<div><label for="es">Spanish</label><textarea id="es" name="es" required maxlength="300" lang="es">${draft.texts.es}</textarea></div></div>
<div class="row"><div><label for="minutes">Send in (minutes; 0 is now)</label><input id="minutes" name="minutes" inputmode="numeric" pattern="[0-9]{1,4}" value="${minutes}"></div>
<div><label for="again">Second text after (minutes; empty: none)</label><input id="again" name="again" inputmode="numeric" pattern="[0-9]{0,4}" value="${draft.againAfter ?? ''}"></div>
<div><label for="calls">Call list after (minutes; empty: none)</label><input id="calls" name="calls" inputmode="numeric" pattern="[0-9]{0,4}" value="${draft.callsAfter ?? ''}"></div></div>
${preview ? previewOf(draft, preview, setting) : nothing}
<p class="acts"><button>Preview</button>${
    preview && preview.problem === null
      ? html`<input type="hidden" name="seen" value="${preview.recipients.texts.length}"><button class="main" formaction="/hq/reminders/plan">${
          preview.recipients.texts.length > preview.limits.secondAbove ? 'Ask a second person to send' : 'Send'
        } ${countWords(preview.recipients.texts.length, 'text')} ${minutes === 0 ? 'now' : `in ${minutes} min`}</button>`
      : nothing
  }</p></form>`
  return page({ title: 'New reminder', path: '/hq/reminders', body, status })
}

function previewOf(
  draft: ReminderDraft,
  { recipients, limits, spent, problem }: ReminderPreview,
  setting: ConsoleSetting,
): Html {
  const samples = (['en', 'es'] as const).flatMap(
    (language) => recipients.texts.find(({ to }) => to.language === language) ?? [],
  )
  const steps = draft.againAfter === null ? 1 : 2
  const quiet = isQuietAt(draft.due, setting.caucus.timezone, setting.quiet)
  return html`<section class="note ${problem === null ? 'calm' : 'bad'}" role="status"><h2>Preview</h2>${problem === null ? nothing : html`<p><strong>${problem}</strong> Nothing was sent.</p>`}
<dl class="facts"><dt>Texts</dt><dd>${recipients.texts.length} to ${countWords(recipients.people, 'person', 'people')}</dd><dt>Segments</dt><dd>${recipients.segments}${steps === 2 ? `, up to ${recipients.segments * 2} with the second text` : ''}</dd><dt>Cost</dt><dd>about ${dollars(recipients.segments * steps, limits)}</dd><dt>Budget left</dt><dd>${Math.max(0, limits.budget - spent)} of ${limits.budget} segments</dd>
<dt>Not texted</dt><dd>${recipients.optedOut} who opted out, ${recipients.withoutPhone} without a phone</dd></dl>
${quiet && setting.quiet ? html`<p><strong>Quiet hours:</strong> from ${setting.quiet.from} to ${setting.quiet.to} nothing goes out; it would leave at ${setting.quiet.to}.</p>` : nothing}
${recipients.texts.length > limits.secondAbove ? html`<p>Above ${limits.secondAbove} texts a second person must agree before anything is sent.</p>` : nothing}
${samples.map(({ to, body, segments }) => html`<p class="hint">${to.language === 'es' ? 'Spanish' : 'English'}, ${countWords(segments, 'segment')}, as ${to.precinct} gets it:</p><p class="bubble out" lang="${to.language}">${body}</p>`)}
<p class="hint">Who reports before it leaves does not get it.</p></section>`
}

export async function showReminder(
  visit: Visit,
  note: Html = doneNote(visit, { ...planActions, ...reminderActions }),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { c, deps, me, form, page } = visit
  const { reader } = deps
  const reminder = await reader.reminder(c.req.param('id') ?? '')
  if (!reminder) return c.html(missing('such reminder'), 404)
  const [accounts, sends, setting] = await Promise.all([reader.accounts(), reader.sends(reminder.id), visit.setting()])
  const author = accounts.find((account) => account.id === reminder.madeBy)
  const second = accounts.find((account) => account.id === reminder.second)
  const mayAgree = may(me.account.role, reminderActions['reminders.approve'].role)
  const now = visit.now()
  const by = (state: string) =>
    sends.filter((send) => (send.delivery === 'delivered' ? 'delivered' : send.state) === state).length
  const body = html`<h1>${reminder.title}</h1>${note}<div class="sheet"><dl class="facts"><dt>State</dt><dd><strong>${states[reminder.state]}</strong></dd><dt>For</dt><dd>${audienceWords(reminder.stage)}${reminder.county ? `, ${reminder.county}` : ''}</dd><dt>When</dt><dd>${clockTime(reminder.due, setting.caucus.timezone, now)}</dd><dt>By</dt><dd>${author?.name ?? 'the command line'}${second ? ` and ${second.name}` : ''}</dd><dt>Preview</dt><dd>${countWords(reminder.people, 'person', 'people')}, ${countWords(reminder.segments, 'segment')}</dd></dl>
<p class="bubble out">${maskCodes(reminder.en)}</p> <p class="bubble out" lang="es">${maskCodes(reminder.es)}</p>
${
  reminder.state === 'second'
    ? mayAgree && (!author || areTwoPersons(author, me.account))
      ? html`<form method="post" action="/hq/reminders/${reminder.id}/approve">${hidden(form())}<p class="acts"><button class="main">Agree: send "${reminder.title}" to ${countWords(reminder.people, 'person', 'people')}</button></p></form>`
      : noteBox('warn', 'A supervisor other than the one who planned it must agree. Nothing is sent before.')
    : nothing
}${canStop(reminder, sends) && may(me.account.role, reminderActions['reminders.cancel'].role) ? html`<form method="post" action="/hq/reminders/${reminder.id}/cancel">${hidden(form())}<label for="why">Why it is cancelled</label><input id="why" class="full" name="reason" required maxlength="200"><p class="acts"><button>Cancel "${reminder.title}"</button></p></form>` : nothing}</div>
<section class="sheet" aria-labelledby="result"><h2 id="result">What became of each</h2><p>${by('delivered')} delivered, ${by('sent')} sent, ${by('waiting') + by('leased') + by('written')} waiting, ${by('dropped')} not sent (they had reported or opted out, or it was too late), ${by('failed')} failed.</p>${
    sends.length === 0
      ? html`<p class="soft">Nothing has left yet.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Each text"><table class="stack"><thead><tr><th scope="col">Precinct</th><th scope="col">Text</th><th scope="col">State</th><th scope="col">Written</th></tr></thead><tbody>${sends.slice(0, 500).map((send) => html`<tr><th scope="row" data-label="Precinct"><a href="/hq/precincts/${send.precinct}">${send.precinct}</a></th><td data-label="Text">${send.step}</td><td data-label="State">${send.delivery ?? send.state}${send.error ? ` (${send.error})` : ''}</td><td data-label="Written">${age(send.at, now)} ago</td></tr>`)}</tbody></table></div>`
  }</section><p><a href="/hq/reminders">All reminders</a></p>`
  return page({ title: reminder.title, path: '/hq/reminders', body, status })
}
