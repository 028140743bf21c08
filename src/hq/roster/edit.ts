import { html } from 'hono/html'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { phoneWords } from '../page/mask.ts'
import { type FormOf, type Html, hidden, noteBox, options } from '../page/parts.ts'
import type { PrecinctRecord } from '../ports.ts'
import { asWanted } from './diff.ts'

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
