import { html } from 'hono/html'
import type { Person } from '../../bot/ids.ts'
import { maskCodes } from '../../bot/say/mask-codes.ts'
import { doneNote, type Gate } from '../access/gate.ts'
import { may, views } from '../access/roles.ts'
import type { Visit } from '../action.ts'
import { markOf } from '../board/live-updates.ts'
import { age, countWords, type Html, hidden, liveLine, nothing, options, phoneWords } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { AccountRow, QueueCount, QueueRow, TextLine } from '../ports.ts'
import { eventSentence } from '../precinct/event-sentences.ts'
import { actorName } from '../precinct/precinct-view.ts'
import { itemActions, itemPath, queueActions } from './actions.ts'
import { commonOutcomes, detailWords, kindOf, kindRanks, kindsByHand, kindWords, strangersKind } from './items.ts'

export function queueRoutes(gate: Gate): void {
  gate.see('/hq/queue', 'queue.see', (visit) => showQueue(visit))
  gate.see('/hq/queue/item', 'queue.see', (visit) => showItem(visit, visit.c.req.query('id') ?? ''))
  gate.act(queueActions, showQueue)
  gate.act(itemActions, (submission, note, status) => showItem(submission, submission.fields.text('id'), note, status))
}

/** Who was not seen for this long is away, and what they had taken on may be taken over without a word. */
const AWAY_MS = 10 * 60_000
/** Items on a page. */
const PAGE = 50

/** Who took what on, for whoever looks. */
interface Owners {
  readonly accounts: readonly AccountRow[]
  /** Who was seen in the last minutes. */
  readonly present: ReadonlySet<Person>
}

async function showQueue(
  visit: Visit,
  note: Html = doneNote(visit, { ...queueActions, ...itemActions }),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { c, deps, me, board, form, now, page } = visit
  const { reader } = deps
  const kind = c.req.query('kind') || null
  const [counts, ended, accounts] = await Promise.all([
    reader.queueCounts(me.account.id),
    reader.ended(20),
    reader.accounts(),
  ])
  const shown = counts.filter((count) => (kind === null ? count.kind !== strangersKind : count.kind === kind))
  const total = itemsIn(shown)
  const last = Math.max(1, Math.ceil(total / PAGE))
  const number = Math.min(last, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1))
  const offset = (number - 1) * PAGE
  const part = { kind, apart: strangersKind, ranks: kindRanks, reader: me.account.id, limit: PAGE, offset }
  const items = await reader.queue(part)
  const mark = markOf(await board(true))
  const owners = { accounts, present: await presentAccounts(visit) }
  const [mine, free] = [sum(shown, 'mine'), sum(shown, 'free')]
  const group = (title: string, of: number, fits: (item: QueueRow) => boolean): Html =>
    groupTable(title, items.filter(fits), of, owners, visit)
  const body = html`<h1>Queue</h1><p>${countWords(itemsIn(counts), 'item')} open. Each stays here until somebody ends it with an outcome.</p>${liveLine(mark, { whole: true })}${note}<div data-part="queue">${tabs(counts, kind)}
${group('Yours', mine, ({ owner }) => owner === me.account.id)}${group('Nobody’s yet', free, ({ owner }) => owner === null)}${group('With others', total - mine - free, ({ owner }) => owner !== null && owner !== me.account.id)}
${total === 0 ? html`<div class="sheet"><p>Nothing waits for anybody here. New items come to the top by themselves.</p></div>` : nothing}${pageLinks(kind, number, last, total)}</div>
${may(me.account.role, queueActions['queue.open'].role) ? openForm(form) : nothing}
<section class="sheet" aria-labelledby="ended"><h2 id="ended">Ended last</h2>${
    ended.length === 0
      ? html`<p class="soft">Nothing yet.</p>`
      : html`<ul>${ended.map((item) => html`<li><a href="${itemPath(item.id)}">${kindWords(item.kind)}</a>${item.precinct ? html` <a href="/hq/precincts/${item.precinct}">${item.precinct}</a>` : nothing}: <strong>${item.outcome}</strong> <span class="soft">${age(item.endedAt, now())} ago</span></li>`)}</ul>`
  }</section>`
  return page({ title: 'Queue', path: '/hq/queue', body, status })
}

const sum = (counts: readonly QueueCount[], field: 'items' | 'mine' | 'free'): number =>
  counts.reduce((before, count) => before + count[field], 0)
const itemsIn = (counts: readonly QueueCount[]): number => sum(counts, 'items')

const queuePath = (kind: string | null, page = 1): string => {
  const query = new URLSearchParams({
    ...(kind === null ? {} : { kind }),
    ...(page === 1 ? {} : { page: String(page) }),
  })
  return `/hq/queue${query.size === 0 ? '' : `?${query}`}`
}

