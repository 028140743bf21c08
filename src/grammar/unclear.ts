import type { Alignment, Reason, Tallies, Unclear } from './intent.ts'

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
