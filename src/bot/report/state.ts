import type { Alignment, Count, Tallies } from '../../grammar/intent.ts'
import type { ApprovedSnapshot, CorrectionData, Counted, Tossed } from '../event.ts'
import type { Person } from '../ids.ts'

/** What a precinct's stream folds to: what was last said, what awaits an answer, what is on record. */
export interface State {
  readonly version: number
  /** Counts up with every change of the counts; an approval code belongs to one. */
  readonly revision: number
  readonly draft: Draft
  /** The alignment sent last: where FIX and + go when they name none. */
  readonly lastList: Alignment | null
  /** A list that waits for an answer (see the event ListKept). */
  readonly pendingList: {
    readonly counts: Tallies
    readonly more: boolean
    readonly alignment: Alignment | null
  } | null
  readonly asked: 'attendance' | null
  readonly proposal: Proposal | null
  /** Earlier proposals, newest first: so that a late code is known for what it is. */
  readonly past: readonly { readonly revision: number; readonly salt: number }[]
  /** Wrong codes since the last report on record. */
  readonly wrongCodes: number
  /** NO was the last word on these counts: the next list replaces them without a question. */
  readonly rejected: boolean
  readonly recorded: readonly Recorded[]
  /** The report that the public may see; null while none is, or while HQ holds it. */
  readonly published: Recorded | null
  /** Proposed by HQ, awaiting the chair's answer; the counts in hand stay as they are until then. */
  readonly correction: CorrectionData | null
  /** When something was last said, ISO; '' for never. */
  readonly at: string
  /** Who gave the counts in hand: a phone (`p_...`) or an account (`u_...`). */
  readonly by: Person | null
}

/** The counts in hand. */
export interface Draft extends Counted {
  readonly attendance: Count | null
  readonly initial: Tallies | null
  readonly final: Tallies | null
  /** Checksums the chair wrote that do not equal the sum of their list. */
  readonly totals: { readonly initial: number | null; readonly final: number | null }
  readonly toss: Tossed | null
  /** The delegates on the chair's worksheet. */
  readonly claimed: Tallies | null
}

/** A code is out for this revision. */
interface Proposal {
  readonly revision: number
  readonly salt: number
  readonly to: Person
  /** Delegates to elect, as the chair was told. */
  readonly seats: number
}

/** One recorded report: never changed, only followed by another. */
export interface Recorded extends Counted {
  /** 1 for the precinct's first report. */
  readonly number: number
  readonly revision: number
  readonly at: string
  readonly kind: 'approved' | 'kept' | 'released' | 'overridden'
  readonly toss: Tossed | null
  readonly seen: ApprovedSnapshot
  /** False where a borrowed phone approved: held until HQ has confirmed it. */
  readonly confirmed: boolean
  /** True where an earlier report of this precinct had been published. */
  readonly corrected: boolean
}

/** The counts in hand before any came. */
export const emptyDraft: Draft = {
  attendance: null,
  initial: null,
  final: null,
  totals: { initial: null, final: null },
  toss: null,
  claimed: null,
}

/** A precinct's state before its first event. */
export const initialState: State = {
  version: 0,
  revision: 0,
  draft: emptyDraft,
  lastList: null,
  pendingList: null,
  asked: null,
  proposal: null,
  past: [],
  wrongCodes: 0,
  rejected: false,
  recorded: [],
  published: null,
  correction: null,
  at: '',
  by: null,
}

/** The report on record, or null before the first. */
export const lastRecorded = (state: State): Recorded | null => state.recorded.at(-1) ?? null

/** True where a list without its letter is likely the final one: there is a first count, and no final one. */
export const isSecond = ({ initial, final }: Pick<State['draft'], Alignment>): boolean =>
  initial !== null && final === null
