import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Environment } from '../src/environment.ts'
import { assemble, type Parts, type World } from './parts.ts'
import { redrawBeside } from './pictures/beside.ts'
import { every } from './timer.ts'

export interface Running {
  readonly url: string
  readonly port: number
  readonly parts: Parts
  /** Takes nothing new, finishes what is under way, closes the database. */
  stop(): Promise<void>
}

export interface NodeWorld extends Omit<World, 'remoteAddress'> {
  readonly environment: Environment
  /** All of the machine's addresses, unless a proxy stands before it. */
  readonly hostname?: string
  /** Wraps what answers requests: for tests that end the process between an answer and its sending. */
  readonly around?: (fetch: Answering) => Answering
}
type Answering = Parts['app']['fetch']

const same = (fetch: Answering): Answering => fetch
const SECOND = 1000
const RECONCILE = 5 * 60 * SECOND
const PATIENCE = 10 * SECOND

/** Starts a server on Node. @throws where no caucus is loaded, or the port is taken. */
export async function startNode(world: NodeWorld): Promise<Running> {
  const { log, database, environment } = world
  const remoteAddress = (c: Parameters<typeof getConnInfo>[0]) => getConnInfo(c).remote.address ?? null
  const gzip = (body: Parameters<typeof gzipSync>[0]) => new Uint8Array(gzipSync(body))
  const parts = await assemble({ redraw: redrawBeside(), ...world, remoteAddress, gzip })
  const { promise: listening, resolve, reject } = Promise.withResolvers<number>()
  const options = {
    fetch: (world.around ?? same)(parts.app.fetch),
    port: environment.port,
    ...(world.hostname ? { hostname: world.hostname } : {}),
  }
  const server = serve(options, ({ port }) => resolve(port))
  server.once('error', reject)
  const port = await listening
  const timers = [
    every(SECOND, parts.publish, 'publish', log),
    every(5 * SECOND, parts.remind, 'remind', log),
    every(SECOND, parts.send, 'send', log),
    ...(parts.reconcile === null ? [] : [every(RECONCILE, parts.reconcile, 'reconcile', log)]),
  ]
  const stop = async () => {
    const closed = new Promise<void>((done) => server.close(() => done()))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    const timeout = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), PATIENCE)
    await Promise.all([closed, ...timers.map((timer) => timer.stop())])
    clearTimeout(timeout)
    await database.close()
    log.info({}, 'stopped')
  }
  log.info({ port }, 'serving')
  return { url: `http://localhost:${port}`, port, parts, stop }
}
