import type { Alignment, Count, Reason, Repair, Tallies } from '../grammar/intent.ts'
import type { Finding, OpenTie, RuleSet } from '../math/types.ts'
import type { Language } from './event.ts'
import type { Phase, PrecinctId } from './ids.ts'

/** Why the chair is told again what they were told before. */
export type Because =
  | 'no_code' // OK without its code
  | 'keep_no_code' // KEEP without its code
  | 'wrong_code'
  | 'late_code' // the code of an earlier revision
  | 'new_code' // the first wrong one replaced the last
  | 'guessed' // the third wrong code: somebody else may be texting
  | 'needs_keep' // OK to something that only KEEP can pass
  | 'mixed' // an approval with something else in the same text
  | 'nothing_pending'
  | 'wrong_winner' // a toss winner who was not in the tie, or the wrong number of them
  | 'no_tie' // a toss was told, but none was needed
  | 'same' // the same counts again
  | 'quoted' // a copy of a text of ours, or a reaction to it
  | 'seats_changed' // the number of delegates to elect is another one since the code went out
  | 'borrowed' // what a borrowed phone reported, shown to a phone that can confirm it
  | 'sheet_differs' // the worksheet against a report on record
  | 'correction_refused' // NO to a correction by HQ

export interface CountChange {
  readonly alignment: Alignment | 'attendance' | 'toss'
  readonly group: string
  readonly from: number
  readonly to: number
}

/** A room after its first count. */
export interface ReplyRoom {
  readonly attendance: number
  readonly threshold: number | null
  readonly viable: Tallies
  readonly others: Tallies
  /** How many groups can stay, if more are viable than delegates are elected and the smallest must go; else null. */
  readonly roomFor: number | null
}

/** Delegates as they are proposed or stand on record. */
export interface ReplyOutcome {
  readonly seats: number
  readonly attendance: number
  readonly delegates: readonly { readonly group: string; readonly delegates: number }[]
  /** The final count, or the first where no final is needed. */
  readonly counts: Tallies
  readonly finalNotNeeded: boolean
  /** A poll that elects nobody here: the counts are the result. */
  readonly countsOnly: boolean
}

interface Receipted {
  readonly number: number
  readonly at: string
  readonly corrected: boolean
}

/** A reply about one precinct: data, not words. `say` turns it into a text in the chair's language. */
export type PrecinctReply = { readonly precinct: PrecinctId } /** `once`: these rules know one count, F. */ & (
  | { readonly kind: 'guide'; readonly examples: readonly string[]; readonly once: boolean }
  | {
      readonly kind: 'attendance_taken'
      readonly attendance: number
      readonly threshold: number | null
      readonly examples: readonly string[]
      readonly once: boolean
    }
  | { readonly kind: 'initial_taken'; readonly room: ReplyRoom; readonly warnings: readonly Finding[] }
  | {
      readonly kind: 'proposed'
      readonly outcome: ReplyOutcome
      readonly code: string
      readonly warnings: readonly Finding[]
      readonly claims: readonly Finding[]
      /** Viable groups left without a delegate because there are more of them than delegates. */
      readonly over: readonly string[]
      /** Against the report on record; null before the first. */
      readonly correction: { readonly number: number; readonly changes: readonly CountChange[] } | null
    }
  | {
      readonly kind: 'problem'
      readonly problems: readonly Finding[]
      /** The list to count and send again. */
      readonly again: Alignment
      readonly code: string
    }
  | { readonly kind: 'ask_initial'; readonly counts: Tallies; readonly code: string }
  | {
      readonly kind: 'ask_toss'
      readonly tie: OpenTie
      readonly seats: number
      readonly viable: number
      /** How the rules settle it. */
      readonly chance: RuleSet['chance']
    }
  | { readonly kind: 'ask_elected'; readonly room: ReplyRoom; readonly examples: readonly string[] }
  /** What is missing cannot be had any more: the code that records it without. */
  | { readonly kind: 'keep_offered'; readonly missing: 'final' | 'toss' | 'elect'; readonly code: string }
  | ({ readonly kind: 'recorded' } & Receipted)
  /** Recorded as it is, and held. */
  | ({ readonly kind: 'kept' } & Receipted)
  /** Recorded from a borrowed phone, and held. */
  | ({ readonly kind: 'unconfirmed' } & Receipted)
  | {
      readonly kind: 'already'
      readonly number: number
      readonly at: string
      readonly held: boolean
      readonly outcome: ReplyOutcome
    }
  /** After the close: what stands, or nothing. */
  | {
      readonly kind: 'closed'
      readonly stands: { readonly number: number; readonly held: boolean; readonly outcome: ReplyOutcome } | null
    }
  /** `stands`: the report on record, which NO leaves as it is. */
  | { readonly kind: 'rejected'; readonly lists: readonly Alignment[]; readonly stands: number | null }
  /** A list without I or F; `second`: an initial count that differs from the one in hand. */
  | { readonly kind: 'ask_alignment'; readonly counts: Tallies; readonly second: boolean }
  /**
   * A list for an alignment that has one, which leaves out people in hand: `have` is that list. It names none of them
   * (`add`), or some of them and nobody else (`change`). `final`: it may be the final count under the wrong letter.
   */
  | {
      readonly kind: 'ask_second_list'
      readonly alignment: Alignment
      readonly have: Tallies
      readonly counts: Tallies
      readonly way: 'add' | 'change'
      /** What `change` would change. */
      readonly changes: readonly CountChange[]
      readonly final: boolean
    }
  /** The beginning of a list, or all of it: one group, and those sent one by one after it. */
  | { readonly kind: 'ask_whole_list'; readonly alignment: Alignment; readonly counts: Tallies }
  | { readonly kind: 'ask_attendance' }
  | { readonly kind: 'more_kept'; readonly counts: Tallies }
  /** A group that stands in the list already, with another count. */
  | { readonly kind: 'ask_twice'; readonly group: string; readonly was: Count; readonly said: Count }
  | { readonly kind: 'nothing_to_fix'; readonly alignment: Alignment | null }
  /** Proposed by HQ. */
  | {
      readonly kind: 'correction'
      readonly changes: readonly CountChange[]
      readonly outcome: ReplyOutcome
      readonly reason: string
      readonly code: string
    }
  /** Entered by HQ as the chair said it on the telephone: what follows is what `respond` says. */
  | { readonly kind: 'entered'; readonly outcome: ReplyOutcome; readonly code: string }
  | { readonly kind: 'other_phone'; readonly changes: readonly CountChange[] }
)

