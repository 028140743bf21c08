import { reportingPhaseOf } from '../../bot/ids.ts'
import { canonicalJson } from '../../keys/hash-chain.ts'
import { pause } from '../batches.ts'
import { sha256, statementOf } from '../ledger/statement.ts'
import type { ResultsClock, ResultsReader, Signer } from '../ports.ts'
import { alertDuplicateCounts, alertHq, alertProblems } from './alerts.ts'
import { findDiscrepancies, type RecordProblem } from './conserve.ts'
import {
  applySnapshot,
  type ComputationInputs,
  catchUp,
  dueChanges,
  emptyPublisherState,
  type PublisherState,
  readLog,
  refreshInputs,
  subtotalsWith,
} from './publisher-state.ts'
import type { PrecinctChange, Snapshot } from './snapshot.ts'
import { type Subtotals, stateTotals, subtotalsOf, totalsJson } from './totals.ts'

interface PublishDeps {
  readonly reader: ResultsReader
  readonly clock: ResultsClock
  /** Null where snapshots are not signed. */
  readonly signer: Signer | null
}

export type PublishOutcome =
  | { readonly outcome: 'published'; readonly sequence: number; readonly changed: number }
  | { readonly outcome: 'unchanged'; readonly sequence: number }
  /** The record and what would be published do not agree. The last good snapshot stands; headquarters know. */
  | { readonly outcome: 'stopped'; readonly problems: readonly RecordProblem[] }
  /** Another publisher was quicker: publish again. */
  | { readonly outcome: 'overtaken' }

/**
 * A publisher with a memory. Each call works out what may be published from the log, checks it against the rows that
 * the bot wrote and against what each chair saw, and adds one snapshot where something changed. It costs what is new,
 * and lets others have the thread every few milliseconds. One call at a time.
 */
export function publisher(deps: PublishDeps): () => Promise<PublishOutcome> {
  let state: PublisherState | null = null
  let running: Promise<PublishOutcome> = Promise.resolve({ outcome: 'unchanged', sequence: 0 })
  const publishOnce = async (): Promise<PublishOutcome> => {
    const phase = reportingPhaseOf(await deps.reader.phase())
    if (state?.phase !== phase) state = emptyPublisherState(phase)
    const outcome = await publishFrom(state, deps)
    await recountTotals(state, deps)
    return outcome
  }
  return () => {
    running = running.then(publishOnce, publishOnce)
    return running
  }
}

/** One publication without a memory: reads the whole log of the phase. */
export const publish = (deps: PublishDeps): Promise<PublishOutcome> => publisher(deps)()

async function publishFrom(state: PublisherState, deps: PublishDeps): Promise<PublishOutcome> {
  const { reader } = deps
  await catchUp(state, reader)
  const end = await reader.end()
  const inputs = await refreshInputs(state, reader)
  const { last, unchecked, due, amend } = state
  const nothing = end === state.readUpTo && unchecked.size === 0 && due.size === 0 && !amend
  if (nothing && last?.setting === inputs.hash) return unchanged(last)
  await readLog(state, reader, end)
  const problems = await findDiscrepancies(state, inputs, reader)
  if (problems.length > 0) {
    await alertProblems(problems, state, deps)
    return { outcome: 'stopped', problems }
  }
  return addSnapshots(state, inputs, deps)
}

/** D1 keeps two megabytes in a row at most: a whole state at once (a first publication) is spread over several. */
const MOST_CHANGES = 500

async function addSnapshots(
  state: PublisherState,
  inputs: ComputationInputs,
  deps: PublishDeps,
): Promise<PublishOutcome> {
  const changes = dueChanges(state)
  if (changes.length === 0 && state.last?.setting === inputs.hash && !state.amend) return unchanged(state.last)
  await alertDuplicateCounts(changes, state, deps)
  for (let from = 0; from === 0 || from < changes.length; from += MOST_CHANGES) {
    const batch = changes.slice(from, from + MOST_CHANGES)
    await pause()
    const subtotals = subtotalsWith(state, batch)
    const snapshot = await snapshotOf(state, inputs, batch, subtotals, deps)
    if (!(await deps.reader.add(snapshot))) return { outcome: 'overtaken' }
    applySnapshot(state, snapshot, subtotals)
    state.amend = false
  }
  return { outcome: 'published', sequence: state.last?.sequence ?? 0, changed: changes.length }
}

const unchanged = (last: Snapshot): PublishOutcome => ({ outcome: 'unchanged', sequence: last.sequence })

async function snapshotOf(
  state: PublisherState,
  inputs: ComputationInputs,
  changes: readonly PrecinctChange[],
  subtotals: Subtotals,
  { clock, signer }: PublishDeps,
): Promise<Snapshot> {
  const totals = stateTotals(subtotals, inputs.sdeRates, inputs.ballotOrder)
  const body = {
    phase: state.phase,
    sequence: (state.last?.sequence ?? 0) + 1,
    at: clock.now(),
    upTo: state.position,
    events: state.events,
    changes,
    reported: totals.reported,
    of: inputs.setting.places.length,
    totals: totalsJson(totals),
    setting: inputs.hash,
    root: await state.heads.root(),
    order: state.orderHash,
    previous: state.last ? sha256(statementOf(state.last)) : '',
  }
  const statement = statementOf(body)
  return { ...body, signature: signer && (await signer.sign(statement)), key: signer?.publicKey ?? null }
}

const RECOUNT_EVERY_MS = 60_000

/**
 * Once a minute nothing is taken on trust: the setting is read again, whatever the log says of it, and the totals of
 * the last snapshot are counted again from all of its reports. If they differ, headquarters are alerted, and the next
 * snapshot corrects them.
 */
export async function recountTotals(state: PublisherState, deps: PublishDeps): Promise<void> {
  const now = Date.parse(deps.clock.now())
  if (now - state.recountedAt < RECOUNT_EVERY_MS) return
  state.recountedAt = now
  await deps.reader.settingAnew()
  const { inputs, last } = state
  // Another setting gives other totals: a snapshot of it is due anyway.
  if (inputs === null || last === null || last.setting !== inputs.hash) return
  const subtotals = await subtotalsOf(state.published.values(), inputs.sdeRates)
  const totals = totalsJson(stateTotals(subtotals, inputs.sdeRates, inputs.ballotOrder))
  if (canonicalJson(totals) === canonicalJson(last.totals)) return
  state.subtotals = subtotals
  state.amend = true
  const detail = `The totals of update ${last.sequence} are not the sum of its reports, counted again. The next update corrects them.`
  await alertHq(`recount/${state.phase}/${last.sequence}`, null, detail, state, deps)
}
