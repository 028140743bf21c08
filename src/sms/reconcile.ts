import { belonging, keepEarlier } from './earlier.ts'
import { answerLate, type LateAnswersDeps } from './late-answers.ts'
import type { Earlier, Listed, Meter, ReconcileStore } from './ports.ts'
import { inboundOf, type RecoverDeps, recoverAll } from './recover.ts'

export interface ReconcileDeps extends RecoverDeps, Pick<LateAnswersDeps, 'segments'> {
  /** `numbers` are ours; the list is asked for each. `timezone` is the caucus', IANA. */
  readonly reconcile: ReconcileStore
  readonly meter: Meter
}

export interface Reconciled {
  /** Texts in the carrier's list. */
  readonly listed: number
  /** Those that we had not, and took in now. */
  readonly recovered: number
  /** Besides: those that something newer had overtaken: kept for headquarters, not applied. */
  readonly late: number
  /** Besides: those that the carrier took in another phase, or before the caucus was loaded: kept, not applied either. */
  readonly earlier: number
  /** Texts that could not be taken in; the next run tries again. */
  readonly failed: number
  /** Answers that were put into the outbox. */
  readonly answers: number
}

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
  listed.sort((a, b) => a.at.localeCompare(b.at))
  const unknown = await deps.reconcile.missing(listed.map(({ sid }) => sid))
  const missing = listed.filter(({ sid, at }) => unknown.has(sid) && Date.parse(at) <= now - PATIENCE_MS)
  const begun = await deps.reconcile.phases()
  const belongs = belonging(begun)
  const ours = missing.filter(({ at }) => belongs(at))
  const others = await earlierOf(
    missing.filter(({ at }) => !belongs(at)),
    deps,
  )
  const earlier = await keepEarlier(others, begun.at(-1)?.phase ?? 'setup', deps)
  const { recovered, late, failed } = await recoverAll(ours, listed, deps)
  const result = { listed: listed.length, recovered, late, earlier, failed, answers: await answerLate(listed, deps) }
  deps.log.info({ ...result }, 'reconciled with the carrier')
  deps.meter.count('texts_recovered', recovered + late + earlier)
  return result
}

async function earlierOf(texts: readonly Listed[], deps: ReconcileDeps): Promise<readonly Earlier[]> {
  const all = []
  for (const one of texts) {
    const text = await inboundOf(one, deps)
    if (text !== null) all.push({ ...text, person: deps.seal.person(one.from), at: one.at })
  }
  return all
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
