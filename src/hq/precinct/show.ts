import type { Context } from 'hono'
import type { PrecinctId } from '../../bot/ids.ts'
import type { Session } from '../access/session.ts'
import type { ConsoleContext } from '../console-context.ts'
import type { Html } from '../page/parts.ts'
import { missing } from '../page/refusals.ts'
import type { Kept } from './forms.ts'
import { type Look, lookAt } from './look.ts'
import { precinctConsolePage } from './page.ts'

interface Shown {
  readonly status?: 200 | 409
  readonly kept?: Kept
}

/** The precinct's page as it is now, with what an act came to. */
export async function show(
  desk: ConsoleContext,
  c: Context,
  me: Session,
  id: PrecinctId,
  told: Html | ((look: Look) => Html),
  { status = 200, kept }: Shown = {},
): Promise<Response> {
  const look = await lookAt(desk, id)
  if (look === null) return c.html(missing('such precinct'), 404)
  const body = precinctConsolePage(
    look,
    me,
    () => desk.form(me),
    typeof told === 'function' ? told(look) : told,
    kept ?? null,
  )
  return desk.page(c, me, { title: look.place.id, path: '/hq', body, status })
}
