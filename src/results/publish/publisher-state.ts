import type { PrecinctId, ReportingPhase } from '../../bot/ids.ts'
import { createHeads, type Heads } from '../ledger/heads.ts'
import { ordered } from '../ledger/statement.ts'
import type { Logged, ResultsReader } from '../ports.ts'
import { type Areas, counted, countedFrom, noAreas } from './areas.ts'
import { type ComputationInputs, computationInputs } from './computation-inputs.ts'
import { createDuplicateCounts, type DuplicateCounts } from './duplicate-counts.ts'
import { eventsAfter, snapshotsAfter } from './paging.ts'
import { emptyPrecinctTrack, followPrecinct, type PrecinctTrack } from './record.ts'
import { apply, type Entry, type PrecinctChange, type Snapshot } from './snapshot.ts'

/**
 * What a publisher remembers between two publications: the record as far as it was read, what the last snapshot shows,
 * and sums, root and twins beside them, so that a round costs what is new and not the whole state.
 */
export interface PublisherState {
  readonly phase: ReportingPhase
  readonly tracks: Map<PrecinctId, PrecinctTrack>
  /** When each precinct was first heard of: changes are published in this order. */
  readonly ranks: Map<PrecinctId, number>
  readonly heads: Heads
  readonly twins: DuplicateCounts
  /** How far the log was read; the position of the last event of this phase, and how many there were. */
  end: number
  position: number
  events: number
  order: string
  /** Null before the setting was first read. */
  basis: ComputationInputs | null
  /** What the last snapshot shows, and its sums. */
  readonly shown: Map<PrecinctId, Entry>
  areas: Areas
  last: Snapshot | null
  /** Heard of since the last good check; they stay here until they agree. */
  readonly touched: Set<PrecinctId>
  /** What the log says may be public and the last snapshot does not show, or shows otherwise. */
  readonly due: Set<PrecinctId>
  /** What headquarters were told already. */
  readonly told: Set<string>
  /** When all was last counted again, in milliseconds; see recount.ts. */
  recounted: number
  /** The sums that are public are wrong: the next snapshot is due though nothing changed. */
  amend: boolean
}

export const emptyPublisherState = (phase: ReportingPhase): PublisherState => ({
  phase,
  tracks: new Map(),
  ranks: new Map(),
  heads: createHeads(),
  twins: createDuplicateCounts(),
  end: 0,
  position: 0,
  events: 0,
  order: '',
  basis: null,
  shown: new Map(),
  areas: noAreas,
  last: null,
  touched: new Set(),
  due: new Set(),
  told: new Set(),
  recounted: 0,
  amend: false,
})

/** Takes in snapshots that are not yet known: our own of before, or another publisher's. */
export async function catchUp(memory: PublisherState, reader: ResultsReader): Promise<void> {
  for await (const some of snapshotsAfter(reader, memory.phase, memory.last?.sequence ?? 0)) {
    for (const snapshot of some) take(memory, snapshot, areasAfter(memory, snapshot.changes))
  }
}

/** From here on this is the last snapshot. @param areas the sums that it comes to */
export function take(memory: PublisherState, snapshot: Snapshot, areas: Areas): void {
  apply(memory.shown, snapshot)
  memory.areas = areas
  memory.last = snapshot
  for (const { precinct } of snapshot.changes) note(memory, precinct)
}

export const areasAfter = ({ areas, shown, basis }: PublisherState, changes: readonly PrecinctChange[]): Areas =>
  basis === null ? noAreas : counted(areas, shown, changes, basis.worths)

function note({ tracks, shown, due }: PublisherState, precinct: PrecinctId): void {
  if (shown.get(precinct)?.version === tracks.get(precinct)?.entry?.version) due.delete(precinct)
  else due.add(precinct)
}

/** Works with this setting from here on. @returns what everything is computed with */
export async function settlePublication(memory: PublisherState, reader: ResultsReader): Promise<ComputationInputs> {
  const setting = await reader.setting()
  if (setting === memory.basis?.setting) return memory.basis
  const basis = await computationInputs(setting, memory.phase)
  if (basis.hash !== memory.basis?.hash) {
    memory.areas = await countedFrom(memory.shown.values(), basis.worths)
    // Another roster can make any report wrong that was right before.
    for (const precinct of memory.tracks.keys()) memory.touched.add(precinct)
  }
  memory.basis = basis
  return basis
}

/** Folds what the log holds beyond the last event that was read. @param end of the log, when it was last looked at */
export async function readLog(memory: PublisherState, reader: ResultsReader, end: number): Promise<void> {
  if (memory.position < end) {
    for await (const some of eventsAfter(reader, memory.phase, memory.position)) {
      for (const logged of some) hear(memory, logged)
      // What comes meanwhile is for the next time: it would never end under a flood.
      if (memory.position >= end) break
    }
  }
  memory.end = end
}

function hear(memory: PublisherState, { position, precinct, stored }: Logged): void {
  const { tracks, ranks, heads, twins, phase } = memory
  const before = tracks.get(precinct) ?? emptyPrecinctTrack
  const track = followPrecinct(precinct, before, stored)
  tracks.set(precinct, track)
  if (!ranks.has(precinct)) ranks.set(precinct, ranks.size)
  heads.put({ stream: `${phase}/${precinct}`, version: stored.version, hash: stored.hash })
  if (track.entry !== before.entry) {
    twins.put(precinct, track.entry?.initial ?? null)
    note(memory, precinct)
  }
  memory.touched.add(precinct)
  memory.position = position
  memory.events += 1
  memory.order = ordered(memory.order, stored.hash)
}

/** What is due and was checked. */
export function changesOf({ due, touched, tracks, ranks }: PublisherState): readonly PrecinctChange[] {
  const rank = (precinct: PrecinctId): number => ranks.get(precinct) ?? 0
  return [...due]
    .filter((precinct) => !touched.has(precinct) && tracks.has(precinct))
    .sort((a, b) => rank(a) - rank(b))
    .map((precinct) => {
      const { entry, withdrawn } = tracks.get(precinct) ?? emptyPrecinctTrack
      return { precinct, entry, withdrawn }
    })
}