/** A tab for all that known people brought, one for each kind that has an open item, and one for strangers. */
function tabs(counts: readonly QueueCount[], kind: string | null): Html {
  const besidesStrangers = counts.filter((count) => count.kind !== strangersKind)
  const kinds = [...besidesStrangers.filter(({ items }) => items > 0)].sort(
    (a, b) => kindOf(a.kind).rank - kindOf(b.kind).rank,
  )
  const tab = (of: string | null, words: string, items: number): Html =>
    html`<li><a href="${queuePath(of)}"${of === kind ? html` aria-current="page"` : ''}>${words} <b>${items}</b></a></li>`
  return html`<nav class="tabs" aria-label="Kinds of items"><ul>${tab(null, 'All but unknown phones', itemsIn(besidesStrangers))}${tab(strangersKind, 'Unknown phones', itemsIn(counts) - itemsIn(besidesStrangers))}${kinds.map((count) => tab(count.kind, kindWords(count.kind), count.items))}</ul></nav>`
}

function pageLinks(kind: string | null, number: number, last: number, total: number): Html {
  if (last === 1) return nothing
  const link = (to: number, rel: string, words: string): Html =>
    html`<a href="${queuePath(kind, to)}" rel="${rel}">${words}</a>`
  return html`<nav class="pages" aria-label="Pages">${number > 1 ? link(number - 1, 'prev', 'Previous page') : nothing}<span>Page ${number} of ${last}, ${countWords(total, 'item')}</span>${number < last ? link(number + 1, 'next', 'Next page') : nothing}</nav>`
}

/** @param of how many there are on all pages */
function groupTable(title: string, items: readonly QueueRow[], of: number, owners: Owners, visit: Visit): Html {
  if (items.length === 0) return nothing
  return html`<section class="sheet"><h2>${title} <span class="soft">${of}</span></h2>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="stack"><thead><tr><th scope="col">What</th><th scope="col">Precinct</th><th scope="col">Detail</th><th scope="col">Age</th><th scope="col">With</th><th scope="col">Act</th></tr></thead>
<tbody>${items.map((item) => itemRow(item, owners, visit))}</tbody></table></div></section>`
}

function itemRow(item: QueueRow, owners: Owners, visit: Visit): Html {
  return html`<tr><th scope="row" data-label="What"><a href="${itemPath(item.id)}">${kindWords(item.kind)}</a></th>
<td data-label="Precinct">${item.precinct ? html`<a href="/hq/precincts/${item.precinct}">${item.precinct}</a>` : html`<span class="soft">none</span>`}</td>
<td data-label="Detail">${maskCodes(detailWords(item.detail)).slice(0, 160)}</td><td data-label="Age">${age(item.at, visit.now())}</td><td data-label="With">${ownerWords(item, owners, visit)}</td>
<td data-label="Act">${takeForm(item, visit)}</td></tr>`
}

function ownerWords(item: QueueRow, { accounts, present }: Owners, { me }: Visit): string {
  if (item.owner === null) return 'nobody'
  if (item.owner === me.account.id) return 'you'
  const owner = accounts.find((account) => account.id === item.owner)
  return `${owner?.name ?? 'a former account'}${present.has(item.owner as Person) ? '' : ', away'}`
}

function takeForm(item: QueueRow, { me, form }: Visit): Html {
  if (item.outcome !== null || !may(me.account.role, queueActions['queue.take'].role)) return nothing
  const mine = item.owner === me.account.id
  const words = mine ? 'Give back' : item.owner === null ? 'Take' : 'Take over'
  return html`<form method="post" action="/hq/queue/${mine ? 'return' : 'take'}">${hidden(form())}<input type="hidden" name="id" value="${item.id}"><input type="hidden" name="owner" value="${item.owner ?? ''}"><button aria-label="${words}: ${kindWords(item.kind)} ${item.precinct ?? ''}">${words}</button></form>`
}

const openForm = (
  form: Visit['form'],
): Html => html`<details class="sheet"><summary>Put something into the queue</summary>
<form method="post" action="/hq/queue/open">${hidden(form())}<div class="row"><div><label for="kind">What</label><select id="kind" name="kind">${options(
  kindsByHand.map((kind) => [kind, kindWords(kind)]),
  'objection',
)}</select></div><div><label for="precinct">Precinct <span class="hint">may be empty</span></label><input id="precinct" name="precinct" maxlength="10" placeholder="P0412"></div></div>
<label for="detail">What it is about, and who said so</label><textarea id="detail" name="detail" required maxlength="500"></textarea>
<p class="acts"><button>Put it into the queue</button></p></form></details>`

