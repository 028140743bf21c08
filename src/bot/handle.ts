import type { Intent, Vocabulary } from '../grammar/intent.ts'
import { reader } from '../grammar/read.ts'
import { answer, type Read, vocabularyOf } from './answer.ts'
import { precinctId } from './ids.ts'
import type { Answer, Clock, Handle, Inbound, Loaded, Seal, Store } from './ports.ts'

/** How often a text is decided again when somebody else wrote first. */
const tries = 5

export interface HandleDeps {
  readonly store: Store
  readonly seal: Seal
  readonly clock: Clock
}

/**
 * The way of one text: load, read, decide, commit, and only then the answer.
 * @throws where the store fails, or five writers in a row were faster: the carrier will deliver the text again.
 */
export function createHandle({ store, seal, clock }: HandleDeps): Handle {
  const readers = new WeakMap<Vocabulary, Read>()
  const readerOf = (loaded: Loaded): Read => {
    const vocabulary = vocabularyOf(loaded)
    const known = readers.get(vocabulary) ?? reader(vocabulary)
    readers.set(vocabulary, known)
    return known
  }
  return async (text: Inbound): Promise<Answer> => {
    const who = seal.person(text.from)
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const loaded = await loadFor(store, text, who, readerOf)
      const commit = answer(loaded, text, who, readerOf(loaded), seal, clock.now())
      const result = await store.commit(commit)
      if (result.ok) return { reply: commit.receipt.reply, repeated: false }
      if (result.reason === 'duplicate') return { reply: result.reply, repeated: true }
    }
    throw new Error(`a text could not be stored: ${tries} others wrote to its stream first`)
  }
}

/** A phone without precincts may name one: then that precinct must be known too, so that HQ hears of it. */
async function loadFor(
  store: Store,
  text: Inbound,
  who: ReturnType<Seal['person']>,
  readerOf: (loaded: Loaded) => Read,
): Promise<Loaded> {
  const loaded = await store.load(who)
  if (loaded.bindings.length > 0) return loaded
  const named = precinctOf(readerOf(loaded)(text.body, { answer: 'nothing' }))
  return named ? await store.load(who, named) : loaded
}

const precinctOf = (intent: Intent) => ('precinct' in intent && intent.precinct ? precinctId(intent.precinct) : null)
