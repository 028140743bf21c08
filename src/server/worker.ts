import type { D1Database, ExecutionContext, ScheduledController } from '@cloudflare/workers-types'
import { openD1 } from '../db/connection/d1.ts'
import { readEnvironment } from '../environment.ts'
import { assemble, type ServerParts } from './assemble.ts'
import { consoleLog } from './log.ts'

interface Bindings extends Readonly<Record<string, unknown>> {
  readonly DB: D1Database
}

/** One assembly an isolate; a failed one is tried again with the next request. */
const assembled = new WeakMap<D1Database, Promise<ServerParts>>()

function partsOf(bindings: Bindings): Promise<ServerParts> {
  const earlier = assembled.get(bindings.DB)
  if (earlier !== undefined) return earlier
  const parts = build(bindings)
  assembled.set(bindings.DB, parts)
  parts.catch(() => assembled.delete(bindings.DB))
  return parts
}

async function build(bindings: Bindings): Promise<ServerParts> {
  const read = readEnvironment(bindings, 'serve')
  if (!read.ok) throw new Error(read.problems.join('; '))
  const { environment } = read
  if (environment.secret === null)
    throw new Error('CAUCUSLINE_SECRET is missing: wrangler secret put CAUCUSLINE_SECRET')
  return assemble({
    database: openD1(bindings.DB),
    environment,
    secret: environment.secret,
    log: consoleLog(),
    remoteAddress: (c) => c.req.header('cf-connecting-ip') ?? null,
  })
}

/** The carrier list is asked every five minutes; the rest is done with every turn. */
const RECONCILE_MINUTES = 5

export default {
  async fetch(request: Request, bindings: Bindings, context: ExecutionContext): Promise<Response> {
    const { app, send } = await partsOf(bindings)
    const response = await app.fetch(request, bindings, context)
    // What the commit put into the outbox need not wait for the next minute.
    if (request.method === 'POST' && response.ok) context.waitUntil(send())
    return response
  },
  async scheduled(controller: ScheduledController, bindings: Bindings): Promise<void> {
    const { remind, send, publish, reconcile } = await partsOf(bindings)
    const due = reconcile !== null && new Date(controller.scheduledTime).getUTCMinutes() % RECONCILE_MINUTES === 0
    // Reminders first: what they write leaves in the same turn.
    await remind().catch(() => 0)
    const results = await Promise.allSettled([send(), publish(), ...(due ? [reconcile()] : [])])
    for (const result of results) if (result.status === 'rejected') throw result.reason
  },
}
