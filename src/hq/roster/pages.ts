import { html } from 'hono/html'
import type { Caucus } from '../../bot/caucus.ts'
import { precinctId, rosterStream } from '../../bot/ids.ts'
import { currentCard, pinUsedAt } from '../../bot/phone/card-pin.ts'
import { countsOnce } from '../../math/rules.ts'
import { doneNote } from '../access/gate.ts'
import { may } from '../access/roles.ts'
import type { Visit } from '../action.ts'
import { clockTime, countWords, type Html, hidden, noteBox, nothing, options, phoneWords } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { RosterEntry } from '../ports.ts'
import { type RosterComparison, rosterActions, rosterLineActions } from './actions.ts'
import { asWanted, type RosterDifference } from './differences.ts'

export async function showRoster(
  { c, deps, me, board, form, page }: Visit,
  note: Html = changedNote(c.req.query('changed') ?? ''),
  status: 200 | 409 = 200,
): Promise<Response> {
  const counties = [...(await board()).counties.keys()]
  const body = html`<h1>Roster</h1>${note}
<section class="sheet" aria-labelledby="edit"><h2 id="edit">Change one precinct</h2><form method="get" action="/hq/roster/find" class="row"><div><label for="id">Precinct</label><input id="id" name="id" required placeholder="P0412" maxlength="10"></div><button>Open</button></form></section>
<section class="sheet" aria-labelledby="import"><h2 id="import">Import a roster</h2>${
    deps.roster === null
      ? html`<p>This server reads no roster files.</p>`
      : may(me.account.role, rosterActions['roster.import'].role)
        ? html`<form method="post" action="/hq/roster/import" enctype="multipart/form-data">${hidden(form())}<label for="file">roster.csv <span class="hint">the same columns as at the start; every change is shown before it is made</span></label><input id="file" type="file" name="file" accept=".csv,text/csv" required><p class="acts"><button>Show what would change</button></p></form>`
        : html`<p>Importing is a supervisor’s act.</p>`
  }</section>
<section class="sheet" aria-labelledby="cards"><h2 id="cards">Print the chairs’ cards</h2><form method="get" action="/hq/roster/cards" class="row"><div><label for="county">County</label><select id="county" name="county">${options(
    counties.map((name) => [name, name]),
    '',
  )}</select></div><button>Show the cards</button></form><p class="hint">Cards with the PIN for another phone are printed where the secret is: <code>caucusline card --html cards.html</code>. A card is lost: open its precinct, an admin issues a new PIN</p></section>`
  return page({ title: 'Roster', path: '/hq/roster', body, status })
}

const changedNote = (count: string): Html =>
  /^\d+$/.test(count) ? noteBox('good', `${count} precincts were changed, each with its event.`) : nothing

/** Problems by line, and nothing is changed; or every change, to be confirmed. */
export function importPage({ problems, changes, absent, text }: RosterComparison, form: Visit['form']): Html {
  if (problems.length > 0)
    return html`<h1>This file was not read</h1>${noteBox('bad', `${countWords(problems.length, 'mistake')}. Nothing was changed.`)}<div class="scroll sheet" tabindex="0" role="region" aria-label="Mistakes"><table class="stack"><thead><tr><th scope="col">Line</th><th scope="col">Column</th><th scope="col">There</th><th scope="col">What it should be</th></tr></thead><tbody>${problems.slice(0, 300).map((problem) => html`<tr><td data-label="Line">${problem.line ?? 'all'}</td><td data-label="Column">${problem.column ?? ''}</td><td data-label="There">${problem.word ?? ''}</td><td data-label="What it should be">${problem.fix}</td></tr>`)}</tbody></table></div><p><a href="/hq/roster">Back</a></p>`
  return html`<h1>What would change</h1><p>${countWords(changes.length, 'precinct')} differ. ${absent.length > 0 ? html`${countWords(absent.length, 'precinct')} stand in the roster but not in this file; they are left as they are: ${absent.slice(0, 20).join(', ')}${absent.length > 20 ? ' …' : ''}.` : nothing}</p>
${
  changes.length === 0
    ? html`<p>Nothing. The file says what is there.</p>`
    : html`<div class="scroll sheet" tabindex="0" role="region" aria-label="Changes"><table class="stack"><thead><tr><th scope="col">Precinct</th><th scope="col">Field</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead><tbody>${changes
        .slice(0, 300)
        .flatMap(({ id, place, differences }) =>
          differences.map(
            (difference) =>
              html`<tr><th scope="row" data-label="Precinct">${id}${place === null ? ' (new)' : ''}</th><td data-label="Field">${difference.field}</td><td data-label="Now">${shown(difference, difference.from)}</td><td data-label="Then">${shown(difference, difference.to)}</td></tr>`,
          ),
        )}</tbody></table></div>
<form method="post" action="/hq/roster/apply" class="sheet">${hidden(form())}<textarea name="roster" hidden aria-hidden="true">${text}</textarea><label for="why">Why</label><input id="why" name="reason" class="full" required maxlength="200"><p class="hint">A phone that is replaced speaks for its precinct no more. Where delegates change, a report on record is held until its chair approves again.</p><p class="acts"><button class="main">Change ${countWords(changes.length, 'precinct')}</button></p></form>`
}<p><a href="/hq/roster">Back</a></p>`
}

