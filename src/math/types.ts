/**
 * What goes into the caucus arithmetic and what comes out of it. Plain readonly JSON, whole numbers and fractions.
 * Symbols in comments: A attendance, D delegates to elect, T threshold.
 */

/** People, or delegates, of each preference group, by the group's full name. */
export type Groups = Readonly<Record<string, number>>

/** An exact fraction in lowest terms; `d` is positive. */
export interface Fraction {
  readonly n: number
  readonly d: number
}

/** `refuse`: cannot be read. `hold`: ask, and if the chair insists keep it out of the totals. `confirm`: ask. `note`: for HQ. */
export type Severity = 'refuse' | 'hold' | 'confirm' | 'note'

/**
 * Something about a report that a person must know. `groups` and `numbers` are what its sentences need, so that
 * every language can say it; `numbers` has stable keys per code (see finding-codes.ts).
 */
export interface Finding {
  readonly code: string
  readonly severity: Severity
  readonly groups: readonly string[]
  readonly numbers: Readonly<Record<string, number>>
}

/** What the room must settle by chance. `gain`/`lose`/`leave`/`elect`: `count` of `among` do it. */
export interface Tie {
  readonly kind: 'gain' | 'lose' | 'leave' | 'elect'
  readonly among: readonly string[]
  readonly count: number
}

/** A tie as everybody outside the engine sees it: `seats` of `among` get one delegate more than `Result.delegates` shows. */
export interface OpenTie {
  readonly kind: Tie['kind']
  readonly among: readonly string[]
  readonly seats: number
}

/** Who won the game of chance: names, or one card a group ("KH", "10 of clubs"). */
export type Winner = readonly string[] | Readonly<Record<string, string>>

/** One precinct's report as the arithmetic sees it. A missing group counts 0. */
export interface PrecinctInput {
  readonly rules: RuleSet
  readonly delegates: number
  /** null when the chair gave none: then A is the sum of the initial alignment, and a finding says so. */
  readonly attendance: number | null
  readonly initial: Groups | null
  readonly final: Groups | null
  readonly winner?: Winner
  /** The delegates on the chair's own worksheet, a cross-check only. */
  readonly reported?: Groups
  /**
   * Ranked early ballots (Nevada), each a list of names in order of choice. `initial` and `final` are then the people in
   * the room; `attendance` is everybody: the people in the room and the valid ballots.
   */
  readonly ballots?: readonly (readonly string[])[]
  /** The ballot order of groups, for checks of neighbours; also the order of results. */
  readonly order?: readonly string[]
}

/** What one precinct's report comes to: numbers by group, ties as values, findings. */
export interface ResultWithoutSteps {
  readonly rules: string
  /** The attendance used as A. */
  readonly attendance: number
  /** Delegates to elect. */
  readonly seats: number
  readonly threshold: number | null
  /** Groups viable in the final alignment (in the initial one where no final was given), in ballot order. */
  readonly viable: readonly string[]
  readonly viableInitial: readonly string[]
  /** What is certain: every group, 0 included; without `tie` it is the result. */
  readonly delegates: Groups
  readonly tie: OpenTie | null
  /** A tie that the given winner settled. */
  readonly settled: { readonly tie: OpenTie; readonly winners: readonly string[] } | null
  /** True if every group of the initial alignment is viable and no second alignment is held. */
  readonly finalNotNeeded: boolean
  readonly findings: readonly Finding[]
}

/** What one precinct's report comes to, and the way to it. */
export interface Result extends ResultWithoutSteps {
  /** The exact share of delegates before rounding, of all groups. */
  readonly raw: Readonly<Record<string, Fraction>>
  /** The worksheet, filled in, step by step. */
  readonly steps: readonly Step[]
}

/** One line of the worksheet as data; step-sentences.ts says it in words. */
export interface Step {
  readonly step:
    | 'attendance'
    | 'ballots'
    | 'threshold'
    | 'viable'
    | 'lowered'
    | 'raw'
    | 'round'
    | 'gain'
    | 'lose'
    | 'leave'
    | 'extra'
    | 'tie'
    | 'settle'
    | 'elect'
    | 'none'
  readonly groups: readonly string[]
  readonly numbers: Readonly<Record<string, number>>
  readonly values?: Readonly<Record<string, number>>
}

/** A rule set as data (docs/arithmetic.md). A state party may state its own in caucus.json. */
export interface RuleSet {
  readonly name: string
  readonly viability: 'table' | 'share' | 'per_delegate' | 'none'
  readonly denominator: 'attendance' | 'viable' | 'all_votes'
  readonly rounding: 'half_up' | 'floor'
  readonly minOne: boolean
  readonly overFull: 'smallest_out' | 'extra_delegates' | 'none'
  readonly lock: boolean
  readonly oneDelegate: 'as_reported' | 'plurality' | 'ordinary'
  readonly chance: 'coin' | 'cards' | 'lot'
  readonly nobodyViable: 'ask' | 'half_of_leader'
  readonly earlyVotes: 'none' | 'viable_after_first' | 'viable_after_final'
  /** What a precinct must report. */
  readonly reports: readonly ('attendance' | 'initial' | 'final')[]
}
