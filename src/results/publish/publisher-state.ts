import { createHash } from 'node:crypto'
import { ballotOrder } from '../../bot/caucus.ts'
import type { PrecinctId, ReportingPhase } from '../../bot/ids.ts'
import { eventBatches, inBatches, snapshotBatches } from '../batches.ts'
import { type ChainHeads, createChainHeads } from '../ledger/heads.ts'
import { settingLines } from '../ledger/setting-lines.ts'
import { nextOrderHash } from '../ledger/statement.ts'
import type { Logged, ResultsReader, ResultsSetting } from '../ports.ts'
import { createDuplicateCounts, type DuplicateCounts } from './duplicate-counts.ts'
import { emptyPrecinctRecord, evolvePrecinctRecord, type PrecinctRecord } from './precinct-record.ts'
import { type SdeRates, sdeRates } from './sde-per-delegate.ts'
import { applyChanges, type PrecinctChange, type PublishedReport, type Snapshot } from './snapshot.ts'
import { noSubtotals, type Subtotals, subtotalsAfter, subtotalsOf } from './totals.ts'

/** What everything is computed with: a setting, looked up by name and hashed. Made once for each setting. */
export interface ComputationInputs {
  readonly setting: ResultsSetting
  /** sha256 over the setting as the ledger writes it. */
  readonly hash: string
  /** Ballot order of the groups. */
  readonly ballotOrder: readonly string[]
  readonly sdeRates: SdeRates
}

const LINES = 500

async function computationInputs(setting: ResultsSetting, phase: ReportingPhase): Promise<ComputationInputs> {
  const hash = createHash('sha256')
  for await (const lines of inBatches(settingLines(setting, phase), LINES)) hash.update(lines.join(''), 'utf8')
  return {
    setting,
    hash: hash.digest('hex'),
    ballotOrder: ballotOrder(setting.caucus, phase),
    sdeRates: sdeRates(setting),
  }
}

/**
 * What a publisher remembers between two publications: the record as far as it was read, what the last snapshot shows,
 * and subtotals, root and duplicate counts beside them, so that a round costs what is new and not the whole state.
 */
export interface PublisherState {
  readonly phase: ReportingPhase
  readonly records: Map<PrecinctId, PrecinctRecord>
  /** When each precinct was first heard of: changes are published in this order. */
  readonly firstHeard: Map<PrecinctId, number>
  readonly heads: ChainHeads
  readonly duplicateCounts: DuplicateCounts
  /** How far the log was read; the position of the last event of this phase, and how many there were. */
  readUpTo: number
  position: number
  events: number
  orderHash: string
  /** Null before the setting was first read. */
  inputs: ComputationInputs | null
  /** What the last snapshot shows, and its subtotals. */
  readonly published: Map<PrecinctId, PublishedReport>
  subtotals: Subtotals
  last: Snapshot | null
  /** Heard of since the last good check; they stay here until they agree. */
  readonly unchecked: Set<PrecinctId>
  /** What the log says may be public and the last snapshot does not show, or shows otherwise. */
  readonly due: Set<PrecinctId>
  /** What headquarters were told already. */
  readonly alerted: Set<string>
  /** When all was last counted again, in milliseconds; see recountTotals. */
  recountedAt: number
  /** The totals that are public are wrong: the next snapshot is due though nothing changed. */
  amend: boolean
}

export const emptyPublisherState = (phase: ReportingPhase): PublisherState => ({
  phase,
  records: new Map(),
  firstHeard: new Map(),
  heads: createChainHeads(),
  duplicateCounts: createDuplicateCounts(),
  readUpTo: 0,
  position: 0,
  events: 0,
  orderHash: '',
  inputs: null,
  published: new Map(),
  subtotals: noSubtotals,
  last: null,
  unchecked: new Set(),
  due: new Set(),
  alerted: new Set(),
  recountedAt: 0,
  amend: false,
})

/** Takes in snapshots that are not yet known: our own of before, or another publisher's. */
export async function catchUp(state: PublisherState, reader: ResultsReader): Promise<void> {
  for await (const batch of snapshotBatches(reader, state.phase, state.last?.sequence ?? 0)) {
    for (const snapshot of batch) applySnapshot(state, snapshot, subtotalsWith(state, snapshot.changes))
  }
}

/** From here on this is the last snapshot. @param subtotals those that it comes to */
export function applySnapshot(state: PublisherState, snapshot: Snapshot, subtotals: Subtotals): void {
  applyChanges(state.published, snapshot)
  state.subtotals = subtotals
  state.last = snapshot
  for (const { precinct } of snapshot.changes) updateDue(state, precinct)
}

export const subtotalsWith = (
  { subtotals, published, inputs }: PublisherState,
  changes: readonly PrecinctChange[],
): Subtotals => (inputs === null ? noSubtotals : subtotalsAfter(subtotals, published, changes, inputs.sdeRates))

function updateDue({ records, published, due }: PublisherState, precinct: PrecinctId): void {
  if (published.get(precinct)?.version === records.get(precinct)?.report?.version) due.delete(precinct)
  else due.add(precinct)
}

/** Works with this setting from here on. @returns what everything is computed with */
export async function refreshInputs(state: PublisherState, reader: ResultsReader): Promise<ComputationInputs> {
  const setting = await reader.setting()
  if (setting === state.inputs?.setting) return state.inputs
  const inputs = await computationInputs(setting, state.phase)
  if (inputs.hash !== state.inputs?.hash) {
    state.subtotals = await subtotalsOf(state.published.values(), inputs.sdeRates)
    // Another roster can make any report wrong that was right before.
    for (const precinct of state.records.keys()) state.unchecked.add(precinct)
  }
  state.inputs = inputs
  return inputs
}

/** Folds what the log holds beyond the last event that was read. @param end of the log, when it was last looked at */
export async function readLog(state: PublisherState, reader: ResultsReader, end: number): Promise<void> {
  if (state.position < end) {
    for await (const batch of eventBatches(reader, state.phase, state.position)) {
      for (const logged of batch) applyEvent(state, logged)
      // What comes meanwhile is for the next time: it would never end under a flood.
      if (state.position >= end) break
    }
  }
  state.readUpTo = end
}

function applyEvent(state: PublisherState, { position, precinct, stored }: Logged): void {
  const { records, firstHeard, heads, duplicateCounts, phase } = state
  const before = records.get(precinct) ?? emptyPrecinctRecord
  const record = evolvePrecinctRecord(precinct, before, stored)
  records.set(precinct, record)
  if (!firstHeard.has(precinct)) firstHeard.set(precinct, firstHeard.size)
  heads.put({ stream: `${phase}/${precinct}`, version: stored.version, hash: stored.hash })
  if (record.report !== before.report) {
    duplicateCounts.put(precinct, record.report?.initial ?? null)
    updateDue(state, precinct)
  }
  state.unchecked.add(precinct)
  state.position = position
  state.events += 1
  state.orderHash = nextOrderHash(state.orderHash, stored.hash)
}

/** What is due and was checked. */
export function dueChanges({ due, unchecked, records, firstHeard }: PublisherState): readonly PrecinctChange[] {
  const rank = (precinct: PrecinctId): number => firstHeard.get(precinct) ?? 0
  return [...due]
    .filter((precinct) => !unchecked.has(precinct) && records.has(precinct))
    .sort((a, b) => rank(a) - rank(b))
    .map((precinct) => {
      const { report, withdrawn } = records.get(precinct) ?? emptyPrecinctRecord
      return { precinct, entry: report, withdrawn }
    })
}
