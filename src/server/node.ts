import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Environment } from '../environment.ts'
import { withDeadline } from '../sms/deadline.ts'
import { assemble, type ServerParts, type ServerWorld } from './assemble.ts'
import { type BotThread, startBotThread } from './bot-thread/client.ts'
import { redrawInThread } from './pictures/client.ts'
import { gracefulShutdown } from './shutdown.ts'
import { repeatEvery } from './timer.ts'

export interface Running {
  readonly url: string
  readonly port: number
  readonly parts: ServerParts
  /** Resolves when it cannot go on: what is left is to stop, and to be started again. */
  readonly lost: Promise<Error>
  /**
   * Takes nothing new, finishes what is under way, closes the database.
   * @param deadline how many milliseconds what is under way may take; eight seconds unless told
   */
  stop(deadline?: number): Promise<void>
}

interface NodeWorld extends Omit<ServerWorld, 'remoteAddress'> {
  readonly environment: Environment
  /** All of the machine's addresses, unless a proxy stands before it. */
  readonly hostname?: string
  /** Runs the bot in a thread of its own, with a connection of its own to the same file; `true`, or a test's script. */
  readonly botThread?: true | URL
  /** Wraps what answers requests: for tests that end the process between an answer and its sending. */
  readonly wrapFetch?: (fetch: Fetch) => Fetch
}
type Fetch = ServerParts['app']['fetch']

/** In the thread pool: a ledger takes longer to pack than other requests have time for. */
const gzipInPool = promisify<string, Buffer>(gzip)

const SECOND_MS = 1000
const RECONCILE_MS = 5 * 60 * SECOND_MS
/** With what follows it, below the ten seconds after which Docker kills. */
const SHUTDOWN_MS = 8 * SECOND_MS
/** Texts that the bot has taken over are on disk by then, or wait for a lock that does not come. */
const LAST_WRITES_MS = 3 * SECOND_MS

/** Starts a server on Node. @throws where no caucus is loaded, or the port is taken. */
export async function startNode(world: NodeWorld): Promise<Running> {
  const bot = await startBot(world)
  try {
    return await startServer(world, bot)
  } catch (error) {
    await bot?.close()
    throw error
  }
}

/** The bot's thread; null where it is to run in this one. */
async function startBot({ botThread, environment, secret }: NodeWorld): Promise<BotThread | null> {
  if (botThread === undefined) return null
  return startBotThread({ db: environment.db, secret }, ...(botThread === true ? [] : [botThread]))
}

async function startServer(world: NodeWorld, bot: BotThread | null): Promise<Running> {
  const { log } = world
  const database = bot === null ? world.database : { ...world.database, batchWrite: bot.batchWrite }
  const parts = await assemble({
    redraw: redrawInThread(),
    ...world,
    database,
    ...(bot && { handle: bot.handle }),
    remoteAddress: (c: Parameters<typeof getConnInfo>[0]) => getConnInfo(c).remote.address ?? null,
    gzip: async (body) => new Uint8Array(await gzipInPool(body)),
  })
  const { end, port } = await listen(world, parts)
  const timers = [
    repeatEvery(SECOND_MS, parts.publish, 'publish', log),
    repeatEvery(5 * SECOND_MS, parts.remind, 'remind', log),
    repeatEvery(SECOND_MS, parts.send, 'send', log),
    ...(parts.reconcile === null ? [] : [repeatEvery(RECONCILE_MS, parts.reconcile, 'reconcile', log)]),
  ]
  const stop = async (deadline = SHUTDOWN_MS) => {
    parts.stopSending()
    const hangUp = setTimeout(parts.hangUp, deadline)
    const turns = Promise.allSettled(timers.map((timer) => timer.stop()))
    await Promise.all([end(deadline), withDeadline(deadline + SECOND_MS / 2, turns, undefined)])
    clearTimeout(hangUp)
    if (bot !== null) await withDeadline(LAST_WRITES_MS, Promise.allSettled([bot.close()]), undefined)
    await database.close()
    log.info({}, 'stopped')
  }
  log.info({ port }, 'serving')
  return { url: `http://localhost:${port}`, port, parts, lost: bot?.lost ?? new Promise(() => {}), stop }
}

async function listen({ environment, hostname, wrapFetch = (fetch) => fetch }: NodeWorld, { app }: ServerParts) {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const options = { fetch: wrapFetch(app.fetch), port: environment.port, ...(hostname && { hostname }) }
  const server = serve(options, ({ port }) => resolve(port))
  server.once('error', reject)
  const end = gracefulShutdown(server)
  return { end, port: await promise }
}
