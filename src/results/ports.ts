import type { Caucus, Precinct } from '../bot/caucus.ts'
import type { PrecinctEvent, Stored } from '../bot/event.ts'
import type { Phase, PrecinctId, ReportingPhase, StreamId } from '../bot/ids.ts'
import type { Alert } from '../bot/ports.ts'
import type { Snapshot } from './publish/snapshot.ts'

/** What publication asks of the world: the record, the roster, a place for snapshots, a pen to sign with. */

export type { Snapshot } from './publish/snapshot.ts'

interface County {
  readonly county: string
  /** Delegates to the county convention, C. */
  readonly countyDelegates: number
  /** Delegates to the state convention, S: one county delegate is worth S/C state delegate equivalents. */
  readonly stateDelegates: number
}

/** A precinct, or a satellite site where `pool` names the pool that it shares. */
export interface RosterPrecinct extends Precinct {
  readonly pool: string | null
}

/** National delegates to elect: by congressional district, at large and PLEO. */
interface NationalSeats {
  readonly districts: Readonly<Record<string, number>>
  readonly atLarge: number
  readonly pleo: number
}

/** What the log says of one field of one precinct's line of the roster that the ledger shows. */
export interface RosterChange {
  readonly precinct: PrecinctId
  readonly field: 'name' | 'county' | 'district' | 'delegates'
  /** What stood there before; null where the precinct was new. */
  readonly from: string | null
}

/** What changes only when somebody loads a caucus or a roster. */
export interface ResultsSetting {
  readonly caucus: Caucus
  readonly places: readonly RosterPrecinct[]
  /** Empty where no counties were loaded: then there are no state delegate equivalents. */
  readonly counties: readonly County[]
  /** Null where the configuration does not say: then no projection is shown. */
  readonly national: NationalSeats | null
  /** SDE of each satellite pool, by its name. */
  readonly pools: Readonly<Record<string, number>>
  /** Who publishes; null where the configuration does not say. */
  readonly issuer: { readonly name: string; readonly abbreviation: string } | null
}

/** One event of a precinct's stream, with its place in the whole log. */
export interface Logged {
  readonly position: number
  readonly precinct: PrecinctId
  readonly stored: Stored<PrecinctEvent>
}

/** A row of the bot's read table, as far as publication compares it with the log. */
export interface ReadRow {
  readonly version: number
  /** JSON of the report that may be published; null where there is none. */
  readonly published: string | null
}

/** The record and the roster, as publication reads them. */
export interface ResultsReader {
  /** The same object as the last time, as long as the log tells of no change. */
  setting(): Promise<ResultsSetting>
  /** Read whatever the log says, and given by `setting` from then on: what was changed behind our back shows here. */
  settingAnew(): Promise<ResultsSetting>
  /** Every change of the roster that the log holds, the newest first. */
  rosterChanges(): Promise<readonly RosterChange[]>
  phase(): Promise<Phase>
  /** The position of the last event of the whole log; 0 where there is none. Cheap. */
  end(): Promise<number>
  /** The first `most` events of a phase's precincts whose position is above `after`, in the order of the log. */
  events(phase: ReportingPhase, after: number, most: number): Promise<readonly Logged[]>
  /** The rows that the bot wrote, of these precincts. */
  rows(phase: ReportingPhase, of: readonly PrecinctId[]): Promise<ReadonlyMap<PrecinctId, ReadRow>>
  /** The first `most` snapshots of a phase whose sequence number is above `after`, in order. */
  snapshots(phase: ReportingPhase, after: number, most: number): Promise<readonly Snapshot[]>
  /** False where another publisher took this sequence number first; then nothing was written. */
  add(snapshot: Snapshot): Promise<boolean>
  /** Puts something before a human at headquarters, once by its id. */
  alert(alert: Alert): Promise<void>
}

/** What publication asks of the keys: createKeys fits. */
export interface PublicationKeys {
  /** Reveals one event of the chain when it is published. */
  salt(stream: StreamId, version: number): string
}
export interface Signer {
  /** Base64url of the 32 bytes of the Ed25519 public key; its fingerprint is made public before the night. */
  readonly publicKey: string
  /** Base64url of the signature. */
  sign(text: string): Promise<string>
}

export interface ResultsClock {
  /** ISO 8601, UTC. */
  now(): string
}
