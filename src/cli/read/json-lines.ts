import type { Intent, Report, Tallies } from '../../grammar/intent.ts'

/** Group counts as the world reads them; the groups stand in the order in which they were written. */
type Counts = Readonly<Record<string, number>>

/**
 * What `caucusline read --jsonl` says of a text (product.md, "Outward contracts"). A precinct code alone is `unclear` with
 * reason `no_list`: outwardly there is nothing that it could complete.
 */
export function wire(intent: Intent): Readonly<Record<string, unknown>> {
  switch (intent.kind) {
    case 'report': {
      const { groups, checksum } = intent
      const { kind, precinct, ...said } = parts(intent)
      return { kind, precinct, ...said, more: intent.more, groups: counts(groups), checksum, repairs: intent.repairs }
    }
    case 'fix':
      return { ...parts(intent), more: false, groups: counts(intent.groups), repairs: intent.repairs }
    case 'toss': {
      const { kind, precinct, winners, cards, repairs } = intent
      return { kind, precinct, winners, cards, repairs }
    }
    case 'unclear':
      return { ...intent, groups: counts(intent.groups) }
    case 'precinct':
      return {
        kind: 'unclear',
        precinct: intent.precinct,
        reason: 'no_list',
        word: intent.precinct,
        suggestions: [],
        groups: null,
        alignment: null,
        code: null,
      }
    case 'approve':
    case 'keep':
    case 'reject':
    case 'status':
    case 'last':
    case 'guide':
    case 'ready':
    case 'pin':
    case 'language':
      return { ...intent }
    default:
      return intent satisfies never
  }
}

function parts(
  said: Pick<Report, 'precinct' | 'attendance' | 'initial' | 'final' | 'delegates' | 'toss'> & {
    readonly kind: string
  },
): Record<string, unknown> {
  const { kind, precinct, attendance, initial, final, delegates, toss } = said
  return {
    kind,
    precinct,
    attendance,
    initial: counts(initial),
    final: counts(final),
    delegates: counts(delegates),
    toss,
  }
}

const counts = (tallies: Tallies | null): Counts | null =>
  tallies && Object.fromEntries(tallies.map(({ group, count }) => [group, count]))
