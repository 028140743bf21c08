/** What a text means, before anybody decides what to do about it. Plain readonly JSON. */

declare const counted: unique symbol
/** A whole number of people or delegates, 0 to 99,999. Made only by `count`. */
export type Count = number & { readonly [counted]: true }

/**
 * A count from plain digits, at most five; null for anything else. It is the only door by which a number enters.
 * @example count('45') // 45; count('4,5'), count('-1'), count('123456') // null
 */
export function count(digits: string): Count | null {
  return /^\d{1,5}$/.test(digits) ? (Number(digits) as Count) : null
}

export interface Tally {
  /** The full name in the configuration. */
  readonly group: string
  readonly count: Count
}
export type Tallies = readonly Tally[]
export type Alignment = 'initial' | 'final'

/** "what you wrote" was read as "this"; told back to the sender. */
export interface Repair {
  readonly from: string
  readonly to: string
}

export type Reason =
  | 'empty' // nothing but marks
  | 'which_alignment' // a list without I or F (groups are kept in `groups`)
  | 'which_order' // "145 Sanders", "12 Sanders 20 Warren" without a keyword
  | 'no_list' // a keyword with nothing after it: `alignment` says which
  | 'several_precincts'
  | 'quoted' // a quoted reply of ours, or a reaction
  | 'unknown_name'
  | 'two_names' // close to two names; `suggestions` are they
  | 'no_number' // a name without its count
  | 'no_name' // a count without a name
  | 'bad_number' // negative, decimal, in words, too large, split by a space
  | 'twice' // one group named twice with different counts
  | 'cut' // the text seems to end in the middle
  | 'mixed' // an approval with something else in it ("OK 482163 but Yang is 5", "not ok 482163")
  | 'no_code' // OK alone
  | 'several_texts' // two commands that do not belong in one text
  | 'carrier_word' // STOP, HELP and their kin, alone
  | 'unreadable' // none of the above: `word` could not be placed

type Card = string

interface Parts {
  readonly precinct: string | null
  readonly attendance: Count | null
  readonly initial: Tallies | null
  readonly final: Tallies | null
  /** Delegates on the chair's worksheet. */
  readonly delegates: Tallies | null
  readonly toss: Toss | null
  readonly repairs: readonly Repair[]
}

export interface Toss {
  readonly winners: readonly string[]
  /** Cards drawn, by group; null where only winners are named. */
  readonly cards: Readonly<Record<string, Card>> | null
}

export interface Report extends Parts {
  readonly kind: 'report'
  /** The text begins with a continuation word (+, MORE, AND); `groups` then holds the list where no alignment is named. */
  readonly more: boolean
  readonly groups: Tallies | null
  /** TOTAL 75 after a list: that list's checksum, where it does not equal the list's sum. Null when absent or equal. */
  readonly checksum: { readonly of: Alignment | 'groups'; readonly said: number; readonly sum: number } | null
}
export interface Fix extends Parts {
  readonly kind: 'fix'
  /** Groups to change where no alignment is named. */
  readonly groups: Tallies | null
}
export interface Unclear {
  readonly kind: 'unclear'
  readonly precinct: string | null
  readonly reason: Reason
  /** The word or number, as it was written, that made the reader ask; '' where the whole text did. */
  readonly word: string
  readonly suggestions: readonly string[]
  /** A list that was read whole but lacks its alignment: kept, and a bare I or F completes it. */
  readonly groups: Tallies | null
  readonly alignment: Alignment | null
  /** A code seen in a text that does not approve. */
  readonly code: string | null
}

export type Intent =
  | Report
  | Fix
  | Unclear
  | { readonly kind: 'approve' | 'keep'; readonly precinct: string | null; readonly code: string }
  | { readonly kind: 'reject' | 'status' | 'last' | 'guide' | 'ready'; readonly precinct: string | null }
  | ({ readonly kind: 'toss'; readonly precinct: string | null; readonly repairs: readonly Repair[] } & Toss)
  | { readonly kind: 'pin'; readonly precinct: string | null; readonly pin: string }
  | { readonly kind: 'language'; readonly precinct: string | null; readonly language: 'en' | 'es' }
  /** A precinct code and nothing else: completes a question "which precinct?". */
  | { readonly kind: 'precinct'; readonly precinct: string }

/** What the bot asked last, so that a bare answer can be taken. The reader itself remembers nothing. */
export type Expected =
  | { readonly answer: 'attendance' }
  | { readonly answer: 'toss'; readonly among: readonly string[] }
  | { readonly answer: 'alignment' } // a bare I or F completes the kept list
  | { readonly answer: 'precinct' }
  | { readonly answer: 'list'; readonly alignment: Alignment } // a list without a keyword is this one
  | { readonly answer: 'nothing' }

export interface CandidateName {
  readonly name: string
  readonly code: string
  readonly aliases: readonly string[]
}

/** All that the reader must know of a caucus. */
export interface Vocabulary {
  readonly candidates: readonly CandidateName[]
  readonly precinctCode: { readonly letters: number; readonly digits: number }
}

interface Rest {
  readonly word?: string
  readonly suggestions?: readonly string[]
  readonly groups?: Tallies | null
  readonly alignment?: Alignment | null
  readonly code?: string | null
}

/** A question to the sender. */
export function unclear(
  reason: Reason,
  precinct: string | null,
  { word = '', suggestions = [], groups = null, alignment = null, code = null }: Rest = {},
): Unclear {
  return { kind: 'unclear', precinct, reason, word, suggestions, groups, alignment, code }
}
