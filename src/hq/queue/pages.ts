import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Person } from '../../bot/ids.ts'
import { maskCodes } from '../../bot/say/mask-codes.ts'
import { may } from '../access/roles.ts'
import type { Session } from '../access/session.ts'
import { markOf } from '../board/live-updates.ts'
import type { ConsoleContext } from '../console-context.ts'
import { phoneWords } from '../page/mask.ts'
import { age, countWords, type FormOf, type Html, hidden, liveLine, noteBox, nothing, options } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { AccountRow, QueueRow, TextLine } from '../ports.ts'
import { eventSentence } from '../precinct/event-sentences.ts'
import { actorName } from '../precinct/precinct-view.ts'
import { commonOutcomes, detailWords, kindOf, kindsByHand, kindWords } from './kinds.ts'

interface QueueView {
  readonly items: readonly QueueRow[]
  readonly ended: readonly QueueRow[]
  readonly accounts: readonly AccountRow[]
  /** Of the board: see `liveLine`. */
  readonly mark: string
  /** Who was seen in the last minutes. */
  readonly here: ReadonlySet<Person>
  readonly now: string
}

const sorted = (items: readonly QueueRow[]): readonly QueueRow[] =>
  [...items].sort((a, b) => kindOf(a.kind).rank - kindOf(b.kind).rank || a.at.localeCompare(b.at))

export function queuePage(view: QueueView, me: Session, form: () => FormOf, told: Html): Html {
  const mine = view.items.filter((item) => item.owner === me.account.id)
  const free = view.items.filter((item) => item.owner === null)
  const others = view.items.filter((item) => item.owner !== null && item.owner !== me.account.id)
  const operator = may(me.account.role, 'queue.take')
  return html`<h1>Queue</h1><p>${countWords(view.items.length, 'item')} open. Each stays here until somebody ends it with an outcome.</p>${liveLine(view.mark, { whole: true })}${told}<div data-part="queue">
${group('Yours', mine, view, me, form)}${group('Nobody’s yet', free, view, me, form)}${group('With others', others, view, me, form)}
${view.items.length === 0 ? html`<div class="sheet"><p>Nothing waits for anybody. New items come to the top by themselves.</p></div>` : nothing}</div>
${operator ? openForm(form) : nothing}
<section class="sheet" aria-labelledby="ended"><h2 id="ended">Ended last</h2>${
    view.ended.length === 0
      ? html`<p class="soft">Nothing yet.</p>`
      : html`<ul>${view.ended.map((item) => html`<li><a href="${itemPath(item)}">${kindWords(item.kind)}</a>${item.precinct ? html` <a href="/hq/precincts/${item.precinct}">${item.precinct}</a>` : nothing}: <strong>${item.outcome}</strong> <span class="soft">${age(item.endedAt, view.now)} ago</span></li>`)}</ul>`
  }</section>`
}

const itemPath = (item: Pick<QueueRow, 'id'>): string => `/hq/queue/item?id=${encodeURIComponent(item.id)}`

function group(title: string, items: readonly QueueRow[], view: QueueView, me: Session, form: () => FormOf): Html {
  if (items.length === 0) return nothing
  return html`<section class="sheet"><h2>${title} <span class="soft">${items.length}</span></h2>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="stack"><thead><tr><th scope="col">What</th><th scope="col">Precinct</th><th scope="col">Detail</th><th scope="col">Age</th><th scope="col">With</th><th scope="col">Act</th></tr></thead>
<tbody>${sorted(items).map((item) => row(item, view, me, form))}</tbody></table></div></section>`
}

function row(item: QueueRow, view: QueueView, me: Session, form: () => FormOf): Html {
  return html`<tr><th scope="row" data-label="What"><a href="${itemPath(item)}">${kindWords(item.kind)}</a></th>
<td data-label="Precinct">${item.precinct ? html`<a href="/hq/precincts/${item.precinct}">${item.precinct}</a>` : html`<span class="soft">none</span>`}</td>
<td data-label="Detail">${maskCodes(detailWords(item.detail)).slice(0, 160)}</td><td data-label="Age">${age(item.at, view.now)}</td><td data-label="With">${ownerWords(item, view, me)}</td>
<td data-label="Act">${takeForm(item, me, form)}</td></tr>`
}

