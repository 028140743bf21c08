import type { Alignment, Count, Intent, Tallies } from '../grammar/intent.ts'
import type { Person, Phase, PrecinctId, ReportingPhase } from './ids.ts'

/**
 * What headquarters did that changes no count. It lies in the same log as the chairs' texts, with its author (the
 * actor), its time and its reason. People are pseudonyms, as everywhere in the log.
 */
export type ConsoleEvent = QueueEvent | PlaceEvent | SecondEvent | ReminderEvent | AccountEvent

type QueueEvent =
  | {
      readonly type: 'QueueOpened'
      readonly data: {
        readonly item: string
        readonly kind: string
        readonly precinct: PrecinctId | null
        readonly detail: string
      }
    }
  | { readonly type: 'QueueTaken'; readonly data: { readonly item: string; readonly from: Person | null } }
  | { readonly type: 'QueueReturned'; readonly data: { readonly item: string; readonly why: string } }
  | { readonly type: 'QueueNoted'; readonly data: { readonly item: string; readonly note: string } }
  | {
      readonly type: 'QueueEnded'
      readonly data: { readonly item: string; readonly outcome: string; readonly note: string }
    }

/** About a precinct: a note for the next shift, a telephone call, a change of the roster. */
type PlaceEvent =
  | { readonly type: 'PrecinctNoted'; readonly data: { readonly note: string } }
  | {
      readonly type: 'ChairCalled'
      readonly data: { readonly phase: ReportingPhase; readonly outcome: string; readonly note: string }
    }
  | {
      readonly type: 'RosterChanged'
      readonly data: {
        readonly precinct: PrecinctId
        readonly field: string
        /** Null for what was not there. Of phones the pseudonym stands here, never the number. */
        readonly from: string | null
        readonly to: string | null
        readonly reason: string
      }
    }

/** What one person may not do alone. */
type SecondEvent =
  | {
      readonly type: 'SecondAsked'
      readonly data: { readonly kind: string; readonly revision: number; readonly reason: string }
    }
  | { readonly type: 'SecondGiven'; readonly data: { readonly by: Person } }
  | { readonly type: 'SecondRefused'; readonly data: { readonly by: Person; readonly reason: string } }

type ReminderEvent =
  | {
      readonly type: 'ReminderPlanned'
      readonly data: {
        readonly title: string
        readonly phase: Phase
        readonly stage: string
        readonly county: string | null
        readonly due: string
        readonly people: number
        readonly segments: number
      }
    }
  | { readonly type: 'ReminderApproved'; readonly data: { readonly by: Person } }
  | { readonly type: 'ReminderCancelled'; readonly data: { readonly reason: string } }
  | {
      readonly type: 'ReminderSent'
      readonly data: {
        readonly step: number
        readonly people: number
        readonly segments: number
        readonly left: number
      }
    }

type AccountEvent =
  | { readonly type: 'AccountMade'; readonly data: { readonly role: string } }
  | { readonly type: 'AccountInvited'; readonly data: Record<never, never> }
  | { readonly type: 'AccountJoined'; readonly data: Record<never, never> }
  | { readonly type: 'RoleChanged'; readonly data: { readonly from: string; readonly to: string } }
  | { readonly type: 'AccountBlocked'; readonly data: { readonly reason: string } }
  | {
      readonly type: 'SettingChanged'
      readonly data: { readonly name: string; readonly from: string | null; readonly to: string }
    }
  | { readonly type: 'PasswordChanged'; readonly data: Record<never, never> }
  | { readonly type: 'AccountUnblocked'; readonly data: Record<never, never> }
  | { readonly type: 'AccountLocked'; readonly data: { readonly until: string } }
  | { readonly type: 'SignedIn'; readonly data: { readonly with: 'totp' | 'recovery' } }
  | { readonly type: 'SignedOut'; readonly data: { readonly returned: number } }

/** Who did it: a chair's phone, somebody at headquarters, or the program itself. */
export type Actor = `chair:${Person}` | `hq:${Person}` | 'system'

/** The result that was approved, and the findings that the person who approved it had seen. */
export interface ApprovedSnapshot {
  readonly revision: number
  readonly rules: string
  /** Delegates to elect, from the roster. */
  readonly seats: number
  readonly attendance: number
  readonly delegates: Readonly<Record<string, number>>
  readonly findings: readonly string[]
}

/** Past tense, facts only; nothing that the arithmetic can recompute, but for what a person saw when they approved. */
export type CountEvent =
  | { readonly type: 'AttendanceReported'; readonly data: { readonly count: Count } }
  | {
      readonly type: 'AlignmentReported'
      /** `total`: the checksum the chair wrote after the list, where it does not equal the sum. */
      readonly data: { readonly alignment: Alignment; readonly counts: Tallies; readonly total: number | null }
    }
  | { readonly type: 'TossReported'; readonly data: Tossed }
  | { readonly type: 'DelegatesClaimed'; readonly data: { readonly counts: Tallies } }
  /**
   * A list that waits for an answer. `more`: it began with +, before its first part came. `alignment`: it was sent for that
   * one, and taking it as it stands would drop people from the counts in hand, or it is one group alone. Without either it
   * lacks its alignment, and I or F completes it.
   */
  | {
      readonly type: 'ListKept'
      readonly data: { readonly counts: Tallies; readonly more: boolean; readonly alignment?: Alignment }
    }
  | { readonly type: 'AttendanceAsked'; readonly data: Record<never, never> }
  /**
   * A code went out to `to`, for this revision and this many delegates to elect. `salt` tells apart codes that would
   * collide, and how long the code is; the code is in no event.
   */
  | {
      readonly type: 'ReportProposed'
      readonly data: { readonly revision: number; readonly salt: number; readonly to: Person; readonly seats: number }
    }
  | { readonly type: 'ProposalRejected'; readonly data: { readonly revision: number } }
  | { readonly type: 'CodeRefused'; readonly data: { readonly revision: number } }
  /**
   * After the first wrong code (in databases of earlier versions after the fifth), or because the phone that it was sent to
   * was replaced. `correction`: it was the code of the correction that is pending, and this is the salt of its new one.
   */
  | {
      readonly type: 'CodeRetired'
      readonly data: { readonly revision: number; readonly rebound?: true; readonly correction?: number }
    }

