import { sha256, statementOf } from '../ledger/statement.ts'
import type { ResultsClock, ResultsReader, Signer } from '../ports.ts'
import { shownPhase } from '../setting.ts'
import { alarm, alertDuplicateCounts } from './alarms.ts'
import { type Areas, sumsOf } from './areas.ts'
import type { ComputationInputs } from './computation-inputs.ts'
import { checkRecord, type RecordProblem } from './conserve.ts'
import {
  areasAfter,
  catchUp,
  changesOf,
  emptyPublisherState,
  type PublisherState,
  readLog,
  settlePublication,
  take,
} from './publisher-state.ts'
import { recount } from './recount.ts'
import type { PrecinctChange, Snapshot } from './snapshot.ts'
import { totalsOf } from './tally.ts'
import { pause } from './time-slices.ts'

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
  let memory: PublisherState | null = null
  let running: Promise<PublishOutcome> = Promise.resolve({ outcome: 'unchanged', sequence: 0 })
  const once = async (): Promise<PublishOutcome> => {
    const phase = shownPhase(await deps.reader.phase())
    if (memory?.phase !== phase) memory = emptyPublisherState(phase)
    const outcome = await publishFrom(memory, deps)
    await recount(memory, deps)
    return outcome
  }
  return () => {
    running = running.then(once, once)
    return running
  }
}

/** One publication without a memory: reads the whole log of the phase. */
export const publish = (deps: PublishDeps): Promise<PublishOutcome> => publisher(deps)()

async function publishFrom(memory: PublisherState, deps: PublishDeps): Promise<PublishOutcome> {
  const { reader } = deps
  await catchUp(memory, reader)
  const end = await reader.end()
  const basis = await settlePublication(memory, reader)
  const { last, touched, due, amend } = memory
  const nothing = end === memory.end && touched.size === 0 && due.size === 0 && !amend
  if (nothing && last?.setting === basis.hash) return unchanged(last)
  await readLog(memory, reader, end)
  const problems = await checkRecord(memory, basis, reader)
  if (problems.length > 0) {
    await alarm(problems, memory, deps)
    return { outcome: 'stopped', problems }
  }
  return addSnapshots(memory, basis, deps)
}

/** D1 keeps two megabytes in a row at most: a whole state at once (a first publication) is spread over several. */
const MOST_CHANGES = 500

async function addSnapshots(
  memory: PublisherState,
  basis: ComputationInputs,
  deps: PublishDeps,
): Promise<PublishOutcome> {
  const changes = changesOf(memory)
  if (changes.length === 0 && memory.last?.setting === basis.hash && !memory.amend) return unchanged(memory.last)
  await alertDuplicateCounts(changes, memory, deps)
  for (let from = 0; from === 0 || from < changes.length; from += MOST_CHANGES) {
    const some = changes.slice(from, from + MOST_CHANGES)
    await pause()
    const areas = areasAfter(memory, some)
    const snapshot = await snapshotOf(memory, basis, some, areas, deps)
    if (!(await deps.reader.add(snapshot))) return { outcome: 'overtaken' }
    take(memory, snapshot, areas)
    memory.amend = false
  }
  return { outcome: 'published', sequence: memory.last?.sequence ?? 0, changed: changes.length }
}

const unchanged = (last: Snapshot): PublishOutcome => ({ outcome: 'unchanged', sequence: last.sequence })

async function snapshotOf(
  memory: PublisherState,
  basis: ComputationInputs,
  changes: readonly PrecinctChange[],
  areas: Areas,
  { clock, signer }: PublishDeps,
): Promise<Snapshot> {
  const sums = sumsOf(areas, basis.worths, basis.order)
  const body = {
    phase: memory.phase,
    sequence: (memory.last?.sequence ?? 0) + 1,
    at: clock.now(),
    upTo: memory.position,
    events: memory.events,
    changes,
    reported: sums.reported,
    of: basis.setting.places.length,
    totals: totalsOf(sums),
    setting: basis.hash,
    root: await memory.heads.root(),
    order: memory.order,
    previous: memory.last ? sha256(statementOf(memory.last)) : '',
  }
  const statement = statementOf(body)
  return { ...body, signature: signer && (await signer.sign(statement)), key: signer?.publicKey ?? null }
}
