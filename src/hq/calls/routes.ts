import { html } from 'hono/html'
import { reportingPhaseOf } from '../../bot/ids.ts'
import type { Gate } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Actions, Visit } from '../action.ts'
import { age, countWords, type Html, hidden, noteBox, nothing, options, phoneWords, stageBadge } from '../page/parts.ts'

/** Who did not answer any text is for the telephone. Each call ends with what came of it. */
const outcomes: readonly (readonly [string, string])[] = [
  ['', 'Choose one'],
  ['reached, will text', 'reached, will text'],
  ['reached, entered by telephone', 'reached, entered by telephone'],
  ['no answer', 'no answer: stays on the list'],
  ['wrong number', 'wrong number'],
]

const callActions = {
  'calls.end': {
    path: '/hq/calls/end',
    role: 'operator',
    perform: async ({ deps, me, fields, now, record }) => {
      const id = fields.text('id')
      const outcome = fields.text('outcome')
      const call = (await deps.reader.calls(true)).find((open) => open.id === id)
      if (!call) return { refused: 'Somebody else has made this call meanwhile. Nothing of yours was recorded.' }
      if (outcome === '' || !outcomes.some(([value]) => value === outcome))
        return { refused: 'Choose what came of the call.' }
      if ((await deps.reader.precinct(call.precinct)) === null) return { missing: 'such precinct' }
      const data = { phase: reportingPhaseOf(call.phase), outcome, note: fields.text('note').slice(0, 300) }
      const ended = { outcome, madeBy: me.account.id, endedAt: now() }
      await record(`hq/precinct/${call.precinct}`, {
        events: [{ type: 'ChairCalled', data }],
        writes: outcome === 'no answer' ? [] : [{ table: 'calls', id, set: ended }],
      })
      return { note: noteBox('good', `The call to ${call.precinct} is on the record.`) }
    },
  },
} satisfies Actions

export function callRoutes(gate: Gate): void {
  gate.see('/hq/calls', 'calls.see', (visit) => showCalls(visit))
  gate.act(callActions, showCalls)
}

async function showCalls(
  { deps, me, board, setting, form, now, page }: Visit,
  note: Html = nothing,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = deps
  const [calls, { precincts }, people] = await Promise.all([
    reader.calls(true),
    board(),
    reader.addressees(reportingPhaseOf((await setting()).phase)),
  ])
  const phones = Map.groupBy(people, ({ precinct }) => precinct)
  const body = html`<h1>Call list</h1>${note}<p>${countWords(calls.length, 'call')} to make: who was reminded and did not answer. Whoever reports meanwhile is marked.</p>
<section class="sheet" aria-label="Calls">${
    calls.length === 0
      ? html`<p class="soft">Nobody is to be called. A reminder with a call list puts people here.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Calls"><table class="stack"><thead><tr><th scope="col">Precinct</th><th scope="col">Stage now</th><th scope="col">Phone</th><th scope="col">Why</th><th scope="col">Since</th><th scope="col">What came of it</th></tr></thead><tbody>${calls.map(
          (
            call,
          ) => html`<tr><th scope="row" data-label="Precinct"><a href="/hq/precincts/${call.precinct}">${call.precinct}</a></th><td data-label="Stage now">${stageBadge(precincts.get(call.precinct)?.stage ?? 'never')}</td>
<td data-label="Phone">${(phones.get(call.precinct) ?? []).map(({ phone }) => (phone ? html`<a href="tel:${phone}">${phoneWords(phone, true)}</a> ` : nothing))}</td><td data-label="Why">${call.why}</td><td data-label="Since">${age(call.at, now())}</td>
<td data-label="What came of it">${may(me.account.role, callActions['calls.end'].role) ? html`<form method="post" action="/hq/calls/end" class="row">${hidden(form())}<input type="hidden" name="id" value="${call.id}"><select name="outcome" aria-label="Outcome of the call to ${call.precinct}" required>${options(outcomes, '')}</select><button>Record</button></form>` : nothing}</td></tr>`,
        )}</tbody></table></div>`
  }</section>`
  return page({ title: 'Calls', path: '/hq/calls', body, status })
}
