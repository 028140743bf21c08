import type { Files } from '../../files/load.ts'
import type { RosterLine } from '../../files/roster.ts'
import type { RoomTerms } from '../replay/winner.ts'

/** The roster by precinct, and what every room of the caucus knows. */
interface RosterIndex {
  readonly lines: readonly RosterLine[]
  readonly order: readonly string[]
  termsOf(line: RosterLine): RoomTerms
}

export function rosterIndex({ caucus, roster }: Files): RosterIndex {
  const order = caucus.vocabulary.candidates.map(({ name }) => name)
  return { lines: roster, order, termsOf: ({ delegates }) => ({ rules: caucus.rules, delegates, order }) }
}
