import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { getCookie } from 'hono/cookie'
import type { Action, Actions, FormFields, Outcome, Submission, Visit } from '../action.ts'
import type { ConsoleContext } from '../console-context.ts'
import type { ConsoleDeps } from '../deps.ts'
import { policy } from '../page/assets.ts'
import { type Html, noteBox, nothing } from '../page/parts.ts'
import { forbidden, missing, tooOld } from '../page/refusals.ts'
import type { Role } from '../rows.ts'
import { may, type ViewName, views } from './roles.ts'
import { type Session, sessionOf } from './session.ts'
import { areTwoPersons } from './two-persons.ts'

type Answer = Response | Promise<Response>
/** The page on which forms stand, again, with what became of one. */
type ShowAgain = (submission: Submission, note: Html, status: 200 | 409) => Answer

/** The only way to put a page or an action of the console on the air: with the least role that may have it. */
export interface Gate {
  readonly app: Hono
  see(path: string, view: ViewName, show: (visit: Visit) => Answer): void
  /** All of these, whose forms stand on one page. */
  act(actions: Actions, showAgain: ShowAgain): void
  /** What a form would do, for whoever may do it. Nothing is written. */
  preview<Table extends Actions>(
    path: string,
    actions: Table,
    name: keyof Table & string,
    show: (submission: Submission) => Answer,
  ): void
  /** Without signing in: what is registered here is counted by a test. */
  open(method: 'get' | 'post', path: string, handler: (c: Context) => Answer): void
  /** Every route that was registered. */
  readonly routes: readonly GateRoute[]
}
interface GateRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** The view or action that it belongs to, and the least role; null where nobody need sign in. */
  readonly name: string | null
  readonly role: Role | null
}

const MOST_BYTES = 4 * 1024 * 1024

export function createGate(context: ConsoleContext): Gate {
  const { deps } = context
  const app = new Hono()
  const routes: GateRoute[] = []
  app.use('/hq', headers)
  app.use('/hq/*', headers)
  if (deps.compresses) for (const path of ['/hq', '/hq/*']) app.use(path, compress({ threshold: 600 }))
  app.use('/hq/*', bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text('That is more than 4 MB.', 413) }))
  const post = (path: string, name: string, role: Role, handler: (submission: Submission) => Answer): void => {
    routes.push({ method: 'POST', path, name, role })
    app.post(path, async (c) => {
      const me = await whoIs(deps, c, false)
      if (me === null) return c.text('Sign in first.', 401)
      if (!sameSite(c, deps.secure)) return c.html(tooOld(), 403)
      if (!may(me.account.role, role)) return c.html(forbidden(me.account.role, role), 403)
      const fields = fieldsOf(await c.req.parseBody({ all: true }))
      return me.isOurs(fields.text('csrf')) ? handler(submissionOf(context, c, me, fields)) : c.html(tooOld(), 403)
    })
  }
  return {
    app,
    routes,
    see(path, view, show) {
      const role = views[view]
      routes.push({ method: 'GET', path, name: view, role })
      app.get(path, async (c) => {
        const quiet = c.req.path === '/hq/live' || c.req.header('x-quiet') === '1'
        const me = await whoIs(deps, c, quiet)
        if (me === null)
          return quiet ? c.text('Sign in first.', 401) : c.redirect(`/hq/sign-in?to=${encodeURIComponent(pathOf(c))}`)
        return may(me.account.role, role)
          ? show(visitOf(context, c, me))
          : c.html(forbidden(me.account.role, role), 403)
      })
    },
    act(actions, showAgain) {
      for (const [name, action] of Object.entries(actions))
        post(action.path, name, action.role, async (submission) =>
          answerTo(await perform(action, submission), submission, action.done === undefined ? null : name, showAgain),
        )
    },
    preview(path, actions, name, show) {
      post(path, name, (actions[name] as Action).role, show)
    },
    open(method, path, handler) {
      routes.push({ method: method === 'get' ? 'GET' : 'POST', path, name: null, role: null })
      app[method](path, async (c) =>
        method === 'post' && !sameSite(c, deps.secure) ? c.html(tooOld(), 403) : handler(c),
      )
    },
  }
}

