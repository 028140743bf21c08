import type { Context } from 'hono'
import type { ConsoleEvent } from '../../bot/event.ts'
import { type Person, precinctId } from '../../bot/ids.ts'
import type { FormFields, Gate } from '../access/gate.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import { missing } from '../page/refusals.ts'
import type { QueueRow } from '../ports.ts'
import { commonOutcomes, kindOf, kindsByHand } from './kinds.ts'
import { bad, item, said, showQueue } from './pages.ts'

/** One act on one item, where nobody acted on it since. */
export async function act(
  desk: ConsoleContext,
  me: Session,
  form: FormFields,
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

export function endingRoutes(gate: Gate, desk: ConsoleContext): void {
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
    if (![...kindOf(found.kind).outcomes, ...commonOutcomes].includes(outcome))
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
export async function open(desk: ConsoleContext, c: Context, me: Session, form: FormFields): Promise<Response> {
  const { reader, store, vault } = desk.deps
  const kind = form.text('kind')
  const detail = form.text('detail').slice(0, 500)
  const named = form.text('precinct').toUpperCase()
  const precinct = named === '' ? null : precinctId(named)
  const known = precinct === null ? named === '' : (await reader.precinct(precinct)) !== null
  if (!kindsByHand.some((byHand) => byHand === kind) || detail === '' || !known)
    return showQueue(desk, c, me, bad(known ? 'Say what it is about.' : `There is no precinct ${named}.`), 409)
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

export function queueRoutes(gate: Gate, desk: ConsoleContext): void {
  const { reader } = desk.deps
  gate.see('/hq/queue', 'queue.see', (c, me) => showQueue(desk, c, me, said(c)))
  gate.see('/hq/queue/item', 'queue.see', (c, me) => item(desk, c, me, c.req.query('id') ?? '', said(c)))
  gate.do('/hq/queue/open', 'queue.open', (c, me, form) => open(desk, c, me, form))
  gate.do('/hq/queue/take', 'queue.take', async (c, me, form) => {
    const found = await reader.item(form.text('id'))
    if (!found || found.outcome !== null) return showQueue(desk, c, me, bad('This item was ended meanwhile.'), 409)
    // The form says who had it when it was looked at: a take-over is never by accident.
    if ((found.owner ?? '') !== form.text('owner'))
      return showQueue(desk, c, me, bad('Somebody else took this item a moment ago.'), 409)
    const event = { type: 'QueueTaken', data: { item: found.id, from: found.owner as Person | null } } as const
    return (await act(desk, me, form, found, event, { owner: me.account.id, takenAt: desk.now() }))
      ? c.redirect(`/hq/queue/item?id=${encodeURIComponent(found.id)}`, 303)
      : showQueue(desk, c, me, bad('Somebody else took this item a moment ago.'), 409)
  })
  gate.do('/hq/queue/return', 'queue.return', async (c, me, form) => {
    const found = await reader.item(form.text('id'))
    if (found?.owner !== me.account.id || found.outcome !== null)
      return showQueue(desk, c, me, bad('This item is not with you any more.'), 409)
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
  endingRoutes(gate, desk)
}
