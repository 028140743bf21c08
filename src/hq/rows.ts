import type { Precinct } from '../bot/caucus.ts'
import type { Person, Phase, PrecinctId, ReportingPhase } from '../bot/ids.ts'
import type { Outgoing } from '../bot/ports.ts'
import type { BoardStage } from './board/board-stage.ts'

/**
 * What the console keeps besides the record, a row a thing, each known by its `id`. Times are ISO 8601, UTC. The fields are
 * the columns of the table, in camel case (`totpStep` is `totp_step`): a new one is a field here and a migration.
 */

export type Role = 'viewer' | 'operator' | 'supervisor' | 'admin'

export interface AccountRow {
  readonly id: Person
  /** By which a person signs in; without regard to case. */
  readonly name: string
  readonly role: Role
  /** Null until the invitation was followed. */
  readonly password: string | null
  /** Encrypted. */
  readonly totp: string | null
  readonly totpStep: number
  /** Null: made on the command line. */
  readonly madeBy: Person | null
  readonly resetBy: Person | null
  readonly madeAt: string
  readonly blockedAt: string | null
  /** The end of the log when this person last left: what came after is new to them. */
  readonly seenEvent: number
}
export interface RecoveryRow {
  readonly id: string
  readonly account: Person
  readonly usedAt: string | null
}
export interface InvitationRow {
  readonly id: string
  readonly account: Person
  readonly madeBy: Person | null
  readonly endsAt: string
  readonly usedAt: string | null
}
export interface SessionRow {
  readonly id: string
  readonly account: Person
  readonly madeAt: string
  readonly seenAt: string
  readonly endsAt: string
  readonly endedAt: string | null
}
export interface DeviceRow {
  readonly id: string
  readonly account: Person
  readonly madeAt: string
}
export interface AttemptRow {
  readonly id: string
  readonly failures: number
  readonly since: string
  readonly lockedUntil: string | null
}
export interface SecondRow {
  readonly id: string
  readonly kind: 'override' | 'release'
  readonly phase: ReportingPhase
  readonly precinct: PrecinctId
  readonly revision: number
  readonly madeBy: Person
  readonly reason: string
  readonly at: string
  readonly second: Person | null
  readonly outcome: 'given' | 'refused' | null
  readonly endedAt: string | null
}
export interface ReminderRow {
  readonly id: string
  readonly title: string
  readonly phase: Phase
  /** `all`: whatever has been reported. */
  readonly stage: BoardStage | 'all'
  readonly county: string | null
  /** JSON of the precincts that the preview showed, also those that cannot be texted: nobody else gets it. */
  readonly audience: string
  readonly en: string
  readonly es: string
  readonly due: string
  /** Minutes to the second text; null: only one. */
  readonly againAfter: number | null
  /** Minutes from the last text to the call list; null: none. */
  readonly callsAfter: number | null
  /** Texts of the ladder that went out. */
  readonly step: number
  readonly state: 'second' | 'planned' | 'sending' | 'done' | 'cancelled'
  readonly madeBy: Person
  readonly second: Person | null
  readonly people: number
  readonly segments: number
  readonly madeAt: string
  readonly endedAt: string | null
}
export interface SendRow {
  readonly id: string
  readonly reminder: string
  readonly step: number
  readonly person: Person
  readonly precinct: PrecinctId
  readonly phase: Phase
  readonly stage: string
  readonly segments: number
  readonly at: string
}
export interface CallRow {
  readonly id: string
  readonly precinct: PrecinctId
  readonly phase: Phase
  readonly why: string
  readonly at: string
  readonly outcome: string | null
  readonly madeBy: Person | null
  readonly endedAt: string | null
}
export interface SettingRow {
  readonly id: string
  readonly value: string
}
/** The queue's own row: the bot puts it in, headquarters takes it on and ends it. */
export interface QueueRow {
  readonly id: string
  readonly kind: string
  readonly phase: Phase
  readonly precinct: PrecinctId | null
  readonly person: Person | null
  readonly at: string
  readonly detail: string
  readonly owner: string | null
  readonly takenAt: string | null
  readonly outcome: string | null
  readonly endedAt: string | null
}
/** A precinct as the roster has it. */
export type PrecinctRow = Omit<Precinct, 'timezone'>
/** Who speaks for a precinct, as its registered or its backup phone: one each. */
export interface Bound {
  readonly precinct: PrecinctId
  readonly kind: 'registered' | 'backup'
  readonly person: Person
  readonly phone: string
  readonly name: string | null
}

export interface Tables {
  readonly accounts: AccountRow
  readonly recovery: RecoveryRow
  readonly invitations: InvitationRow
  readonly sessions: SessionRow
  readonly devices: DeviceRow
  readonly attempts: AttemptRow
  readonly seconds: SecondRow
  readonly reminders: ReminderRow
  readonly sends: SendRow
  readonly calls: CallRow
  readonly settings: SettingRow
  readonly queue: QueueRow
  readonly outbox: Outgoing
  readonly precincts: PrecinctRow
}
export type Table = keyof Tables

/** One change of one row. An `insert` of an id that is there is left as it is where `ifNew` says so. */
export type Write = RowWrite | BindWrite | PinWrite
/** The PIN of a precinct's card, as its hash. Those before it that were not used serve no more. */
export interface PinWrite {
  readonly pin: { readonly precinct: PrecinctId; readonly hash: string; readonly at: string }
}
/** Whoever was bound there is bound no more; null: nobody is. */
export type BindWrite = { readonly bind: Bound } | { readonly unbind: Pick<Bound, 'precinct' | 'kind'> }
export type RowWrite = {
  readonly [T in Table]:
    | { readonly table: T; readonly insert: Tables[T]; readonly ifNew?: true }
    | { readonly table: T; readonly id: string; readonly set: Partial<Tables[T]> }
    | { readonly table: T; readonly remove: string }
}[Table]