function ownerWords(item: QueueRow, view: Pick<QueueView, 'accounts' | 'here'>, me: Session): string {
  if (item.owner === null) return 'nobody'
  if (item.owner === me.account.id) return 'you'
  const owner = view.accounts.find((account) => account.id === item.owner)
  return `${owner?.name ?? 'a former account'}${view.here.has(item.owner as Person) ? '' : ', away'}`
}

function takeForm(item: QueueRow, me: Session, form: () => FormOf): Html {
  if (item.outcome !== null || !may(me.account.role, 'queue.take')) return nothing
  const mine = item.owner === me.account.id
  const words = mine ? 'Give back' : item.owner === null ? 'Take' : 'Take over'
  return html`<form method="post" action="/hq/queue/${mine ? 'return' : 'take'}">${hidden(form())}<input type="hidden" name="id" value="${item.id}"><input type="hidden" name="owner" value="${item.owner ?? ''}"><button aria-label="${words}: ${kindWords(item.kind)} ${item.precinct ?? ''}">${words}</button></form>`
}

const openForm = (
  form: () => FormOf,
): Html => html`<details class="sheet"><summary>Put something into the queue</summary>
<form method="post" action="/hq/queue/open">${hidden(form())}<div class="row"><div><label for="kind">What</label><select id="kind" name="kind">${options(
  kindsByHand.map((kind) => [kind, kindWords(kind)]),
  'objection',
)}</select></div><div><label for="precinct">Precinct <span class="hint">may be empty</span></label><input id="precinct" name="precinct" maxlength="10" placeholder="P0412"></div></div>
<label for="detail">What it is about, and who said so</label><textarea id="detail" name="detail" required maxlength="500"></textarea>
<p class="acts"><button>Put it into the queue</button></p></form></details>`

interface ItemView extends Omit<QueueView, 'items' | 'ended' | 'mark'> {
  readonly item: QueueRow
  /** What its person texted last, newest first. */
  readonly texts: readonly TextLine[]
  readonly notes: readonly { readonly at: string; readonly who: string; readonly words: string }[]
  /** The version of the item's own stream: whoever acts on an older one is told. */
  readonly version: number
}

export function itemPage(view: ItemView, me: Session, form: () => FormOf, told: Html): Html {
  const { item, now } = view
  const kind = kindOf(item.kind)
  const operator = may(me.account.role, 'queue.end')
  const fields = (): Html =>
    html`${hidden(form())}<input type="hidden" name="id" value="${item.id}"><input type="hidden" name="version" value="${view.version}">`
  return html`<h1>${kind.words}</h1>${told}<div class="sheet"><dl class="facts"><dt>Precinct</dt><dd>${item.precinct ? html`<a href="/hq/precincts/${item.precinct}">${item.precinct}</a>` : 'none'}</dd><dt>Age</dt><dd>${age(item.at, now)}</dd><dt>With</dt><dd>${ownerWords(item, view, me)}</dd>${item.outcome ? html`<dt>Outcome</dt><dd><strong>${item.outcome}</strong></dd>` : nothing}</dl>
<p class="bubble">${maskCodes(detailWords(item.detail))}</p><p><strong>${item.outcome === null ? kind.todo : ''}</strong></p>
<div class="acts">${takeForm(item, me, form)}${item.id.startsWith('second/reminder/') ? html`<a class="button" href="/hq/reminders/${item.id.slice('second/reminder/'.length)}">Open the reminder</a>` : nothing}${item.precinct ? html`<a class="button" href="/hq/precincts/${item.precinct}">Open ${item.precinct}</a>` : nothing}</div></div>
${
  operator && item.outcome === null
    ? html`<section class="sheet"><h2>End it</h2><form method="post" action="/hq/queue/end">${fields()}<div class="row"><div><label for="outcome">Outcome</label><select id="outcome" name="outcome" required>${options(
        [['', 'Choose one'], ...[...kind.outcomes, ...commonOutcomes].map((words): [string, string] => [words, words])],
        '',
      )}</select></div><div><label for="end-note">Note</label><input id="end-note" name="note" maxlength="300"></div><button class="main">End this item</button></div></form></section>
<section class="sheet"><h2>Note</h2><form method="post" action="/hq/queue/note">${fields()}<div class="row"><div><label for="note">For whoever takes it next</label><input id="note" name="note" required maxlength="300"></div><button>Note it</button></div></form></section>`
    : nothing
}${saidBy(view, may(me.account.role, 'log.see'))}<section class="sheet"><h2>What was done</h2>${view.notes.length === 0 ? html`<p class="soft">Nothing yet.</p>` : html`<ul>${view.notes.map((one) => html`<li>${one.who} ${one.words} <span class="soft">${age(one.at, now)} ago</span></li>`)}</ul>`}</section>
<p><a href="/hq/queue">Back to the queue</a></p>`
}

