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
 * Starts the bot in a thread. HTTP goes on in the main thread while the bot waits for the disk, and no page, picture or
 * export delays a chair's answer.
 * @throws if the thread cannot open its database.
 */
export async function startBotThread(
  data: BotData,
  script = new URL('thread.ts', import.meta.url),
): Promise<BotThread> {
  const thread = new Worker(script, { workerData: data })
  await ready(thread)
  const { request, close, lost, exited } = requestsTo(thread)
  return {
    lost,
    async handle(text) {
      const { answer } = await request((id) => ({ id, text }))
      if (answer === null) throw new Error('a text came back without its answer')
      return answer
    },
    async batchWrite(writes) {
      const statements = writes.map((write) => write.toSQL())
      await request((id) => ({ id, writes: statements }))
    },
    async close() {
      close()
      await exited
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

type Answer = Extract<ThreadAnswer, { readonly answer: unknown }>

/** Requests and their answers, until the thread ends: then all that wait are refused, and every later one. */
function requestsTo(thread: Worker) {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>()
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>()
  const { promise: exited, resolve: exit } = Promise.withResolvers<void>()
  let ended: Error | null = null
  let closing = false
  let ids = 0
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
    if (!closing) lose(ended)
  }
  thread.on('error', end)
  thread.once('exit', () => {
    end(new Error('the thread of the bot has ended'))
    exit()
  })
  thread.on('message', (answers: readonly ThreadAnswer[]) => {
    for (const answer of answers) {
      const request = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('failed' in answer) request?.reject(unpackError(answer.failed))
      else request?.resolve(answer)
    }
  })
  const post = batchPerTurn<ThreadRequest>((requests) => thread.postMessage(requests))
  return {
    lost,
    exited,
    request(task: (id: number) => Task): Promise<Answer> {
      if (ended) return Promise.reject(ended)
      const id = ids++
      const request = Promise.withResolvers<Answer>()
      waiting.set(id, request)
      post(task(id))
      return request.promise
    },
    close() {
      closing = true
      post('last')
    },
  }
}
