import type { Context } from 'hono'
import { precinctId, rosterStream } from '../../bot/ids.ts'
import { currentCard, usedAt } from '../../bot/phone/card-pin.ts'
import type { FormFields, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { clockTime, type Html, noteBox, nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { applyChange } from './apply.ts'
import type { Wanted } from './diff.ts'
import { editPage, issuedPage } from './edit.ts'
import { issuePin } from './pin.ts'

/** One precinct of the roster: what stands there, and the PIN of its card. */
export function editingRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader, roster, keys } = desk.deps
  const show = async (c: Context, me: Session, told: Html, status: 200 | 409 = 200): Promise<Response> => {
    const id = precinctId(c.req.param('id') ?? '')
    const place = id && (await reader.place(id))
    if (!place) return c.html(missing('such precinct'), 404)
    const { caucus } = await desk.setting()
    const events = await reader.history(rosterStream(place.id))
    const used = usedAt(keys, place.id, events)
    const pin = { card: currentCard(events), used: used && clockTime(used, caucus.timezone, desk.now()) }
    const version = events.at(-1)?.version ?? 0
    return desk.page(c, me, {
      title: place.id,
      path: '/hq/roster',
      body: editPage(place, version, me, caucus.languages, pin, () => desk.form(me), told),
      status,
    })
  }
  gate.do('/hq/roster/:id/pin', 'roster.pin', async (c, me, form) => {
    const fail = (words: string) => show(c, me, noteBox('bad', `${words} No PIN was issued.`), 409)
    const id = precinctId(c.req.param('id') ?? '')
    const place = id && (await reader.place(id))
    if (!place) return c.html(missing('such precinct'), 404)
    const reason = form.text('reason').slice(0, 200)
    if (reason === '') return fail('Say why: the reason is part of the record.')
    const issued = await issuePin(desk.deps, {
      precinct: place.id,
      reason,
      by: me.account.id,
      action: form.text('action'),
      expected: Number(form.text('version')),
    })
    // Never by a redirect: the number would have to be kept somewhere in between.
    return issued
      ? desk.page(c, me, { title: place.id, path: '/hq/roster', body: issuedPage(place, issued) })
      : fail('This form was sent before, or somebody changed this precinct since you looked.')
  })
  gate.see('/hq/roster/:id', 'roster.see', (c, me) =>
    show(c, me, c.req.query('said') === 'done' ? noteBox('good', 'Changed, with an event for each field.') : nothing),
  )
  gate.do('/hq/roster/:id', 'roster.change', async (c, me, form) => {
    const fail = (words: string) => show(c, me, noteBox('bad', `${words} Nothing was changed.`), 409)
    const id = precinctId(c.req.param('id') ?? '')
    const place = id && (await reader.place(id))
    if (!place) return c.html(missing('such precinct'), 404)
    const reason = form.text('reason').slice(0, 200)
    if (reason === '') return fail('Say why: the reason is part of the record.')
    const to = await wantedOf(form, roster)
    if (typeof to === 'string') return fail(to)
    const acted = await applyChange(desk.deps, {
      id: place.id,
      place,
      to,
      reason,
      by: me.account.id,
      action: form.text('action'),
      expected: Number(form.text('version')),
    })
    return acted === 'done'
      ? c.redirect(`/hq/roster/${place.id}?said=done`, 303)
      : fail('Somebody changed this precinct since you looked.')
  })
}

/** @returns what is wrong, in words, or the line that is wanted. */
async function wantedOf(form: FormFields, roster: ConsoleContext['deps']['roster']): Promise<Wanted | string> {
  const delegates = form.text('delegates')
  if (!/^[1-9]\d{0,3}$/.test(delegates)) return 'Delegates to elect is a whole number such as 7.'
  if (form.text('name') === '' || form.text('county') === '') return 'Name and county must be there.'
  const phones: Wanted['phone'][] = []
  for (const field of ['phone', 'backup']) {
    const text = form.text(field)
    const phone = text === '' || roster === null ? null : await roster.phone(text)
    if (text !== '' && phone === null) return `${text} is no number that can be texted.`
    phones.push(phone)
  }
  const language = form.text('language') === 'es' ? 'es' : 'en'
  const [phone = null, backupPhone = null] = phones
  return {
    name: form.text('name'),
    county: form.text('county'),
    district: form.text('district'),
    delegates: Number(delegates),
    language,
    chair: form.text('chair') || null,
    phone,
    backupPhone,
  }
}
