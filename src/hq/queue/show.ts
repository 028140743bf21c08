import type { Context } from 'hono'
import type { Person } from '../../bot/ids.ts'
import type { Session } from '../access/session.ts'
import { markOf } from '../board/live.ts'
import type { ConsoleContext } from '../console-context.ts'
import { type Html, noteBox, nothing } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import { happened } from '../precinct/happened.ts'
import { actorName } from '../precinct/look.ts'
import { itemPage, queuePage } from './pages.ts'

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
    words: happened(event, who),
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