const shown = ({ field }: RosterDifference, value: string | null): string =>
  value === null ? 'nothing' : field.endsWith('phone') ? phoneWords(value, true) : value

/** Large print, one card a chair: the number, the code, an example of each text. */
export function cardsPage(
  caucus: Caucus,
  places: readonly { readonly id: string; readonly name: string; readonly county: string }[],
): Html {
  const once = countsOnce(caucus.rules)
  const [a = 'Smith', b = 'Jones'] = caucus.vocabulary.candidates.map(({ name }) => name)
  return html`<h1 class="noprint">Cards</h1><p class="noprint">Print this page (Ctrl-P): each card stands by itself.</p><div class="cards">${places.map(
    ({ id, name, county }) =>
      html`<article class="card"><p>${caucus.name}</p><p class="big">${id}</p><p>${name}, ${county}</p><p>Text to <strong>${phoneWords(caucus.phone, true)}</strong></p><p><code>READY</code> before the night</p>${once ? nothing : html`<p><code>${id} I ${a} 45 ${b} 20</code><br>first count</p>`}<p><code>${id} F ${a} 45 ${b} 20</code><br>${once ? 'the count' : 'final count'}</p><p>Then reply <code>OK</code> and the code you get.</p>${caucus.hqPhone ? html`<p>Help: ${phoneWords(caucus.hqPhone, true)}</p>` : nothing}</article>`,
  )}</div>`
}

/** What is known of a precinct's card, without its number. */
interface CardState {
  readonly card: number
  /** As people read it; null where the PIN was not used. */
  readonly used: string | null
}

export async function showRosterLine(
  visit: Visit,
  note: Html = doneNote(visit, rosterLineActions),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { c, deps, me, setting, form, now, page } = visit
  const { reader, keys } = deps
  const id = precinctId(c.req.param('id') ?? '')
  const place = id && (await reader.precinct(id))
  if (!place) return c.html(missing('such precinct'), 404)
  const { caucus } = await setting()
  const events = await reader.history(rosterStream(place.id))
  const used = pinUsedAt(keys, place.id, events)
  const card = { card: currentCard(events), used: used && clockTime(used, caucus.timezone, now()) }
  const version = events.at(-1)?.version ?? 0
  const line = asWanted(place)
  const field = (name: string, words: string, value: string | number | null): Html =>
    html`<div><label for="${name}">${words}</label><input id="${name}" name="${name}" value="${value ?? ''}" maxlength="80"></div>`
  const body = html`<h1>${place.id} in the roster</h1>${note}${
    may(me.account.role, rosterLineActions['roster.change'].role)
      ? html`<form method="post" action="/hq/roster/${place.id}" class="sheet">${hidden(form())}<input type="hidden" name="version" value="${version}"><div class="row">${field('name', 'Name', line.name)}${field('county', 'County', line.county)}${field('district', 'District', line.district)}${field('delegates', 'Delegates to elect', line.delegates)}
<div><label for="language">Language</label><select id="language" name="language">${options(
          caucus.languages.map((language): [string, string] => [language, language === 'es' ? 'Spanish' : 'English']),
          line.language,
        )}</select></div></div>
<div class="row">${field('chair', 'Chair', line.chair)}${field('phone', 'Phone', line.phone && phoneWords(line.phone, true))}${field('backup', 'Backup phone', line.backupPhone && phoneWords(line.backupPhone, true))}</div>
<label for="why">Why</label><input id="why" name="reason" class="full" required maxlength="200"><p class="hint">A phone that is replaced speaks for ${place.id} no more, and its code serves no more.</p><p class="acts"><button class="main">Change ${place.id} in the roster</button></p></form>`
      : html`<div class="sheet"><dl class="facts"><dt>Name</dt><dd>${line.name}</dd><dt>County</dt><dd>${line.county}</dd><dt>Delegates</dt><dd>${line.delegates}</dd><dt>Chair</dt><dd>${line.chair ?? 'none'}</dd></dl><p>Changing it is a supervisor’s act.</p></div>`
  }${pinPart(place, version, card, visit)}<p><a href="/hq/precincts/${place.id}">${place.id} on the night</a></p>`
  return page({ title: place.id, path: '/hq/roster', body, status })
}

/** For the card that was lost, or used up: a new one, by an admin, since whoever has its number may report. */
const pinPart = (place: RosterEntry, version: number, { card, used }: CardState, { me, form }: Visit): Html =>
  html`<section class="sheet" aria-labelledby="pin"><h2 id="pin">PIN for another phone</h2><p>Card ${card} of ${place.id}: its PIN ${used === null ? 'was not used yet' : `was used, ${used}`}. It lets any phone report for ${place.id}, once, for three hours; what such a phone reports is held until headquarters has called.</p>${
    may(me.account.role, rosterLineActions['roster.pin'].role)
      ? html`<form method="post" action="/hq/roster/${place.id}/pin">${hidden(form())}<input type="hidden" name="version" value="${version}"><label for="pin-why">Why a new one <span class="hint">call the registered number first: is it really the chair who asks?</span></label><input id="pin-why" name="reason" class="full" required maxlength="200"><p class="hint">The number is shown once, to you. The PIN on the old card serves no more.</p><p class="acts"><button class="main">Issue a new PIN for ${place.id}</button></p></form>`
      : html`<p class="hint">An admin can issue a new one: lost cards, used PINs.</p>`
  }</section>`
