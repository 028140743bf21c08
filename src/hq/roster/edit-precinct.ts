import type { Context } from 'hono'
import { html } from 'hono/html'
import { precinctId, rosterStream } from '../../bot/ids.ts'
import { currentCard, usedAt } from '../../bot/phone/card-pin.ts'
import type { FormFields, Gate } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { phoneWords } from '../page/mask.ts'
import { clockTime, type FormOf, type Html, hidden, noteBox, nothing, options } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { PrecinctRecord } from '../ports.ts'
import { applyRosterChange } from './apply-change.ts'
import { asWanted, type WantedLine } from './differences.ts'
import { issuePin } from './issue-pin.ts'

/** What is known of a precinct's card, without its number. */
interface PinState {
  readonly card: number
  /** As people read it; null where the PIN was not used. */
  readonly used: string | null
}

export function editPage(
  place: PrecinctRecord,
  version: number,
  me: Session,
  languages: readonly string[],
  pin: PinState,
  form: () => FormOf,
  told: Html,
): Html {
  const now = asWanted(place)
  const field = (name: string, words: string, value: string | number | null): Html =>
    html`<div><label for="${name}">${words}</label><input id="${name}" name="${name}" value="${value ?? ''}" maxlength="80"></div>`
  return html`<h1>${place.id} in the roster</h1>${told}${
    may(me.account.role, 'roster.change')
      ? html`<form method="post" action="/hq/roster/${place.id}" class="sheet">${hidden(form())}<input type="hidden" name="version" value="${version}"><div class="row">${field('name', 'Name', now.name)}${field('county', 'County', now.county)}${field('district', 'District', now.district)}${field('delegates', 'Delegates to elect', now.delegates)}
<div><label for="language">Language</label><select id="language" name="language">${options(
          languages.map((one): [string, string] => [one, one === 'es' ? 'Spanish' : 'English']),
          now.language,
        )}</select></div></div>
<div class="row">${field('chair', 'Chair', now.chair)}${field('phone', 'Phone', now.phone && phoneWords(now.phone, true))}${field('backup', 'Backup phone', now.backupPhone && phoneWords(now.backupPhone, true))}</div>
<label for="why">Why</label><input id="why" name="reason" class="full" required maxlength="200"><p class="hint">A phone that is replaced speaks for ${place.id} no more, and its code serves no more.</p><p class="acts"><button class="main">Change ${place.id} in the roster</button></p></form>`
      : html`<div class="sheet"><dl class="facts"><dt>Name</dt><dd>${now.name}</dd><dt>County</dt><dd>${now.county}</dd><dt>Delegates</dt><dd>${now.delegates}</dd><dt>Chair</dt><dd>${now.chair ?? 'none'}</dd></dl><p>Changing it is a supervisor’s act.</p></div>`
  }${pinPart(place, version, pin, me, form)}<p><a href="/hq/precincts/${place.id}">${place.id} on the night</a></p>`
}

/** For the card that was lost, or used up: a new one, by an admin, since whoever has its number may report. */
const pinPart = (
  place: PrecinctRecord,
  version: number,
  { card, used }: PinState,
  me: Session,
  form: () => FormOf,
): Html =>
  html`<section class="sheet" aria-labelledby="pin"><h2 id="pin">PIN for another phone</h2><p>Card ${card} of ${place.id}: its PIN ${used === null ? 'was not used yet' : `was used, ${used}`}. It lets any phone report for ${place.id}, once, for three hours; what such a phone reports is held until headquarters has called.</p>${
    may(me.account.role, 'roster.pin')
      ? html`<form method="post" action="/hq/roster/${place.id}/pin">${hidden(form())}<input type="hidden" name="version" value="${version}"><label for="pin-why">Why a new one <span class="hint">call the registered number first: is it really the chair who asks?</span></label><input id="pin-why" name="reason" class="full" required maxlength="200"><p class="hint">The number is shown once, to you. The PIN on the old card serves no more.</p><p class="acts"><button class="main">Issue a new PIN for ${place.id}</button></p></form>`
      : html`<p class="hint">An admin can issue a new one: lost cards, used PINs.</p>`
  }</section>`

/** The one page that ever shows it. */
export const issuedPage = (
  place: PrecinctRecord,
  { pin, card }: { readonly pin: string; readonly card: number },
): Html =>
  html`<h1>${place.id}: a new PIN</h1>${noteBox('good', html`<p>Issued for card ${card} of ${place.id}. Nobody can look it up in this console again: read it out now, twice.</p>`)}<div class="sheet"><p><code class="big">${place.id} PIN ${pin}</code></p><p>The chair texts this from the other phone, once. The PIN on the old card serves no more.</p></div><p><a href="/hq/roster/${place.id}">Back to ${place.id} in the roster</a></p>`

/** One precinct of the roster: what stands there, and the PIN of its card. */
export function editingRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader, roster, keys } = desk.deps
  const show = async (c: Context, me: Session, told: Html, status: 200 | 409 = 200): Promise<Response> => {
    const id = precinctId(c.req.param('id') ?? '')
    const place = id && (await reader.precinct(id))
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
    const place = id && (await reader.precinct(id))
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
    const place = id && (await reader.precinct(id))
    if (!place) return c.html(missing('such precinct'), 404)
    const reason = form.text('reason').slice(0, 200)
    if (reason === '') return fail('Say why: the reason is part of the record.')
    const to = await wantedOf(form, roster)
    if (typeof to === 'string') return fail(to)
    const acted = await applyRosterChange(desk.deps, {
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
async function wantedOf(form: FormFields, roster: ConsoleContext['deps']['roster']): Promise<WantedLine | string> {
  const delegates = form.text('delegates')
  if (!/^[1-9]\d{0,3}$/.test(delegates)) return 'Delegates to elect is a whole number such as 7.'
  if (form.text('name') === '' || form.text('county') === '') return 'Name and county must be there.'
  const phones: WantedLine['phone'][] = []
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
