import type { Actor, Event, Stored } from '../event.ts'
import type { StreamId } from '../ids.ts'
import type { Append, Keys } from '../ports.ts'

/** The circumstances under which one text or act writes its events. */
export interface EventOrigin {
  readonly keys: Keys
  readonly at: string
  readonly actor: Actor
  /** The carrier's message id, or `hq:<action>`. */
  readonly cause: string
}

/**
 * Puts events behind those of a stream: numbered from the last version, dated, signed with their author, each with the hash
 * over the one before it (docs/ledger.md). Nothing where there are no events.
 * @param before the stream as far as it was read; only its last event is needed
 * @param origin.at ISO 8601, UTC
 */
export function chainEvents(
  stream: StreamId,
  before: readonly Stored[],
  events: readonly Event[],
  { keys, at, actor, cause }: Omit<EventOrigin, 'keys'> & { readonly keys: Pick<Keys, 'chain'> },
): readonly Append[] {
  if (events.length === 0) return []
  const last = before.at(-1)
  const expected = last?.version ?? 0
  let hash = last?.hash ?? ''
  const stored = events.map((event, i): Stored => {
    const version = expected + i + 1
    hash = keys.chain(hash, stream, version, event, at, actor)
    return { event, at, actor, cause, version, hash }
  })
  return [{ stream, expected, events: stored }]
}
