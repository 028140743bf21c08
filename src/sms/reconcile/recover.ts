import { messageSid } from '../../bot/ids.ts'
import type { Clock, EventStore, Handle, Inbound, Keys } from '../../bot/ports.ts'
import { markMachine, unwrapBase64 } from '../inbound.ts'
import type { Listed, Log, MessageList, ReconcileStore } from '../ports.ts'
import { localTime } from './other-phase-texts.ts'

/** What marks a text as taken from the list: its answer could not go back in a response, and is sent instead. */
const FROM_LIST = 'twilio:list'

/** No chair has more texts in one outage; a flood from one phone must not cost its square. */
const MOST_OF_A_PHONE = 100

export interface RecoverDeps {
  readonly list: MessageList
  readonly numbers: readonly string[]
  readonly handle: Handle
  readonly store: Pick<EventStore, 'load' | 'commit'>
  readonly reconcile: Pick<ReconcileStore, 'heard'>
  readonly keys: Pick<Keys, 'person'>
  readonly timezone: () => Promise<string>
  readonly clock: Clock
  readonly log: Log
}

/** `already_taken`: a webhook or another run took it in meanwhile. */
type Recovery = 'recovered' | 'late' | 'already_taken' | 'failed'

/**
 * Takes texts in, in the order given. If one cannot be, the later ones of its phone wait for the next run as well:
 * taken before it, they would be undone by it.
 * @param missing oldest first
 * @param listed the whole list: what it holds of a phone besides says what is newer, by the carrier's own clock
 */
export async function recoverAll(missing: readonly Listed[], listed: readonly Listed[], deps: RecoverDeps) {
  const count: Record<Recovery, number> = { recovered: 0, late: 0, already_taken: 0, failed: 0 }
  const isNewer = newerThan(missing, listed)
  const phones = Map.groupBy(listed, ({ from }) => from)
  const stuck = new Set<string>()
  for (const text of missing) {
    const { from } = text
    const recovery = stuck.has(from) ? 'failed' : await recoverOne(text, phones.get(from) ?? [], isNewer, deps)
    if (recovery === 'failed' && messageSid(text.sid) !== null) stuck.add(from)
    count[recovery]++
  }
  return count
}

type IsNewer = (sid: string, than: Listed) => boolean | null

/** Null where the list does not tell. Within one second, what was taken in by an earlier run counts as newer. */
function newerThan(missing: readonly Listed[], listed: readonly Listed[]): IsNewer {
  const times = new Map(listed.map(({ sid, at }) => [sid, Date.parse(at)]))
  const now = new Set(missing.map(({ sid }) => sid))
  return (sid, than) => {
    const time = times.get(sid)
    if (time === undefined) return null
    const at = Date.parse(than.at)
    return sid !== than.sid && (time > at || (time === at && !now.has(sid)))
  }
}

async function recoverOne(
  listed: Listed,
  ofPhone: readonly Listed[],
  isNewer: IsNewer,
  deps: RecoverDeps,
): Promise<Recovery> {
  const inbound = await inboundOf(listed, deps)
  if (inbound === null) {
    deps.log.error({}, 'a text from the list has an id that cannot be kept')
    return 'failed'
  }
  const text = markMachine(inbound, deps.numbers)
  try {
    if (!text.machine && (await isOvertaken(listed, ofPhone, isNewer, deps)))
      return await keepOvertaken(text, listed.at, deps)
    return (await deps.handle(text)).repeated ? 'already_taken' : 'recovered'
  } catch {
    deps.log.error({ sid: text.sid }, 'a text from the list could not be taken in')
    return 'failed'
  }
}

async function isOvertaken(
  listed: Listed,
  ofPhone: readonly Listed[],
  isNewer: IsNewer,
  { reconcile, keys }: RecoverDeps,
): Promise<boolean> {
  const newer = ofPhone
    .filter(({ sid }) => isNewer(sid, listed) === true)
    .slice(0, MOST_OF_A_PHONE)
    .map(({ sid }) => sid)
  const since = await reconcile.heard(keys.person(listed.from), listed.at, newer)
  return since.some(({ sid, carrier }) => isNewer(sid, listed) ?? carrier !== FROM_LIST)
}

/** A text of the list as a webhook would have brought it. @returns null where its id cannot be kept. */
export async function inboundOf(listed: Listed, deps: Pick<RecoverDeps, 'list' | 'log'>): Promise<Inbound | null> {
  const sid = messageSid(listed.sid)
  if (sid === null) return null
  const { body, media } = unwrapBase64(listed.body)
  const pictures = await picturesOf(listed, deps)
  return { sid, carrier: FROM_LIST, from: listed.from, to: listed.to, body, media: [...pictures, ...media] }
}

/** If the pictures cannot be listed now, the counts need not wait for them: the address of the list is kept. */
async function picturesOf(listed: Listed, { list, log }: Pick<RecoverDeps, 'list' | 'log'>): Promise<Inbound['media']> {
  if (listed.pictures === null) return []
  const pictures = await list.pictures(listed.sid).catch(() => {
    log.warn({ sid: listed.sid }, 'the pictures of a text could not be listed')
    return []
  })
  return pictures.length > 0 ? pictures : [{ url: listed.pictures, type: 'application/json' }]
}

/** An older text must not undo what was said later: it is kept, neither applied nor answered, and a person decides. */
async function keepOvertaken(
  text: Inbound,
  at: string,
  { store, keys, clock, timezone }: RecoverDeps,
): Promise<Recovery> {
  const person = keys.person(text.from)
  const { phase, bindings } = await store.load(person)
  const precinct = bindings.length === 1 ? (bindings[0]?.precinct ?? null) : null
  const time = localTime(await timezone())(at)
  const detail = `A text of ${time} came to light after a newer one. It was not applied.`
  const { sid, carrier, from, body, media } = text
  const result = await store.commit({
    appends: [],
    rows: [],
    outbox: [],
    alerts: [{ id: `late/${sid}`, kind: 'anomaly', phase, precinct, person, at: clock.now(), detail }],
    receipt: { sid, carrier, person, from, body, reply: '', at, precinct, kind: 'late', media },
  })
  return result.ok ? 'late' : 'already_taken'
}
