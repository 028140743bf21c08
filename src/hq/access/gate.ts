import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { getCookie } from 'hono/cookie'
import type { ConsoleDeps } from '../deps.ts'
import { policy } from '../page/assets.ts'
import { forbidden, tooOld } from '../page/refusals.ts'
import { type ActName, may } from './roles.ts'
import { type Session, sessionOf } from './session.ts'

/** What a form said: one text a field, files apart. */
export interface FormFields {
  /** Trimmed; '' where the field is missing. */
  text(field: string): string
  all(field: string): readonly string[]
  file(field: string): File | null
}

type See = (c: Context, me: Session) => Response | Promise<Response>
export type Do = (c: Context, me: Session, form: FormFields) => Response | Promise<Response>

/** The only way to put a page or an act of the console on the air: with the least role that may have it. */
export interface Gate {
  readonly app: Hono
  see(path: string, act: ActName, handler: See): void
  do(path: string, act: ActName, handler: Do): void
  /** Without signing in: what is registered here is counted by a test. */
  open(method: 'get' | 'post', path: string, handler: (c: Context) => Response | Promise<Response>): void
  /** Every route that was registered. */
  readonly routes: readonly GateRoute[]
}
interface GateRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly act: ActName | null
}

const MOST_BYTES = 4 * 1024 * 1024

export function createGate(deps: ConsoleDeps): Gate {
  const app = new Hono()
  const routes: GateRoute[] = []
  app.use('/hq', headers)
  app.use('/hq/*', headers)
  if (deps.compresses) for (const path of ['/hq', '/hq/*']) app.use(path, compress({ threshold: 600 }))
  app.use('/hq/*', bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.text('That is more than 4 MB.', 413) }))
  return {
    app,
    routes,
    see(path, act, handler) {
      routes.push({ method: 'GET', path, act })
      app.get(path, async (c) => {
        const quiet = c.req.path === '/hq/live' || c.req.header('x-quiet') === '1'
        const me = await whoIs(deps, c, quiet)
        if (me === null)
          return quiet ? c.text('Sign in first.', 401) : c.redirect(`/hq/sign-in?to=${encodeURIComponent(pathOf(c))}`)
        return may(me.account.role, act) ? handler(c, me) : c.html(forbidden(me.account.role, act), 403)
      })
    },
    do(path, act, handler) {
      routes.push({ method: 'POST', path, act })
      app.post(path, async (c) => {
        const me = await whoIs(deps, c, false)
        if (me === null) return c.text('Sign in first.', 401)
        if (!sameSite(c, deps.secure)) return c.html(tooOld(), 403)
        if (!may(me.account.role, act)) return c.html(forbidden(me.account.role, act), 403)
        const form = formOf(await c.req.parseBody({ all: true }))
        return me.isOurs(form.text('csrf')) ? handler(c, me, form) : c.html(tooOld(), 403)
      })
    },
    open(method, path, handler) {
      routes.push({ method: method === 'get' ? 'GET' : 'POST', path, act: null })
      app[method](path, async (c) =>
        method === 'post' && !sameSite(c, deps.secure) ? c.html(tooOld(), 403) : handler(c),
      )
    },
  }
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
export function formOf(body: Readonly<Record<string, Value | Value[]>>): FormFields {
  const of = (field: string): readonly Value[] => {
    const value = body[field]
    return value === undefined ? [] : Array.isArray(value) ? value : [value]
  }
  const texts = (field: string) => of(field).flatMap((value) => (typeof value === 'string' ? [value.trim()] : []))
  return {
    text: (field) => texts(field)[0] ?? '',
    all: texts,
    file: (field) => {
      const found = of(field).find((value) => typeof value !== 'string')
      return found instanceof File && found.size > 0 ? found : null
    },
  }
}
