import type { Listed, Metrics, OtherPhaseText, ReconcileStore } from '../ports.ts'
import { gracePeriod, type Left, timeOf } from './grace-period.ts'
import { answerLate, type LateAnswersDeps } from './late-answers.ts'
import { isOfPresentPhase, keepOtherPhaseTexts } from './other-phase-texts.ts'
import { inboundOf, type RecoverDeps, recoverAll } from './recover.ts'

export interface ReconcileDeps extends RecoverDeps, Pick<LateAnswersDeps, 'segments'> {
  /** `numbers` are ours; the list is asked for each. `timezone` is the caucus', IANA. */
  readonly reconcile: ReconcileStore
  readonly metrics: Metrics
}

export interface Reconciled {
  /** Texts in the carrier's list. */
  readonly listed: number
  /** Those that we had not, and took in now. */
  readonly recovered: number
  /** Besides: those that something newer had overtaken: kept for headquarters, not applied. */
  readonly late: number
  /** Besides: those that the carrier took in another phase, or before the caucus was loaded: kept, not applied either. */
  readonly otherPhase: number
  /** Texts left for the next run: less than a minute old, and probably on their way by webhook. */
  readonly young: number
  /** Seconds that our clock is behind the carrier's; 0 where it seems right. */
  readonly clockBehind: number
  /** Texts that could not be taken in; the next run tries again. */
  readonly failed: number
  /** Answers that were put into the outbox. */
  readonly answers: number
}

/** The list lags: each run looks an hour further back than the newest text that the last clean one saw. */
const OVERLAP_MS = 3_600_000
/** The first run looks back a day. What we heard last says nothing: live texts come in before an outage is made good. */
const FIRST_MS = 24 * 3_600_000

/**
 * Takes in what the carrier has and we have not, in the order of the carrier's times. Beside live webhooks it is safe:
 * the receipt lets each text in once, whoever brings it. A crash in the middle loses nothing: the answers still to be
 * sent are found by what the receipts say.
 * @param since ISO 8601, the carrier's time.
 */
export async function reconcile(deps: ReconcileDeps, since: string): Promise<Reconciled> {
  return (await runOnce(deps, since, new Map())).result
}

interface Run {
  readonly result: Reconciled
  readonly young: Left
  /** The newest text of the list, ms; null where it is empty. */
  readonly newest: number | null
}

async function runOnce(deps: ReconcileDeps, since: string, left: Left): Promise<Run> {
  const listed = (await Promise.all(deps.numbers.map((number) => deps.list.received(number, since)))).flat()
  listed.sort((a, b) => a.at.localeCompare(b.at))
  const unknown = await deps.reconcile.missing(listed.map(({ sid }) => sid))
  const missing = listed.filter(({ sid }) => unknown.has(sid))
  const { ready, young, clockBehind } = gracePeriod(missing, listed, Date.parse(deps.clock.now()), left)
  const taken = await takeIn(ready, listed, deps)
  const answers = await answerLate(listed, deps)
  const result = { listed: listed.length, ...taken, young: young.size, clockBehind, answers }
  deps.log.info({ ...result }, 'reconciled with the carrier')
  if (clockBehind > 0) deps.log.warn({ seconds: clockBehind }, 'this clock is behind the carrier’s: it is wrong')
  deps.metrics.count('texts_recovered', taken.recovered + taken.late + taken.otherPhase)
  return { result, young, newest: timeOf(listed.at(-1)) }
}

async function takeIn(texts: readonly Listed[], listed: readonly Listed[], deps: ReconcileDeps) {
  const begun = await deps.reconcile.phases()
  const belongs = isOfPresentPhase(begun)
  const others = texts.filter(({ at }) => !belongs(at))
  const otherPhase = await keepOtherPhaseTexts(await inboundTexts(others, deps), begun.at(-1)?.phase ?? 'setup', deps)
  const ours = texts.filter(({ at }) => belongs(at))
  const { recovered, late, failed } = await recoverAll(ours, listed, deps)
  return { recovered, late, otherPhase, failed }
}

async function inboundTexts(texts: readonly Listed[], deps: ReconcileDeps): Promise<readonly OtherPhaseText[]> {
  const found: OtherPhaseText[] = []
  for (const listed of texts) {
    const inbound = await inboundOf(listed, deps)
    if (inbound !== null) found.push({ ...inbound, person: deps.keys.person(listed.from), at: listed.at })
  }
  return found
}

/**
 * Reconciles again and again, from an hour before the newest text that the last clean run saw. By the carrier's times
 * alone: a clock that is ahead must not make it look into the future.
 */
export function reconciler(deps: ReconcileDeps): () => Promise<Reconciled> {
  let from: number | null = null
  let left: Left = new Map()
  return async () => {
    const now = Date.parse(deps.clock.now())
    const { result, young, newest } = await runOnce(deps, new Date(from ?? now - FIRST_MS).toISOString(), left)
    left = young
    if (result.failed === 0 && newest !== null) from = newest - OVERLAP_MS
    return result
  }
}
