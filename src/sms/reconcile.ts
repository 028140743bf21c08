import { messageSid } from '../bot/ids.ts'
import type { Clock, Handle, Inbound, Seal, Store } from '../bot/ports.ts'
import type { Listed, Log, MessageList, Meter, ReconcileStore } from './ports.ts'

export interface ReconcileDeps {
  readonly list: MessageList
  /** Our numbers; the list is asked for each. */
  readonly numbers: readonly string[]
  readonly handle: Handle
  readonly store: Pick<Store, 'load' | 'commit'>
  readonly reconcile: ReconcileStore
  readonly seal: Pick<Seal, 'person'>
  /** The caucus', IANA: for the time that an answer names. */
  readonly timezone: () => Promise<string>
  readonly clock: Clock
  readonly log: Log
  readonly meter: Meter
}

export interface Reconciled {
  /** Texts in the carrier's list. */
  readonly listed: number
  /** Those that we had not, and took in now. */
  readonly recovered: number
  /** Those among them that something newer had overtaken: kept for headquarters, not applied. */
  readonly late: number
  /** Texts that could not be taken in; the next run tries again. */
  readonly failed: number
  /** Answers that were put into the outbox. */
  readonly answers: number
}

/** What marks a text as taken from the list: its answer could not go back in a response, and is sent instead. */
export const FROM_LIST = 'twilio:list'

/** The list lags and its times are the carrier's: each run looks an hour further back than the last clean one began. */
const OVERLAP_MS = 3_600_000
/** The first run looks back a day. What we heard last says nothing: live texts come in before an outage is made good. */
const FIRST_MS = 24 * 3_600_000
/** Younger than this is probably on its way by webhook. */
const PATIENCE_MS = 60_000

/**
 * Takes in what the carrier has and we have not, in the order of the carrier's times. Beside live webhooks it is safe:
 * the receipt lets each text in once, whoever brings it. A crash in the middle loses nothing: the answers still to be
 * sent are found by what the receipts say.
 * @param since ISO 8601, the carrier's time.
 */
export async function reconcile(deps: ReconcileDeps, since: string): Promise<Reconciled> {
  const now = Date.parse(deps.clock.now())
  const listed = (await Promise.all(deps.numbers.map((number) => deps.list.received(number, since)))).flat()
  const old = listed.filter((one) => Date.parse(one.at) <= now - PATIENCE_MS)
  old.sort((a, b) => a.at.localeCompare(b.at))
  const missing = await deps.reconcile.missing(old.map(({ sid }) => sid))
  const count = { recovered: 0, late: 0, failed: 0 }
  for (const one of old) if (missing.has(one.sid)) count[await take(one, deps)]++
  const answers = await answer(new Map(listed.map(({ sid, at }) => [sid, at])), deps)
  const result = { listed: listed.length, ...count, answers }
  deps.log.info({ ...result }, 'reconciled with the carrier')
  deps.meter.count('texts_recovered', count.recovered + count.late)
  return result
}

/** Reconciles again and again, from where the last clean run began. */
export function reconciler(deps: ReconcileDeps): () => Promise<Reconciled> {
  let from: number | null = null
  return async () => {
    const now = Date.parse(deps.clock.now())
    const result = await reconcile(deps, new Date(from ?? now - FIRST_MS).toISOString())
    if (result.failed === 0) from = now - OVERLAP_MS
    return result
  }
}

async function take(one: Listed, deps: ReconcileDeps): Promise<'recovered' | 'late' | 'failed'> {
  const sid = messageSid(one.sid)
  if (sid === null) return 'failed'
  const media = one.pictures === null ? [] : [{ url: one.pictures, type: 'application/json' }]
  const text: Inbound = { sid, carrier: FROM_LIST, from: one.from, to: one.to, body: one.body, media }
  try {
    if (await deps.reconcile.heardSince(deps.seal.person(one.from), one.at)) return await keep(text, one.at, deps)
    await deps.handle(text)
    return 'recovered'
  } catch {
    deps.log.error({ sid }, 'a text from the list could not be taken in')
    return 'failed'
  }
}

/** An older text must not undo what was said later: it is kept, and a person decides. */
async function keep(text: Inbound, at: string, { store, seal, clock }: ReconcileDeps): Promise<'late'> {
  const person = seal.person(text.from)
  const { phase, bindings } = await store.load(person)
  const precinct = bindings.length === 1 ? (bindings[0]?.precinct ?? null) : null
  const detail = `A text of ${at} came to light after a newer one. It was not applied.`
  const { sid, carrier, from, body, media } = text
  await store.commit({
    appends: [],
    rows: [],
    outbox: [],
    alerts: [{ id: `late/${sid}`, kind: 'anomaly', phase, precinct, person, at: clock.now(), detail }],
    receipt: { sid, carrier, person, from, body, reply: '', at: clock.now(), precinct, kind: 'late', media },
  })
  return 'late'
}

/** A late answer says which text it is about; the time needs no language. */
async function answer(
  times: ReadonlyMap<string, string>,
  { reconcile, clock, timezone }: ReconcileDeps,
): Promise<number> {
  const waiting = await reconcile.unanswered()
  const format = new Intl.DateTimeFormat('en-US', { timeZone: await timezone(), hour: 'numeric', minute: '2-digit' })
  for (const { sid, reply } of waiting) {
    const at = times.get(sid)
    // The narrow no-break space that some versions put before PM would make two segments of one.
    const time = at === undefined ? '' : `(${format.format(new Date(at)).replace(/\s/g, ' ')}) `
    await reconcile.queueAnswer(sid, time + reply, clock.now())
  }
  return waiting.length
}
