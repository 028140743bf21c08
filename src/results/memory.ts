import type { PrecinctId, ReportingPhase } from '../bot/ids.ts'
import { conserve, type Discrepancy } from './conserve.ts'
import { type Head, ordered } from './ledger/statement.ts'
import type { Place, ReadRow, ResultsReader, Setting } from './ports.ts'
import { emptyTrack, follow, type Track } from './record.ts'
import { orderOf } from './setting.ts'
import type { Change, Entry, Snapshot } from './snapshot.ts'

export interface Problem extends Discrepancy {
  readonly precinct: PrecinctId
}

/** What a publisher remembers between two publications, so that the next one reads only what is new. */
export interface Memory {
  readonly phase: ReportingPhase
  readonly tracks: Map<PrecinctId, Track>
  readonly heads: Map<PrecinctId, Head>
  /** How far the log was read; the position of the last event of this phase, and how many there were. */
  end: number
  position: number
  events: number
  order: string
  /** What the last snapshot shows. */
  readonly shown: Map<PrecinctId, Entry>
  last: Snapshot | null
  /** The setting as it was read last, and its hash: to compare texts is quicker than to hash. */
  setting: { readonly json: string; readonly hash: string }
  /** Heard of since the last good check; they stay here until they agree. */
  readonly touched: Set<PrecinctId>
}

export const emptyMemory = (phase: ReportingPhase): Memory => ({
  phase,
  tracks: new Map(),
  heads: new Map(),
  end: 0,
  position: 0,
  events: 0,
  order: '',
  shown: new Map(),
  last: null,
  setting: { json: '', hash: '' },
  touched: new Set(),
})

/** Takes in snapshots that are not yet known: our own of before, or another publisher's. */
export async function catchUp(memory: Memory, reader: ResultsReader): Promise<void> {
  for (const snapshot of await reader.snapshots(memory.phase, memory.last?.sequence ?? 0)) {
    apply(memory.shown, snapshot)
    memory.last = snapshot
  }
}

/** Adds a snapshot's changes to what the ones before it show. */
export function apply(shown: Map<PrecinctId, Entry>, snapshot: Snapshot): void {
  for (const { precinct, entry } of snapshot.changes) {
    if (entry === null) shown.delete(precinct)
    else shown.set(precinct, entry)
  }
}

/** Folds what the log holds beyond the last event that was read. */
export async function readLog(memory: Memory, reader: ResultsReader): Promise<void> {
  for (const { position, precinct, stored } of await reader.events(memory.phase, memory.position)) {
    memory.tracks.set(precinct, follow(precinct, memory.tracks.get(precinct) ?? emptyTrack, stored))
    memory.heads.set(precinct, { stream: `${memory.phase}/${precinct}`, version: stored.version, hash: stored.hash })
    memory.touched.add(precinct)
    memory.position = position
    memory.events += 1
    memory.order = ordered(memory.order, stored.hash)
  }
}

/** Compares every precinct that was heard of with its row and with what its chair saw; what agrees is no longer touched. */
export async function check(memory: Memory, setting: Setting, reader: ResultsReader): Promise<readonly Problem[]> {
  const order = orderOf(setting, memory.phase)
  const places = new Map<string, Place>(setting.places.map((p) => [p.id, p]))
  const rows = await reader.rows(memory.phase, memory.touched.size > 50 ? null : [...memory.touched])
  const problems: Problem[] = []
  for (const precinct of [...memory.touched]) {
    const track = memory.tracks.get(precinct) ?? emptyTrack
    const row = rows.get(precinct)
    // The bot wrote between our two reads: this precinct waits for the next time.
    if (isAhead(row, track)) continue
    const found = conserve(track, row, places.get(precinct), setting, order)
    if (found.length === 0) memory.touched.delete(precinct)
    problems.push(...found.map((one) => ({ ...one, precinct })))
  }
  return problems
}

const isAhead = (row: ReadRow | undefined, track: Track): boolean =>
  row !== undefined && row.version > track.state.version

/** What the log says may be public and the last snapshot does not show, or shows otherwise; only what was checked. */
export function changesOf(memory: Memory): readonly Change[] {
  const changes: Change[] = []
  for (const [precinct, track] of memory.tracks) {
    if (memory.touched.has(precinct)) continue
    const shown = memory.shown.get(precinct) ?? null
    if (shown?.version === track.entry?.version) continue
    changes.push({ precinct, entry: track.entry, withdrawn: track.withdrawn })
  }
  return changes
}