async function showItem(
  visit: Visit,
  id: string,
  note: Html = doneNote(visit, itemActions),
  status: 200 | 409 = 200,
): Promise<Response> {
  const { c, deps, me, form, now: clock, page } = visit
  const { reader } = deps
  const item = await reader.item(id)
  if (!item) return c.html(missing('such item'), 404)
  const [texts, accounts, events] = await Promise.all([
    item.person === null ? [] : reader.textsBy(item.person, 8),
    reader.accounts(),
    reader.history(`hq/queue/${id}`),
  ])
  const names = new Map(accounts.map((account) => [account.id, account.name]))
  const personName = (person: Person): string => names.get(person) ?? 'another account'
  const owners = { accounts, present: await presentAccounts(visit) }
  const now = clock()
  const kind = kindOf(item.kind)
  const { role } = me.account
  /** Whoever acts on an older version of the item's stream is told. */
  const fields = (): Html =>
    html`${hidden(form())}<input type="hidden" name="id" value="${item.id}"><input type="hidden" name="version" value="${events.length}">`
  const body = html`<h1>${kind.words}</h1>${note}<div class="sheet"><dl class="facts"><dt>Precinct</dt><dd>${item.precinct ? html`<a href="/hq/precincts/${item.precinct}">${item.precinct}</a>` : 'none'}</dd><dt>Age</dt><dd>${age(item.at, now)}</dd><dt>With</dt><dd>${ownerWords(item, owners, visit)}</dd>${item.outcome ? html`<dt>Outcome</dt><dd><strong>${item.outcome}</strong></dd>` : nothing}</dl>
<p class="bubble">${maskCodes(detailWords(item.detail))}</p><p><strong>${item.outcome === null ? kind.todo : ''}</strong></p>
<div class="acts">${takeForm(item, visit)}${item.id.startsWith('second/reminder/') ? html`<a class="button" href="/hq/reminders/${item.id.slice('second/reminder/'.length)}">Open the reminder</a>` : nothing}${item.precinct ? html`<a class="button" href="/hq/precincts/${item.precinct}">Open ${item.precinct}</a>` : nothing}</div></div>
${
  may(role, itemActions['queue.end'].role) && item.outcome === null
    ? html`<section class="sheet"><h2>End it</h2><form method="post" action="/hq/queue/end">${fields()}<div class="row"><div><label for="outcome">Outcome</label><select id="outcome" name="outcome" required>${options(
        [['', 'Choose one'], ...[...kind.outcomes, ...commonOutcomes].map((words): [string, string] => [words, words])],
        '',
      )}</select></div><div><label for="end-note">Note</label><input id="end-note" name="note" maxlength="300"></div><button class="main">End this item</button></div></form></section>
<section class="sheet"><h2>Note</h2><form method="post" action="/hq/queue/note">${fields()}<div class="row"><div><label for="note">For whoever takes it next</label><input id="note" name="note" required maxlength="300"></div><button>Note it</button></div></form></section>`
    : nothing
}${lastTexts(texts, may(role, views['log.see']), now)}<section class="sheet"><h2>What was done</h2>${events.length === 0 ? html`<p class="soft">Nothing yet.</p>` : html`<ul>${events.toReversed().map(({ event, actor, at }) => html`<li>${actorName(names, actor)} ${eventSentence(event, personName)} <span class="soft">${age(at, now)} ago</span></li>`)}</ul>`}</section>
<p><a href="/hq/queue">Back to the queue</a></p>`
  return page({ title: 'Item', path: '/hq/queue', body, status })
}

/** The texts that an item is about stand beside it: whoever takes it need not look for them. */
const lastTexts = (texts: readonly TextLine[], whole: boolean, now: string): Html =>
  texts.length === 0
    ? nothing
    : html`<section class="sheet"><h2>What this phone texted last</h2><p><a href="tel:${whole ? (texts[0]?.phone ?? '') : ''}">${phoneWords(texts[0]?.phone ?? null, whole)}</a></p><ol class="talk">${texts.map((text) => html`<li>${age(text.at, now)}<div><span class="bubble">${text.body === null ? 'erased' : maskCodes(text.body)}</span>${text.reply ? html`<div><span class="bubble out">${maskCodes(text.reply)}</span></div>` : html`<div class="who">No answer was sent.</div>`}</div></li>`)}</ol></section>`

async function presentAccounts({ deps, now }: Visit): Promise<ReadonlySet<Person>> {
  const since = Date.parse(now()) - AWAY_MS
  return new Set(
    [...(await deps.reader.lastSeen())].filter(([, seen]) => Date.parse(seen) > since).map(([person]) => person),
  )
}