const visitOf = (context: ConsoleContext, c: Context, me: Session): Visit => ({
  ...context,
  c,
  me,
  form: () => context.form(me),
  page: (content) => context.page(c, me, content),
})

function submissionOf(context: ConsoleContext, c: Context, me: Session, fields: FormFields): Submission {
  const action = fields.text('action')
  return {
    ...visitOf(context, c, me),
    fields,
    action,
    reason: fields.text('reason').slice(0, 200),
    record: (stream, { events, writes = [], expected = null }) =>
      context.deps.store.act({ stream, expected, events, by: me.account.id, at: context.now(), action, writes }),
  }
}

async function perform({ reason, secondPerson, perform }: Action, submission: Submission): Promise<Outcome> {
  if (reason !== undefined && submission.reason === '') return { refused: reason }
  const authors = (await secondPerson?.authors(submission)) ?? []
  if (secondPerson && authors.some((author) => author === null || !areTwoPersons(author, submission.me.account)))
    return { refused: secondPerson.refusal }
  return perform(submission)
}

/** @param name of the action, whose words the next page says; null: it says nothing. */
function answerTo(outcome: Outcome, submission: Submission, name: string | null, showAgain: ShowAgain): Answer {
  const { c } = submission
  if (outcome instanceof Response) return outcome
  if ('missing' in outcome) return c.html(missing(outcome.missing), 404)
  if ('refused' in outcome) return showAgain(submission, noteBox('bad', outcome.refused), 409)
  if ('note' in outcome) return showAgain(submission, outcome.note, 200)
  const { goTo, done } = outcome
  const query =
    name === null ? '' : `${goTo.includes('?') ? '&' : '?'}done=${name}${done === undefined ? '' : `:${done}`}`
  return c.redirect(`${goTo}${query}`, 303)
}

/** Says what was done on the page before, if its address tells. */
export function doneNote({ c }: Visit, actions: Actions): Html {
  const [name = '', which = ''] = (c.req.query('done') ?? '').split(':')
  const done = (Object.hasOwn(actions, name) ? (actions as Readonly<Record<string, Action>>)[name] : undefined)?.done
  const words = typeof done === 'object' && Object.hasOwn(done, which) ? done[which] : done
  return typeof words === 'string' ? noteBox('good', words) : nothing
}

const pathOf = (c: Context): string => new URL(c.req.url).pathname + new URL(c.req.url).search

/** The cookie's name says that only this host, by https, may have set it. */
export const cookieName = (secure: boolean, name: 'session' | 'device'): string =>
  secure ? `__Host-caucusline-${name}` : `caucusline-${name}`

export async function whoIs(deps: ConsoleDeps, c: Context, quiet: boolean): Promise<Session | null> {
  const token = getCookie(c, cookieName(deps.secure, 'session'))
  return token ? sessionOf(deps, token, quiet) : null
}

/**
 * Browsers say where a form was sent from; a form from elsewhere is not ours. Under `Referrer-Policy: no-referrer` an old
 * browser, or any on plain http, says only "null": that is taken where there is no https, and never where there is.
 */
function sameSite(c: Context, secure: boolean): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = c.req.header('origin')
  if (origin === undefined || origin === 'null') return !secure
  return URL.canParse(origin) && new URL(origin).host === (c.req.header('host') ?? new URL(c.req.url).host)
}

async function headers(c: Context, next: () => Promise<void>): Promise<void> {
  await next()
  c.res.headers.set('Content-Security-Policy', policy)
  c.res.headers.set('X-Frame-Options', 'DENY')
  c.res.headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
}

type Value = string | File
export function fieldsOf(body: Readonly<Record<string, Value | Value[]>>): FormFields {
  const values = (field: string): readonly Value[] => {
    const value = body[field]
    return value === undefined ? [] : Array.isArray(value) ? value : [value]
  }
  const texts = (field: string) => values(field).flatMap((value) => (typeof value === 'string' ? [value.trim()] : []))
  return {
    text: (field) => texts(field)[0] ?? '',
    file: (field) => {
      const file = values(field).find((value) => typeof value !== 'string')
      return file instanceof File && file.size > 0 ? file : null
    },
  }
}