/** A reply that is about no precinct, or not yet. */
type GeneralReply =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'unclear'
      readonly precinct: PrecinctId | null
      readonly reason: Reason
      readonly word: string
      readonly suggestions: readonly string[]
      readonly alignment: Alignment | null
    }
  /** `kept`: what was sent waits for the answer; 'last' where something sent before was waiting and waits no more. */
  | { readonly kind: 'which_precinct'; readonly precincts: readonly PrecinctId[]; readonly kept: 'no' | 'yes' | 'last' }
  | { readonly kind: 'not_yours'; readonly said: string; readonly precincts: readonly PrecinctId[] }
  | {
      readonly kind: 'ready'
      readonly precincts: readonly { readonly id: PrecinctId; readonly county: string; readonly name: string }[]
      readonly date: string
    }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'phase'; readonly phase: Phase; readonly precincts: readonly PrecinctId[] }
  | { readonly kind: 'pin_needed'; readonly precinct: PrecinctId }
  /** `last`: no more tries for an hour. */
  | { readonly kind: 'pin_refused'; readonly precinct: PrecinctId; readonly last: boolean }
  /** So many wrong ones came for the precinct that even the right one is not taken for an hour. */
  | { readonly kind: 'pin_closed'; readonly precinct: PrecinctId }
  /** This phone is registered and needs none. */
  | { readonly kind: 'pin_not_needed'; readonly precinct: PrecinctId }
  /** The three hours of a borrowed phone are over. */
  | { readonly kind: 'pin_over'; readonly precinct: PrecinctId }
  /** A borrowed phone never replaces what a registered one sent. */
  | { readonly kind: 'not_replaced'; readonly precinct: PrecinctId }
  | {
      readonly kind: 'pin_accepted'
      readonly precinct: PrecinctId
      readonly county: string
      readonly name: string
      readonly until: string
    }
  | { readonly kind: 'nothing_pending' }
  /** The words of an earlier reply, once more. */
  | { readonly kind: 'verbatim'; readonly text: string }

export type Reply = (PrecinctReply | GeneralReply) & {
  readonly because?: Because
  /** People in the counts in hand before this text whom the list that replaces them does not name. */
  readonly gone?: Tallies
  /** Groups that are smaller now by a list that waited for an answer: this text need not name them. */
  readonly smaller?: readonly CountChange[]
  /** The sender gets the same question again and again: headquarters has been told, and calls. */
  readonly stuck?: true
  /** The words that were read otherwise than they were written. */
  readonly repairs?: readonly Repair[]
}
