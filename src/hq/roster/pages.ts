import { html } from 'hono/html'
import type { Caucus } from '../../bot/caucus.ts'
import { countsOnce } from '../../math/rules.ts'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { phoneWords } from '../page/mask.ts'
import { countWords, type FormOf, type Html, hidden, noteBox, nothing, options } from '../page/parts.ts'
import type { RosterDifference } from './differences.ts'
import type { RosterProblem } from './ports.ts'

export const rosterPage = (
  counties: readonly string[],
  me: Session,
  hasReader: boolean,
  form: () => FormOf,
  told: Html,
): Html => html`<h1>Roster</h1>${told}
<section class="sheet" aria-labelledby="edit"><h2 id="edit">Change one precinct</h2><form method="get" action="/hq/roster/find" class="row"><div><label for="id">Precinct</label><input id="id" name="id" required placeholder="P0412" maxlength="10"></div><button>Open</button></form></section>
<section class="sheet" aria-labelledby="import"><h2 id="import">Import a roster</h2>${
  !hasReader
    ? html`<p>This server reads no roster files.</p>`
    : may(me.account.role, 'roster.import')
      ? html`<form method="post" action="/hq/roster/import" enctype="multipart/form-data">${hidden(form())}<label for="file">roster.csv <span class="hint">the same columns as at the start; every change is shown before it is made</span></label><input id="file" type="file" name="file" accept=".csv,text/csv" required><p class="acts"><button>Show what would change</button></p></form>`
      : html`<p>Importing is a supervisor’s act.</p>`
}</section>
<section class="sheet" aria-labelledby="cards"><h2 id="cards">Print the chairs’ cards</h2><form method="get" action="/hq/roster/cards" class="row"><div><label for="county">County</label><select id="county" name="county">${options(
  counties.map((name) => [name, name]),
  '',
)}</select></div><button>Show the cards</button></form><p class="hint">Cards with the PIN for another phone are printed where the secret is: <code>caucusline card --html cards.html</code>. A card is lost: open its precinct, an admin issues a new PIN</p></section>`

/** Problems by line, and nothing is changed; or every change, to be confirmed. */
export function importPage(
  of: {
    readonly problems: readonly RosterProblem[]
    readonly changes: readonly {
      readonly id: string
      readonly isNew: boolean
      readonly differences: readonly RosterDifference[]
    }[]
    readonly absent: readonly string[]
    readonly text: string
  },
  form: () => FormOf,
): Html {
  const { problems, changes, absent } = of
  if (problems.length > 0)
    return html`<h1>This file was not read</h1>${noteBox('bad', `${countWords(problems.length, 'mistake')}. Nothing was changed.`)}<div class="scroll sheet" tabindex="0" role="region" aria-label="Mistakes"><table class="stack"><thead><tr><th scope="col">Line</th><th scope="col">Column</th><th scope="col">There</th><th scope="col">What it should be</th></tr></thead><tbody>${problems.slice(0, 300).map((one) => html`<tr><td data-label="Line">${one.line ?? 'all'}</td><td data-label="Column">${one.column ?? ''}</td><td data-label="There">${one.word ?? ''}</td><td data-label="What it should be">${one.fix}</td></tr>`)}</tbody></table></div><p><a href="/hq/roster">Back</a></p>`
  return html`<h1>What would change</h1><p>${countWords(changes.length, 'precinct')} differ. ${absent.length > 0 ? html`${countWords(absent.length, 'precinct')} stand in the roster but not in this file; they are left as they are: ${absent.slice(0, 20).join(', ')}${absent.length > 20 ? ' …' : ''}.` : nothing}</p>
${
  changes.length === 0
    ? html`<p>Nothing. The file says what is there.</p>`
    : html`<div class="scroll sheet" tabindex="0" role="region" aria-label="Changes"><table class="stack"><thead><tr><th scope="col">Precinct</th><th scope="col">Field</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead><tbody>${changes
        .slice(0, 300)
        .flatMap(({ id, isNew, differences }) =>
          differences.map(
            (one) =>
              html`<tr><th scope="row" data-label="Precinct">${id}${isNew ? ' (new)' : ''}</th><td data-label="Field">${one.field}</td><td data-label="Now">${shown(one, one.from)}</td><td data-label="Then">${shown(one, one.to)}</td></tr>`,
          ),
        )}</tbody></table></div>
<form method="post" action="/hq/roster/apply" class="sheet">${hidden(form())}<textarea name="roster" hidden aria-hidden="true">${of.text}</textarea><label for="why">Why</label><input id="why" name="reason" class="full" required maxlength="200"><p class="hint">A phone that is replaced speaks for its precinct no more. Where delegates change, a report on record is held until its chair approves again.</p><p class="acts"><button class="main">Change ${countWords(changes.length, 'precinct')}</button></p></form>`
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