/** The texts that an item is about stand beside it: whoever takes it need not look for them. */
const saidBy = ({ texts, now }: ItemView, whole: boolean): Html =>
  texts.length === 0
    ? nothing
    : html`<section class="sheet"><h2>What this phone texted last</h2><p><a href="tel:${whole ? (texts[0]?.phone ?? '') : ''}">${phoneWords(texts[0]?.phone ?? null, whole)}</a></p><ol class="talk">${texts.map((text) => html`<li>${age(text.at, now)}<div><span class="bubble">${text.body === null ? 'erased' : maskCodes(text.body)}</span>${text.reply ? html`<div><span class="bubble out">${maskCodes(text.reply)}</span></div>` : html`<div class="who">No answer was sent.</div>`}</div></li>`)}</ol></section>`

/** Who was not seen for this long is away, and what she had taken on may be taken over without a word. */
const AWAY_MS = 10 * 60_000
const MOST = 500

const sentences: Readonly<Record<string, string>> = {
  returned: 'Given back. Anybody may take it.',
  ended: 'Ended, with its outcome on the record.',
  opened: 'It is in the queue.',
  noted: 'Noted.',
}
export const said = (c: Context): Html => {
  const words = sentences[c.req.query('said') ?? '']
  return words ? noteBox('good', words) : nothing
}
export const bad = (words: string): Html =>
  noteBox('bad', `${words} Nothing of yours was recorded; this is how it stands now.`)

export async function showQueue(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  told: Html,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = desk.deps
  const [items, ended, accounts] = await Promise.all([
    reader.queue(true, MOST),
    reader.queue(false, 20),
    reader.accounts(),
  ])
  const mark = markOf(await desk.board(true))
  const view = { items, ended, accounts, mark, here: await here(desk), now: desk.now() }
  return desk.page(c, me, {
    title: 'Queue',
    path: '/hq/queue',
    body: queuePage(view, me, () => desk.form(me), told),
    status,
  })
}

export async function item(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  id: string,
  told: Html,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = desk.deps
  const found = await reader.item(id)
  if (!found) return c.html(missing('such item'), 404)
  const [texts, accounts, events] = await Promise.all([
    found.person === null ? [] : reader.textsBy(found.person, 8),
    reader.accounts(),
    reader.history(`hq/queue/${id}`),
  ])
  const names = new Map(accounts.map((account) => [account.id, account.name]))
  const who = (person: Person): string => names.get(person) ?? 'another account'
  const notes = events.map(({ event, actor, at }) => ({
    at,
    who: actorName(names, actor),
    words: eventSentence(event, who),
  }))
  const view = {
    item: found,
    texts,
    notes: notes.reverse(),
    version: events.length,
    accounts,
    here: await here(desk),
    now: desk.now(),
  }
  return desk.page(c, me, {
    title: 'Item',
    path: '/hq/queue',
    body: itemPage(view, me, () => desk.form(me), told),
    status,
  })
}

async function here({ deps, now }: ConsoleContext): Promise<ReadonlySet<Person>> {
  const since = Date.parse(now()) - AWAY_MS
  return new Set(
    [...(await deps.reader.lastSeen())].filter(([, seen]) => Date.parse(seen) > since).map(([person]) => person),
  )
}
