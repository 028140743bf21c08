import type { PrecinctId } from '../../bot/ids.ts'
import { sha256 } from '../ledger/statement.ts'
import type { ResultsClock, ResultsReader } from '../ports.ts'
import type { RecordProblem } from './conserve.ts'
import type { DuplicateCount } from './duplicate-counts.ts'
import type { PublisherState } from './publisher-state.ts'
import type { PrecinctChange } from './snapshot.ts'

interface Deps {
  readonly reader: ResultsReader
  readonly clock: ResultsClock
}

/** So many are looked at one by one; where more do not agree, it is the record as a whole. */
const MOST_NAMED = 50

/** Puts what does not agree before headquarters: once for each state of a precinct's record. */
export async function alertProblems(
  problems: readonly RecordProblem[],
  state: PublisherState,
  deps: Deps,
): Promise<void> {
  const more = problems.length - MOST_NAMED
  if (more > 0) {
    const words = `Publishing has stopped: beside those named one by one, ${more} more do not agree. Run caucusline rebuild --check.`
    await alertHq(`publish/${state.phase}/more`, null, words, state, deps)
  }
  for (const { precinct, code, detail } of problems.slice(0, MOST_NAMED)) {
    const version = state.records.get(precinct)?.state.version ?? 0
    const id = `publish/${state.phase}/${precinct}/${version}/${code}`
    await alertHq(id, precinct, `Publishing has stopped: ${detail}.`, state, deps)
  }
}

/**
 * Two precincts with the same first count: no stream can see it alone. Pointed out, never refused. One item, about the
 * one that came later, and once for each first count of it.
 */
export async function alertDuplicateCounts(
  changes: readonly PrecinctChange[],
  state: PublisherState,
  deps: Deps,
): Promise<void> {
  for (const { precinct } of changes) {
    const duplicate = state.duplicateCounts.of(precinct)
    if (duplicate === null) continue
    const id = `twins/${state.phase}/${precinct}/${sha256(duplicate.counts).slice(0, 16)}`
    await alertHq(id, precinct, duplicateWords(precinct, duplicate), state, deps)
  }
}

/** The queue takes an item once; what is remembered of it saves asking. @param precinct null: about the state as a whole */
export async function alertHq(
  id: string,
  precinct: PrecinctId | null,
  detail: string,
  { phase, alerted }: PublisherState,
  { reader, clock }: Deps,
): Promise<void> {
  if (alerted.has(id)) return
  await reader.alert({ id, kind: 'anomaly', phase, precinct, person: null, at: clock.now(), detail })
  alerted.add(id)
}

function duplicateWords(precinct: PrecinctId, { named, more }: DuplicateCount): string {
  const others = more > 0 ? [...named, `${more} more`] : [...named]
  const last = others.pop()
  const listed = others.length === 0 ? last : `${others.join(', ')} and ${last}`
  return `The first count of ${precinct} equals that of ${listed}, group by group.`
}
