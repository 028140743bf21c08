import type { Actor } from '../../bot/event.ts'
import type { PrecinctId, ReportingPhase } from '../../bot/ids.ts'
import type { Groups } from '../../math/types.ts'
import type { OpenEvent } from '../ledger/lines.ts'

/** One precinct's report as it was published: enough to print it and to compute it again. */
export interface PublishedReport {
  readonly precinct: PrecinctId
  /** 1 for the precinct's first report on record. */
  readonly number: number
  readonly revision: number
  /** The version of the stream by which it became public. */
  readonly version: number
  readonly at: string
  readonly kind: 'approved' | 'released' | 'overridden'
  readonly rules: string
  readonly seats: number
  /** People, as the chair gave it; null where none was given and the first count stands for it. */
  readonly attendance: number | null
  readonly initial: Groups | null
  readonly final: Groups | null
  /** What the chair saw at the approval, and what the arithmetic gives again. */
  readonly delegates: Groups
  /** Who won the game of chance, or the one delegate. */
  readonly winners: readonly string[] | null
  readonly findings: readonly string[]
  readonly corrected: boolean
  readonly sources: readonly SourceEvent[]
}

/** One event of the record on which a published report rests; the ledger holds it whole. */
export interface SourceEvent {
  readonly version: number
  readonly type: OpenEvent['type']
  readonly alignment: 'initial' | 'final' | null
  readonly at: string
  readonly actor: Actor
  /** What headquarters gave as its reason, where it acted. */
  readonly reason: string | null
}

/** What a snapshot changed: a report that came or was corrected, or one that was withdrawn. */
export interface PrecinctChange {
  readonly precinct: PrecinctId
  readonly entry: PublishedReport | null
  /** The event that withdrew the report; null if none did. */
  readonly withdrawn: SourceEvent | null
}

/** Sums over the published reports. SDE as exact "n/d", so that nothing is rounded on the way. */
export interface Totals {
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
  readonly sde: Readonly<Record<string, string>>
}

/**
 * One publication. Rows are only added; the published state is all changes of a phase in order of sequence, so that
 * a row stays small whatever the size of the state, and each number can be traced to the update that brought it.
 */
export interface Snapshot {
  readonly phase: ReportingPhase
  /** Counts up by one within a phase, from 1. */
  readonly sequence: number
  /** When it was made, ISO. */
  readonly at: string
  /** The position of the last event of the log that it takes account of. */
  readonly upTo: number
  /** How many events of the phase's precincts lie up to there. */
  readonly events: number
  readonly changes: readonly PrecinctChange[]
  readonly reported: number
  readonly of: number
  readonly totals: Totals
  /** sha256 over the caucus, its counties and its precincts as the ledger lists them. */
  readonly setting: string
  /** sha256 over the heads of all precincts' chains: see `rootOf`. */
  readonly root: string
  /** sha256 over the events in the order in which they were recorded, over all precincts: see `nextOrderHash`. */
  readonly order: string
  /** sha256 of the statement before this one; '' for the first. */
  readonly previous: string
  /** Ed25519 over the statement; null where nobody signs. */
  readonly signature: string | null
  readonly key: string | null
}

/** Adds a snapshot's changes to what the snapshots before it published. */
export function applyChanges(
  published: Map<PrecinctId, PublishedReport>,
  { changes }: Pick<Snapshot, 'changes'>,
): void {
  for (const { precinct, entry } of changes) {
    if (entry === null) published.delete(precinct)
    else published.set(precinct, entry)
  }
}
