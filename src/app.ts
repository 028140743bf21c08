import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { isFromLoopback } from './sms/loopback.ts'
import type { Log, Metrics } from './sms/ports.ts'
import { redactError } from './sms/redacted-error.ts'

export interface AppDeps {
  /** What carriers call. */
  readonly webhooks: readonly Hono[]
  /** The other routes: results at the root, the console under /hq, in the demo the phone. The first that matches serves. */
  readonly routes: readonly Hono[]
  /** Null when everything needed to take a text in works; otherwise what does not, in words without data. */
  readonly ready: () => Promise<string | null>
  readonly metrics: Metrics
  /** All metrics, in Prometheus' text format. */
  readonly metricsText: () => Promise<string>
  /** Null: from loopback only. */
  readonly metricsToken: string | null
  /** The address at the other end of the connection; null where that is not known. */
  readonly remoteAddress: (c: Context) => string | null
  readonly log: Log
}

/** Everything that answers HTTP, on Node and on Workers alike. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono()
  app.use('/sms/*', countFailures(deps.metrics))
  // Before the pages' headers: what answers a carrier needs none of them.
  for (const webhooks of deps.webhooks) app.route('/', webhooks)
  app.use(headers)
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/readyz', async (c) => {
    const wrong = await deps.ready().catch((error: unknown) => redactError(error).cause)
    return wrong === null ? c.text('ready') : c.text(wrong, 503)
  })
  app.get('/metrics', async (c) => (mayReadMetrics(c, deps) ? c.text(await deps.metricsText()) : c.notFound()))
  for (const routes of deps.routes) app.route('/', routes)
  app.notFound((c) => c.html(NOT_FOUND, 404))
  app.onError((error, c) => {
    const { cause, name, at, temporary } = redactError(error)
    deps.log.error({ cause, name, at, temporary, path: c.req.path, method: c.req.method }, 'request failed')
    // No text: the carrier is to try again, and would send a text of ours to the chair.
    return c.body(null, temporary ? 503 : 500)
  })
  return app
}

/** Counts and times the webhooks that failed: the carriers' routes know only of those that they answered. */
function countFailures(metrics: Metrics) {
  return async (c: Context, next: () => Promise<void>): Promise<void> => {
    const start = performance.now()
    await next()
    if (c.error === undefined) return
    metrics.count('webhook_failed')
    metrics.observe('webhook', (performance.now() - start) / 1000)
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

const mayReadMetrics = (c: Context, { metricsToken, remoteAddress }: AppDeps): boolean =>
  (metricsToken !== null && c.req.header('authorization') === `Bearer ${metricsToken}`) ||
  isFromLoopback(c, remoteAddress(c))

const NOT_FOUND = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No such page</title><body style="font:1.1rem/1.5 sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem">
<h1>There is no such page</h1><p>The results are on the <a href="/">first page</a>.`
