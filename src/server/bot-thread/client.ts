import { Worker } from 'node:worker_threads'
import type { Handle } from '../../bot/ports.ts'
import type { BatchWrite } from '../../db/connection/database.ts'
import { batchPerTurn, type Task, type ThreadAnswer, type ThreadRequest, unpackError } from './messages.ts'
import type { BotData } from './run.ts'

/** The bot in a thread of its own, with the one connection that writes. */
export interface BotThread {
  readonly handle: Handle
  /** The writes of everybody else: one writer, so that nobody waits for a lock. */
  readonly batchWrite: BatchWrite
  /** Resolves when the thread has ended without having been asked to, with the reason. It answers nothing any more. */
  readonly lost: Promise<Error>
  /** Finishes what is under way. */
  close(): Promise<void>
}

/**
 * Starts the bot beside the main thread. There, HTTP goes on while the disk is waited for; here, no page, picture or
 * export delays a chair's answer.
 * @throws where the thread cannot open its database.
 */
export async function startBotThread(
  data: BotData,
  script = new URL('thread.ts', import.meta.url),
): Promise<BotThread> {
  const thread = new Worker(script, { workerData: data })
  await ready(thread)
  const { ask, last, lost, gone } = asking(thread)
  return {
    lost,
    async handle(text) {
      const { answer } = await ask((id) => ({ id, text }))
      if (answer === null) throw new Error('a text came back without its answer')
      return answer
    },
    async batchWrite(writes) {
      const all = writes.map((write) => write.toSQL())
      await ask((id) => ({ id, writes: all }))
    },
    async close() {
      last()
      await gone
    },
  }
}

/** Its first message says that it is ready. */
const ready = (thread: Worker) =>
  new Promise<void>((resolve, reject) => {
    const gone = () => reject(new Error('the thread of the bot ended before it was ready'))
    thread.once('message', () => {
      thread.removeListener('error', reject)
      thread.removeListener('exit', gone)
      resolve()
    })
    thread.once('error', reject)
    thread.once('exit', gone)
  })

type Done = Extract<ThreadAnswer, { readonly answer: unknown }>

interface Waiting {
  readonly resolve: (done: Done) => void
  readonly reject: (error: Error) => void
}

/** Questions and their answers, until the thread ends: then all that wait are refused, and every later one. */
function asking(thread: Worker) {
  const waiting = new Map<number, Waiting>()
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>()
  const { promise: gone, resolve: go } = Promise.withResolvers<void>()
  let ended: Error | null = null
  let asked = false
  let ids = 0
  const end = (error: Error) => {
    ended ??= error
    for (const one of waiting.values()) one.reject(ended)
    waiting.clear()
    if (!asked) lose(ended)
  }
  thread.on('error', end)
  thread.once('exit', () => {
    end(new Error('the thread of the bot has ended'))
    go()
  })
  thread.on('message', (all: readonly ThreadAnswer[]) => {
    for (const told of all) settle(waiting, told)
  })
  const post = batchPerTurn<ThreadRequest>((all) => thread.postMessage(all))
  const ask = (task: (id: number) => Task) =>
    new Promise<Done>((resolve, reject) => {
      if (ended) return reject(ended)
      const id = ids++
      waiting.set(id, { resolve, reject })
      post(task(id))
    })
  const last = () => {
    asked = true
    post('last')
  }
  return { ask, last, lost, gone }
}

function settle(waiting: Map<number, Waiting>, told: ThreadAnswer): void {
  const one = waiting.get(told.id)
  waiting.delete(told.id)
  if ('failed' in told) one?.reject(unpackError(told.failed))
  else one?.resolve(told)
}
