import type { Person } from '../../bot/ids.ts'
import type { Gate } from '../access/gate.ts'
import type { ConsoleContext } from '../console-context.ts'
import { act, endingRoutes, open } from './end.ts'
import { bad, item, said, showQueue } from './show.ts'

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
