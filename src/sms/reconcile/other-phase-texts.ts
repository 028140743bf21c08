import type { Phase } from '../../bot/ids.ts'
import type { Clock } from '../../bot/ports.ts'
import type { Log, OtherPhaseText, PhaseBegun, ReconcileStore } from '../ports.ts'

interface OtherPhaseDeps {
  readonly reconcile: Pick<ReconcileStore, 'keepOtherPhase' | 'missing'>
  readonly timezone: () => Promise<string>
  readonly clock: Clock
  readonly log: Log
}

/** Texts in one commit, and to one item of the queue. */
const AT_ONCE = 500
/** Another run may take in one of them while they are being kept. */
const TRIES = 3

/**
 * Whether a text of that time belongs to the present record. What was said in practice must not show in live, so a text
 * that the carrier took while another phase held, or before this caucus was loaded, does not; one of an earlier stretch
 * of the same phase does: closed was reopened, and its streams are the same.
 * @param begun since the caucus was loaded, oldest first; the last is the present one. None: nothing belongs.
 */
export function isOfPresentPhase(begun: readonly PhaseBegun[]): (at: string) => boolean {
  const present = begun.at(-1)?.phase
  return (at) =>
    begun.findLast((phase) => Date.parse(phase.at) <= Date.parse(at))?.phase === present && present !== undefined
}

/**
 * Keeps texts of another time for headquarters: not applied, not answered (the answer would be about counts that this
 * record does not hold), and said in one item, since there may be hundreds of them.
 * @returns how many of them this run kept.
 */
export async function keepOtherPhaseTexts(
  texts: readonly OtherPhaseText[],
  phase: Phase,
  deps: OtherPhaseDeps,
): Promise<number> {
  let count = 0
  for (let from = 0; from < texts.length; from += AT_ONCE)
    count += await keepBatch(texts.slice(from, from + AT_ONCE), phase, deps)
  return count
}

async function keepBatch(texts: readonly OtherPhaseText[], phase: Phase, deps: OtherPhaseDeps): Promise<number> {
  let batch = texts
  for (let attempt = 0; attempt < TRIES && batch.length > 0; attempt++) {
    const detail = detailOf(batch, phase, await deps.timezone())
    const id = `earlier/${batch[0]?.sid}`
    const about = { person: null, precinct: null, at: deps.clock.now() }
    if (await deps.reconcile.keepOtherPhase(batch, { ...about, id, kind: 'anomaly', detail })) return batch.length
    const missing = await deps.reconcile.missing(batch.map(({ sid }) => sid))
    batch = batch.filter(({ sid }) => missing.has(sid))
  }
  if (batch.length > 0) deps.log.warn({ texts: batch.length }, 'texts of another phase are left for the next run')
  return 0
}

function detailOf(texts: readonly OtherPhaseText[], phase: Phase, timezone: string): string {
  const time = localTime(timezone, { month: 'short', day: 'numeric' })
  const [first, last] = [time(texts[0]?.at ?? ''), time(texts.at(-1)?.at ?? '')]
  const when = first === last ? first : `${first} to ${last}`
  const what = texts.length === 1 ? '1 text' : `${texts.length} texts`
  return `${what} of ${when} came to light: of another phase than ${phase}, or from before this caucus was loaded. Kept, not counted, not answered. See the log, texts in, kind "Of another phase".`
}

/** A time as people there read it, in plain spaces: the narrow one that some versions put before PM costs a segment. */
export function localTime(timeZone: string, more: Intl.DateTimeFormatOptions = {}): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit', ...more })
  return (at) => format.format(new Date(at)).replace(/\s/g, ' ')
}
