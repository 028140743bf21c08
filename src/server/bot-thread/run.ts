import { parentPort, workerData } from 'node:worker_threads'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import type { Statement } from '../../db/connection/database.ts'
import { type BotWorld, createBot } from '../bot.ts'
import { batchPerTurn, packError, type Task, type ThreadAnswer, type ThreadRequest } from './messages.ts'

/** What the thread is started with. */
export interface BotData {
  /** The database file: opened, checked and brought to its schema by the main thread before. */
  readonly db: string
  readonly secret: string
}

/** How long a text waits for another process' lock: it gets its 503 before the carrier gives up, which then sees it. */
const LOCK_TIMEOUT_MS = 2500

/** Serves the main thread until it says that nothing more will come. */
export async function runBot(wrap?: BotWorld['wrap']): Promise<void> {
  if (parentPort === null) throw new Error('this runs in a thread')
  const port = parentPort
  const { db, secret } = workerData as BotData
  const database = openSqlite(db, { check: false, busyTimeout: LOCK_TIMEOUT_MS })
  const handle = await createBot({ database, secret, ...(wrap && { wrap }) })
  const answer = batchPerTurn<ThreadAnswer>((requests) => port.postMessage(requests))
  const work = async (task: Task): Promise<ThreadAnswer> => {
    const { id } = task
    try {
      if ('text' in task) return { id, answer: await handle(task.text) }
      const [first, ...others] = task.writes.map((write): Statement => ({ toSQL: () => write }))
      if (first) await database.batchWrite([first, ...others])
      return { id, answer: null }
    } catch (error) {
      return { id, failed: packError(error) }
    }
  }
  const working = new Set<Promise<void>>()
  const end = async () => {
    await Promise.all(working)
    await database.close()
    // The last answers leave with the turn; then nothing holds the thread any more.
    setImmediate(() => port.close())
  }
  port.on('message', (requests: readonly ThreadRequest[]) => {
    for (const request of requests) {
      if (request === 'last') return void end()
      const done = work(request).then(answer)
      working.add(done)
      void done.finally(() => working.delete(done))
    }
  })
  port.postMessage('ready')
}
