import type { Person, Phase, PrecinctId, ReportingPhase } from './ids.ts'

/**
 * What headquarters did that changes no count. It lies in the same log as the chairs' texts, with its author (the
 * actor), its time and its reason. People are pseudonyms, as everywhere in the log.
 */
export type ConsoleEvent = QueueEvent | PlaceEvent | SecondEvent | ReminderEvent | AccountEvent

export type QueueEvent =
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
export type PlaceEvent =
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
export type SecondEvent =
  | {
      readonly type: 'SecondAsked'
      readonly data: { readonly kind: string; readonly revision: number; readonly reason: string }
    }
  | { readonly type: 'SecondGiven'; readonly data: { readonly by: Person } }
  | { readonly type: 'SecondRefused'; readonly data: { readonly by: Person; readonly reason: string } }

export type ReminderEvent =
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

export type AccountEvent =
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
