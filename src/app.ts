import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { type Failure, failure } from './sms/failure.ts'
import { type KannelDeps, kannelRoutes } from './sms/kannel/kannel.ts'
import type { Log, Meter } from './sms/ports.ts'
import { type TwilioDeps, twilioRoutes } from './sms/twilio/routes.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** A proxy on the same machine also comes from loopback, but says for whom. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip']

/** Whether a request comes from this machine itself, and not through a proxy on it. */
function fromLoopback(c: Context, remoteAddress: string | null): boolean {
  return LOOPBACK.has(remoteAddress ?? '') && FORWARDED.every((name) => c.req.header(name) === undefined)
}

export interface AppDeps {
  /** Null where no carrier is configured. */
  readonly twilio: TwilioDeps | null
  /** A second gateway beside it; null: off. */
  readonly kannel?: Omit<KannelDeps, 'trusted'> | null
  /** The other routes: results at the root, the console under /hq, in the demo the phone. The first that matches serves. */
  readonly routes: readonly Hono[]
  /** Null when everything needed to take a text in works; otherwise what does not, in words without data. */
  readonly ready: () => Promise<string | null>
  /** All figures, in Prometheus' text format. */
  readonly metrics: () => Promise<string>
  /** Null: from loopback only. */
  readonly metricsToken: string | null
  /** The address at the other end of the connection; null where that is not known. */
  readonly remoteAddress: (c: Context) => string | null
  readonly log: Log
}

/** Everything that answers HTTP, on Node and on Workers alike. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono()
  const meter = deps.twilio?.meter ?? deps.kannel?.meter
  if (meter !== undefined) app.use('/sms/*', failing(meter))
  // Before the pages' headers: what answers a carrier needs none of them.
  if (deps.twilio !== null) app.route('/', twilioRoutes(deps.twilio))
  else app.all('/sms/twilio/*', (c) => c.body(null, 403))
  const trusted = (c: Context) => fromLoopback(c, deps.remoteAddress(c))
  if (deps.kannel) app.route('/', kannelRoutes({ ...deps.kannel, trusted }))
  app.use(headers)
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/readyz', async (c) => {
    const wrong = await deps.ready().catch((error: unknown) => failure(error).cause)
    return wrong === null ? c.text('ready') : c.text(wrong, 503)
  })
  app.get('/metrics', async (c) => (mayRead(c, deps) ? c.text(await deps.metrics()) : c.notFound()))
  for (const routes of deps.routes) app.route('/', routes)
  app.notFound((c) => c.html(NOT_FOUND, 404))
  app.onError((error, c) => {
    const known = failure(error)
    deps.log.error({ ...logged(known), path: c.req.path, method: c.req.method }, 'request failed')
    // No text: the carrier is to try again, and would send a text of ours to the chair.
    return c.body(null, known.temporary ? 503 : 500)
  })
  return app
}

const logged = ({ cause, name, at, temporary }: Failure) => ({ cause, name, at, temporary })

/** Counts and times the webhooks that failed: the carriers' routes know only of those that they answered. */
function failing(meter: Meter) {
  return async (c: Context, next: () => Promise<void>): Promise<void> => {
    const start = performance.now()
    await next()
    if (c.error === undefined) return
    meter.count('webhook_failed')
    meter.observe('webhook', (performance.now() - start) / 1000)
  }
}

/** Pages bring their own policy where they need a script; what says nothing gets the strictest. */
const strict = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    frameAncestors: ["'self'"],
    baseUri: ["'none'"],
  },
  xFrameOptions: 'SAMEORIGIN',
  referrerPolicy: 'no-referrer',
})

async function headers(c: Context, next: () => Promise<void>): Promise<void> {
  let own: string | null = null
  await strict(c, async () => {
    await next()
    own = c.res.headers.get('Content-Security-Policy')
  })
  if (own !== null) c.res.headers.set('Content-Security-Policy', own)
}

function mayRead(c: Context, deps: AppDeps): boolean {
  if (deps.metricsToken !== null && c.req.header('authorization') === `Bearer ${deps.metricsToken}`) return true
  return fromLoopback(c, deps.remoteAddress(c))
}

const NOT_FOUND = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No such page</title><body style="font:1.1rem/1.5 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem">
<h1>There is no such page</h1><p>The results are on the <a href="/">first page</a>.`
