import type { Context } from 'hono'
import { html } from 'hono/html'
import { reportingPhaseOf } from '../../bot/ids.ts'
import type { Gate } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { phoneWords } from '../page/mask.ts'
import { age, countWords, type Html, hidden, noteBox, nothing, options, stageBadge } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'

/** Who did not answer any text is for the telephone. Each call ends with what came of it. */
const outcomes: readonly (readonly [string, string])[] = [
  ['', 'Choose one'],
  ['reached, will text', 'reached, will text'],
  ['reached, entered by telephone', 'reached, entered by telephone'],
  ['no answer', 'no answer: stays on the list'],
  ['wrong number', 'wrong number'],
]

export function callRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader, store } = desk.deps
  gate.see('/hq/calls', 'calls.see', (c, me) => list(desk, c, me, nothing))
  gate.do('/hq/calls/end', 'calls.end', async (c, me, form) => {
    const id = form.text('id')
    const outcome = form.text('outcome')
    const call = (await reader.calls(true)).find((one) => one.id === id)
    if (!call)
      return list(
        desk,
        c,
        me,
        noteBox('bad', 'Somebody else has made this call meanwhile. Nothing of yours was recorded.'),
        409,
      )
    if (outcome === '' || !outcomes.some(([value]) => value === outcome))
      return list(desk, c, me, noteBox('bad', 'Choose what came of the call.'), 409)
    const known = await reader.precinct(call.precinct)
    if (!known) return c.html(missing('such precinct'), 404)
    const stays = outcome === 'no answer'
    await store.act({
      stream: `hq/precinct/${call.precinct}`,
      expected: null,
      events: [
        {
          type: 'ChairCalled',
          data: { phase: reportingPhaseOf(call.phase), outcome, note: form.text('note').slice(0, 300) },
        },
      ],
      by: me.account.id,
      at: desk.now(),
      action: form.text('action'),
      writes: stays ? [] : [{ table: 'calls', id, set: { outcome, madeBy: me.account.id, endedAt: desk.now() } }],
    })
    return list(desk, c, me, noteBox('good', `The call to ${call.precinct} is on the record.`))
  })
}

async function list(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  told: Html,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = desk.deps
  const [calls, board, people] = await Promise.all([
    reader.calls(true),
    desk.board(),
    reader.addressees(reportingPhaseOf((await desk.setting()).phase)),
  ])
  const phones = Map.groupBy(people, ({ precinct }) => precinct)
  const body = html`<h1>Call list</h1>${told}<p>${countWords(calls.length, 'call')} to make: who was reminded and did not answer. Whoever reports meanwhile is marked.</p>
<section class="sheet" aria-label="Calls">${
    calls.length === 0
      ? html`<p class="soft">Nobody is to be called. A reminder with a call list puts people here.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Calls"><table class="stack"><thead><tr><th scope="col">Precinct</th><th scope="col">Stage now</th><th scope="col">Phone</th><th scope="col">Why</th><th scope="col">Since</th><th scope="col">What came of it</th></tr></thead><tbody>${calls.map(
          (
            call,
          ) => html`<tr><th scope="row" data-label="Precinct"><a href="/hq/precincts/${call.precinct}">${call.precinct}</a></th><td data-label="Stage now">${stageBadge(board.precincts.get(call.precinct)?.stage ?? 'never')}</td>
<td data-label="Phone">${(phones.get(call.precinct) ?? []).map(({ phone }) => (phone ? html`<a href="tel:${phone}">${phoneWords(phone, true)}</a> ` : nothing))}</td><td data-label="Why">${call.why}</td><td data-label="Since">${age(call.at, desk.now())}</td>
<td data-label="What came of it">${may(me.account.role, 'calls.end') ? html`<form method="post" action="/hq/calls/end" class="row">${hidden(desk.form(me))}<input type="hidden" name="id" value="${call.id}"><select name="outcome" aria-label="Outcome of the call to ${call.precinct}" required>${options(outcomes, '')}</select><button>Record</button></form>` : nothing}</td></tr>`,
        )}</tbody></table></div>`
  }</section>`
  return desk.page(c, me, { title: 'Calls', path: '/hq/calls', body, status })
}