/** What puts a report on record, takes it out of sight, or corrects it. */
export type RecordEvent =
  | {
      readonly type: 'ReportApproved'
      readonly data: ApprovedSnapshot & { readonly by: Person; readonly confirmed: boolean }
    }
  | { readonly type: 'ReportKept'; readonly data: ApprovedSnapshot & { readonly by: Person } }
  | { readonly type: 'ReportHeld'; readonly data: { readonly by: Person; readonly reason: string } }
  /** `second` is null in events of version 0.1, which let one person release a report. */
  | {
      readonly type: 'ReportReleased'
      readonly data: { readonly by: Person; readonly second: Person | null; readonly reason: string }
    }
  | { readonly type: 'CorrectionProposed'; readonly data: CorrectionData }
  | {
      readonly type: 'CorrectionVoided'
      readonly data: {
        readonly id: string
        readonly why: 'newer text' | 'refused' | 'withdrawn' | 'approved' | 'overridden'
      }
    }
  | {
      readonly type: 'CorrectionOverridden'
      readonly data: ApprovedSnapshot & {
        readonly id: string
        readonly by: Person
        readonly second: Person
        readonly reason: string
      }
    }

export type PrecinctEvent = CountEvent | RecordEvent

/** A correction by HQ. The chair's code for it belongs to `revision`, the one that it would replace. */
export interface CorrectionData {
  readonly id: string
  readonly by: Person
  readonly reason: string
  readonly revision: number
  readonly salt: number
  readonly counts: Counted
  readonly toss: Tossed | null
}

/** Who won a game of chance, among whom; or who was elected, where one is. */
export interface Tossed {
  readonly winners: readonly string[]
  readonly among: readonly string[]
  readonly cards: Readonly<Record<string, string>> | null
}

/** The counts of one report, as far as they are known. */
export interface Counted {
  readonly attendance: Count | null
  readonly initial: Tallies | null
  readonly final: Tallies | null
}

export type PhoneEvent =
  | { readonly type: 'CheckedIn'; readonly data: Record<never, never> }
  | { readonly type: 'LanguageChosen'; readonly data: { readonly language: Language } }
  /** A text that lacks its precinct, from a phone that has several: kept until a bare code completes it, in the same phase. */
  | { readonly type: 'TextKept'; readonly data: { readonly intent: Intent; readonly phase: Phase } }
  | { readonly type: 'KeptTextTaken'; readonly data: Record<never, never> }
  /** By a word of its owner; or, where only the carrier knows of it, by the error with which it refused a text of ours. */
  | { readonly type: 'OptedOut'; readonly data: { readonly word: string } | { readonly code: number } }
  | { readonly type: 'OptedIn'; readonly data: { readonly word: string } }
  | PinRefused

type PinRefused = { readonly type: 'PinRefused'; readonly data: { readonly by: Person } }
/** Who may speak for a precinct; `pin` is a keyed hash. */
export type RosterEvent =
  | {
      readonly type: 'PinAccepted'
      readonly data: { readonly by: Person; readonly until: string; readonly pin: string }
    }
  /** A new card for the precinct: the PINs of the cards before it serve no more. */
  | {
      readonly type: 'PinIssued'
      readonly data: { readonly card: number; readonly pin: string; readonly reason: string }
    }
  | PinRefused

export type CaucusEvent =
  | {
      readonly type: 'CaucusLoaded'
      readonly data: { readonly name: string; readonly rules: string; readonly precincts: number }
    }
  | {
      readonly type: 'PhaseChanged'
      readonly data: { readonly from: Phase; readonly to: Phase; readonly by: Person | null }
    }

export type Event = PrecinctEvent | PhoneEvent | RosterEvent | CaucusEvent | ConsoleEvent
export type EventType = Event['type']

/** `counts` changes the counts in hand, `record` puts a report on record, `standing` holds it or lets it go; null: none of these. */
type ReportChange = 'counts' | 'record' | 'standing' | null

/** What each event of a precinct does to its report. A new one does not compile before it stands here. */
export const reportChanges = {
  AttendanceReported: 'counts',
  AlignmentReported: 'counts',
  TossReported: 'counts',
  DelegatesClaimed: 'counts',
  ListKept: null,
  AttendanceAsked: null,
  ReportProposed: null,
  ProposalRejected: null,
  CodeRefused: null,
  CodeRetired: null,
  ReportApproved: 'record',
  ReportKept: 'record',
  ReportHeld: 'standing',
  ReportReleased: 'standing',
  CorrectionProposed: null,
  CorrectionVoided: null,
  CorrectionOverridden: 'record',
} as const satisfies Record<PrecinctEvent['type'], ReportChange>

export type Language = 'en' | 'es'

/** An event with the circumstances that make it a record: when, who, and the text or action that brought it. */
interface Stamped<E extends Event = Event> {
  readonly event: E
  /** ISO 8601, UTC. */
  readonly at: string
  readonly actor: Actor
  /** The carrier's message id, or `hq:<action id>`. */
  readonly cause: string
}

/** As it lies in the log. `hash` chains it to the event before it in its stream. */
export interface Stored<E extends Event = Event> extends Stamped<E> {
  readonly version: number
  readonly hash: string
}
