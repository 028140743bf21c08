import type { PhoneEvent } from '../../bot/event.ts'
import { chainEvents } from '../../bot/handle/chain-events.ts'
import { phoneRow } from '../../bot/handle/read-model.ts'
import { type Person, phoneStream } from '../../bot/ids.ts'
import { foldPhone, phoneAfter } from '../../bot/phone/state.ts'
import type { Keys } from '../../bot/ports.ts'
import type { OptOut, PhoneRecord } from '../ports.ts'

/** A carrier's word that a phone takes no texts of ours. Some STOPs reach only the carrier: we hear nothing else of them. */
export interface OptOutNotice {
  readonly person: Person
  /** The carrier's error number. */
  readonly code: number
  /** When the text that it refused was handed over, ISO 8601; null where nobody knows. */
  readonly handedOver: string | null
  /** ISO 8601: when we heard of it. */
  readonly at: string
  /** The text's id. */
  readonly cause: string
}

/** How often the record is read again if the phone texts at the very same moment. */
const TRIES = 5

/**
 * Writes a text's outcome together with what the notice puts on the phone's record. If that record keeps growing
 * meanwhile, the outcome is written alone: headquarters hears of it in any case.
 * @param notice null where the carrier said nothing of the kind
 * @param write false where the record had grown, and nothing was written
 */
export async function withOptOut(
  store: PhoneRecord,
  keys: Pick<Keys, 'chain'>,
  notice: OptOutNotice | null,
  write: (optOut: OptOut | null) => Promise<boolean>,
): Promise<void> {
  for (let attempt = 0; notice !== null && attempt < TRIES; attempt += 1) {
    if (await write(await optOutBy(store, keys, notice))) return
  }
  await write(null)
}

/** Null if the record says so already, or the phone came back (START) after the text was handed over. */
async function optOutBy(store: PhoneRecord, keys: Pick<Keys, 'chain'>, notice: OptOutNotice): Promise<OptOut | null> {
  const { person, code, handedOver, at, cause } = notice
  const stream = await store.phone(person)
  const state = foldPhone(stream)
  const back = stream.findLast(({ event }) => event.type === 'OptedIn')
  const older = back !== undefined && handedOver !== null && handedOver <= back.at
  if (state.optedOut || older) return null
  const event: PhoneEvent = { type: 'OptedOut', data: { code } }
  const [append] = chainEvents(phoneStream(person), stream, [event], { keys, at, actor: 'system', cause })
  return append ? { append, row: phoneRow(person, phoneAfter(state, [event], at)) } : null
}
