import type { Context } from 'hono'
import type { ConsoleEvent } from '../../bot/hq-event.ts'
import { type Person, precinctId } from '../../bot/ids.ts'
import type { Form, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import type { Desk } from '../desk.ts'
import { type Html, note, nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { QueueRow } from '../ports.ts'
import { happened } from '../precinct/happened.ts'
import { actorName } from '../precinct/look.ts'
import { always, byHand, kindOf } from './kinds.ts'
import { itemPage, queuePage } from './pages.ts'

/** Who was not seen for this long is away, and what she had taken on may be taken over without a word. */
const AWAY_MS = 10 * 60_000
const MOST = 500

export function queueRoutes(gate: Gate, desk: Desk): void {
  const { reader } = desk.deps
  gate.see('/hq/queue', 'queue.see', (c, me) => list(desk, c, me, said(c)))
  gate.see('/hq/queue/item', 'queue.see', (c, me) => item(desk, c, me, c.req.query('id') ?? '', said(c)))
  gate.do('/hq/queue/open', 'queue.open', (c, me, form) => open(desk, c, me, form))
  gate.do('/hq/queue/take', 'queue.take', async (c, me, form) => {
    const found = await reader.item(form.text('id'))
    if (!found || found.outcome !== null) return list(desk, c, me, bad('This item was ended meanwhile.'), 409)
    // The form says who had it when it was looked at: a take-over is never by accident.
    if ((found.owner ?? '') !== form.text('owner'))
      return list(desk, c, me, bad('Somebody else took this item a moment ago.'), 409)
    const event = { type: 'QueueTaken', data: { item: found.id, from: found.owner as Person | null } } as const
    return (await act(desk, me, form, found, event, { owner: me.account.id, takenAt: desk.now() }))
      ? c.redirect(`/hq/queue/item?id=${encodeURIComponent(found.id)}`, 303)
      : list(desk, c, me, bad('Somebody else took this item a moment ago.'), 409)
  })
  gate.do('/hq/queue/return', 'queue.return', async (c, me, form) => {
    const found = await reader.item(form.text('id'))
    if (found?.owner !== me.account.id || found.outcome !== null)
      return list(desk, c, me, bad('This item is not with you any more.'), 409)
    await act(
      desk,
      me,
      form,
      found,
      { type: 'QueueReturned', data: { item: found.id, why: 'given back' } },
      { owner: null, takenAt: null },
    )
    return c.redirect('/hq/queue?said=returned', 303)
  })
  ending(gate, desk)
}

const sentences: Readonly<Record<string, string>> = {
  returned: 'Given back. Anybody may take it.',
  ended: 'Ended, with its outcome on the record.',
  opened: 'It is in the queue.',
  noted: 'Noted.',
}
const said = (c: Context): Html => {
  const words = sentences[c.req.query('said') ?? '']
  return words ? note('good', words) : nothing
}
const bad = (words: string): Html => note('bad', `${words} Nothing of yours was recorded; this is how it stands now.`)

async function list(desk: Desk, c: Context, me: Session, told: Html, status: 200 | 409 = 200): Promise<Response> {
  const { reader } = desk.deps
  const [items, ended, accounts] = await Promise.all([
    reader.queue(true, MOST),
    reader.queue(false, 20),
    reader.accounts(),
  ])
  const view = { items, ended, accounts, here: await here(desk), now: desk.now() }
  return desk.page(c, me, {
    title: 'Queue',
    path: '/hq/queue',
    body: queuePage(view, me, () => desk.form(me), told),
    status,
  })
}

async function item(
  desk: Desk,
  c: Context,
  me: Session,
  id: string,
  told: Html,
  status: 200 | 409 = 200,
): Promise<Response> {
  const { reader } = desk.deps
  const found = await reader.item(id)
  if (!found) return c.html(missing('such item'), 404)
  const [accounts, events] = await Promise.all([reader.accounts(), reader.history(`hq/queue/${id}`)])
  const names = new Map(accounts.map((account) => [account.id, account.name]))
  const who = (person: Person): string => names.get(person) ?? 'another account'
  const notes = events.map(({ event, actor, at }) => ({
    at,
    who: actorName(names, actor),
    words: happened(event, who),
  }))
  const view = {
    item: found,
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

async function here({ deps, now }: Desk): Promise<ReadonlySet<Person>> {
  const since = Date.parse(now()) - AWAY_MS
  return new Set(
    [...(await deps.reader.lastSeen())].filter(([, seen]) => Date.parse(seen) > since).map(([person]) => person),
  )
}

/** One act on one item, where nobody acted on it since. */
async function act(
  desk: Desk,
  me: Session,
  form: Form,
  of: QueueRow,
  event: ConsoleEvent,
  set: Partial<QueueRow>,
  expected?: number,
): Promise<boolean> {
  const { reader, store } = desk.deps
  const stream = `hq/queue/${of.id}` as const
  const acted = await store.act({
    stream,
    expected: expected ?? (await reader.version(stream)),
    events: [event],
    by: me.account.id,
    at: desk.now(),
    action: form.text('action'),
    writes: Object.keys(set).length === 0 ? [] : [{ table: 'queue', id: of.id, set }],
  })
  return acted === 'done'
}

function ending(gate: Gate, desk: Desk): void {
  const { reader } = desk.deps
  gate.do('/hq/queue/note', 'queue.note', async (c, me, form) => {
    const found = await reader.item(form.text('id'))
    if (!found || form.text('note') === '')
      return item(desk, c, me, form.text('id'), bad('There was nothing to note.'), 409)
    // A note contradicts nobody: it goes after whatever came first.
    const event = { type: 'QueueNoted', data: { item: found.id, note: form.text('note').slice(0, 300) } } as const
    return (await act(desk, me, form, found, event, {}))
      ? c.redirect(`/hq/queue/item?id=${encodeURIComponent(found.id)}&said=noted`, 303)
      : item(desk, c, me, found.id, bad('Somebody acted at the same moment. Send it again.'), 409)
  })
  gate.do('/hq/queue/end', 'queue.end', async (c, me, form) => {
    const found = await reader.item(form.text('id'))
    if (!found) return c.html(missing('such item'), 404)
    const again = (words: string) => item(desk, c, me, found.id, bad(words), 409)
    const outcome = form.text('outcome')
    if (![...kindOf(found.kind).outcomes, ...always].includes(outcome))
      return again('Choose an outcome: nothing leaves the queue without one.')
    if (found.outcome !== null) return again('Somebody ended this item meanwhile.')
    const event = {
      type: 'QueueEnded',
      data: { item: found.id, outcome, note: form.text('note').slice(0, 300) },
    } as const
    const set = { outcome, endedAt: desk.now(), owner: found.owner ?? me.account.id }
    return (await act(desk, me, form, found, event, set, Number(form.text('version'))))
      ? c.redirect('/hq/queue?said=ended', 303)
      : again('Somebody acted on this item since you opened it: see below, then end it if that still holds.')
  })
}

/** What no text brought: a campaign's objection, a precinct that meets tomorrow. */
async function open(desk: Desk, c: Context, me: Session, form: Form): Promise<Response> {
  const { reader, store, vault } = desk.deps
  const kind = form.text('kind')
  const detail = form.text('detail').slice(0, 500)
  const named = form.text('precinct').toUpperCase()
  const precinct = named === '' ? null : precinctId(named)
  const known = precinct === null ? named === '' : (await reader.place(precinct)) !== null
  if (!byHand.includes(kind) || detail === '' || !known)
    return list(desk, c, me, bad(known ? 'Say what it is about.' : `There is no precinct ${named}.`), 409)
  const { phase } = await desk.setting()
  const id = `hand/${vault.id()}`
  await store.act({
    stream: `hq/queue/${id}`,
    expected: 0,
    events: [{ type: 'QueueOpened', data: { item: id, kind, precinct, detail } }],
    by: me.account.id,
    at: desk.now(),
    action: form.text('action'),
    writes: [
      {
        table: 'queue',
        insert: {
          id,
          kind,
          phase,
          precinct,
          person: null,
          at: desk.now(),
          detail,
          owner: null,
          takenAt: null,
          outcome: null,
          endedAt: null,
        },
      },
    ],
  })
  return c.redirect('/hq/queue?said=opened', 303)
}
