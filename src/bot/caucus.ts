import type { Vocabulary } from '../grammar/intent.ts'
import type { RuleSet } from '../math/types.ts'
import type { Language } from './event.ts'
import type { Phase, PrecinctId } from './ids.ts'

/** A caucus as it was configured: see config.ts for the file. */
export interface Caucus {
  readonly name: string
  /** Local date of the caucus, YYYY-MM-DD. */
  readonly date: string
  /** IANA name. */
  readonly timezone: string
  readonly rules: RuleSet
  readonly languages: readonly Language[]
  /** The number that chairs text, E.164. */
  readonly phone: string
  /** The number that people call, as it is shown; null where there is none. */
  readonly hqPhone: string | null
  readonly state: string | null
  readonly vocabulary: Vocabulary
  /** The other candidates, of the phase `practice`. */
  readonly practice: Vocabulary
}

/** The candidates and precinct codes that a text is read with. Practice has candidates of its own. */
export const vocabularyOf = (caucus: Caucus, phase: Phase): Vocabulary =>
  phase === 'practice' ? caucus.practice : caucus.vocabulary

/** The groups' names as they stand on the ballot, in its order. */
export const ballotOrder = (caucus: Caucus, phase: Phase): readonly string[] =>
  vocabularyOf(caucus, phase).candidates.map(({ name }) => name)

export interface Precinct {
  readonly id: PrecinctId
  readonly county: string
  readonly name: string
  readonly district: string
  /** Delegates to elect, D. */
  readonly delegates: number
  readonly language: Language
  readonly timezone: string | null
}
