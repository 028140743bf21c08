import type { Inbound, TextAnswer } from '../../bot/ports.ts'
import { StoreError, type StoreTrouble } from '../../db/connection/errors.ts'

/** Messages between the threads: plain values, all of one turn of the event loop at once. */

/** One statement with its values. */
interface PlainStatement {
  readonly sql: string
  readonly params: unknown[]
}

/** To the bot's thread: a text to be answered, or writes of other parts of the program, all or none. */
export type Task =
  | { readonly id: number; readonly text: Inbound }
  | { readonly id: number; readonly writes: readonly PlainStatement[] }
/** `last`: nothing more will come. */
export type ThreadRequest = Task | 'last'

/** Back: what became of it. `answer` is null for writes. Sent only once it is on disk. */
export type ThreadAnswer =
  | { readonly id: number; readonly answer: TextAnswer | null }
  | { readonly id: number; readonly failed: Failed }

/** An error: it loses its class on the way, and is given it again on the other side. */
interface Failed {
  readonly message: string
  readonly stack: string
  /** Null where it is no StoreError. */
  readonly store: { readonly code: StoreTrouble; readonly constraint: string | null } | null
}

export function packError(error: unknown): Failed {
  if (!(error instanceof Error)) return { message: 'not an Error', stack: '', store: null }
  const store = error instanceof StoreError ? { code: error.code, constraint: error.constraint } : null
  return { message: error.message, stack: error.stack ?? '', store }
}

export function unpackError({ message, stack, store }: Failed): Error {
  const error = store === null ? new Error(message) : new StoreError(store.code, message, store.constraint)
  error.stack = stack
  return error
}

/** Posts all messages of one turn of the event loop as one: a post costs more than what is in it. */
export function batchPerTurn<T>(post: (messages: readonly T[]) => void): (message: T) => void {
  let waiting: T[] = []
  const send = () => {
    const messages = waiting
    waiting = []
    post(messages)
  }
  return (message) => {
    if (waiting.length === 0) setImmediate(send)
    waiting.push(message)
  }
}
