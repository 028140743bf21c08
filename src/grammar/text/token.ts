import type { Reason, Repair } from '../intent.ts'

/** Why a word or number could not be placed. */
export interface TokenProblem {
  readonly reason: Reason
  readonly word: string
  readonly suggestions: readonly string[]
}

/**
 * A typed word: `symbol` is its letter in report.ne. Beside the keywords of words.ts: `P` precinct code, `g` group, `n` number,
 * `4` number of four or five digits (it may be an approval code), `6` of six to eight (it can only be one), `b` longer ones,
 * `1` `2` these digits alone (they may be the alignment), `c` playing card, `e` the sign &, `+`, `?`, and `!` what could not be placed.
 */
export interface Token {
  readonly symbol: string
  /** As it was written. */
  readonly written: string
  /** The number's digits, the precinct's code, the card, the keyword: in their plain form. */
  readonly value: string
  /** The candidates it can mean, by place in the configuration. Only for `g`. */
  readonly ids: readonly number[]
  /** The candidate's full name, once it can only be one. */
  readonly name: string
  /** A name that was only near what was written. */
  readonly misspelled: boolean
  readonly repair: Repair | null
  readonly problem: TokenProblem | null
  /** A keyword that was glued to what follows it, so that the division is a guess until something confirms it. */
  readonly glued: boolean
}

const plain = { value: '', ids: [], name: '', misspelled: false, repair: null, problem: null, glued: false } as const

/** A word with its symbol; what `rest` does not give is empty. */
export const token = (symbol: string, written: string, rest: Partial<Token> = {}): Token => ({
  ...plain,
  symbol,
  written,
  ...rest,
})

/** A word that could not be placed: `!`, with the reason and the names it may have meant. */
export const problemToken = (reason: Reason, written: string, suggestions: readonly string[] = []): Token =>
  token('!', written, { problem: { reason, word: written, suggestions } })
