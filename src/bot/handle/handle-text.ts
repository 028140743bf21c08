import type { Vocabulary } from '../../grammar/intent.ts'
import { reader } from '../../grammar/read.ts'
import { vocabularyOf } from '../caucus.ts'
import type { Language } from '../event.ts'
import { type Person, phoneStream, precinctId } from '../ids.ts'
import { foldPhone } from '../phone/state.ts'
import type { Clock, Commit, EventStore, Handle, Inbound, Keys, Loaded, TextAnswer } from '../ports.ts'
import { type Read, respondToText } from './respond-to-text.ts'
import { validAt } from './sender-context.ts'

/** How often a text is decided again when somebody else wrote first: of twenty phones at once, one is first each time. */
const tries = 20

interface HandleDeps {
  readonly store: EventStore
  readonly keys: Keys
  readonly clock: Clock
}

/**
 * The way of one text: load, read, decide, commit, and only then the answer.
 * @throws where the store fails, or that many writers in a row were faster: the carrier will deliver the text again.
 */
export function createHandle({ store, keys, clock }: HandleDeps): Handle {
  const readers = new WeakMap<Vocabulary, Read>()
  const readerOf = (loaded: Loaded): Read => {
    const vocabulary = vocabularyOf(loaded.caucus, loaded.phase)
    const read = readers.get(vocabulary) ?? reader(vocabulary)
    readers.set(vocabulary, read)
    return read
  }
  return async (text: Inbound): Promise<TextAnswer> => {
    const who = keys.person(text.from)
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const loaded = await loadFor(store, text, who, readerOf, clock)
      const [read, at] = [readerOf(loaded), clock.now()]
      const first = respondToText(loaded, text, who, read, keys, at)
      const chosen = await languagesOf(store, first.outbox)
      const commit = chosen.size === 0 ? first : respondToText(loaded, text, who, read, keys, at, chosen)
      const result = await store.commit(commit)
      if (result.ok) return { reply: commit.receipt.reply, repeated: false }
      if (result.reason === 'duplicate') return { reply: result.reply, repeated: true }
    }
    throw new Error(`a text could not be stored: ${tries} others wrote to its stream first`)
  }
}

/** A text may be about a precinct of which more must be known: one that is not the phone's own, or one whose PIN it is. */
async function loadFor(
  store: EventStore,
  text: Inbound,
  who: ReturnType<Keys['person']>,
  readerOf: (loaded: Loaded) => Read,
  clock: Clock,
): Promise<Loaded> {
  const loaded = await store.load(who)
  if (loaded.bindings.length > 0 && !/\bpin\b/i.test(text.body)) return loaded
  const intent = readerOf(loaded)(text.body, { answer: 'nothing' })
  const now = clock.now()
  const asked = 'precinct' in intent && intent.precinct ? precinctId(intent.precinct) : null
  const own = intent.kind === 'pin' ? validAt(now, loaded.bindings)[0]?.precinct : undefined
  const precinct = asked ?? own
  return precinct ? await store.load(who, precinct, anHourBefore(now)) : loaded
}

const anHourBefore = (at: string): string => new Date(Date.parse(at) - 3_600_000).toISOString()

/** The language that each of these phones chose for itself. Few texts tell another phone anything: only they read again. */
async function languagesOf(store: EventStore, outbox: Commit['outbox']): Promise<ReadonlyMap<Person, Language>> {
  const chosen = new Map<Person, Language>()
  for (const { person } of outbox) {
    const { language } = foldPhone((await store.load(person)).streams.get(phoneStream(person)) ?? [])
    if (language !== null) chosen.set(person, language)
  }
  return chosen
}
