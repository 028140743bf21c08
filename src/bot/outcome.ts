import type { Tallies } from '../grammar/intent.ts'
import type { RuleSet, Verdict } from '../math/types.ts'
import type { Assessment } from './assess.ts'
import type { Outcome, Room } from './reply.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

/** The arithmetic's result, as it is told. */

/** A straw poll is counted and reported; delegates are won from its statewide total only (caucus-math, section 2). */
export const electsNobody = (rules: RuleSet): boolean => rules.viability === 'none'

/** What is found about delegates, which here are nobody's to find. */
const ofDelegates: ReadonlySet<string> = new Set([
  'TIE_NEEDS_WINNER',
  'TIE_WINNER_IMPOSSIBLE',
  'CHANCE_NOT_NEEDED',
  'CARDS_MISSING',
  'WINNER_MISSING',
])

/** The arithmetic of a precinct that elects nobody: its votes, no delegates, and no tie that anybody must settle. */
export const votesOnly = <T extends Verdict>(result: T): T => ({
  ...result,
  ...('raw' in result && { raw: {} }),
  delegates: {},
  tie: null,
  settled: null,
  findings: result.findings.filter(({ code }) => !ofDelegates.has(code)),
})

/** A room after its first count: largest groups first. */
export function roomOf(counts: Tallies, { result }: Assessment, { rules }: Facts): Room {
  const known = result.threshold === null ? [] : result.viableInitial
  const full = rules.overFull === 'smallest_out' && known.length > result.seats
  const bySize = [...counts].filter((t) => t.count > 0).sort((a, b) => b.count - a.count)
  return {
    attendance: result.attendance,
    threshold: result.threshold,
    viable: bySize.filter((t) => known.includes(t.group)),
    others: bySize.filter((t) => !known.includes(t.group)),
    roomFor: full ? result.seats : null,
  }
}

export function outcomeOf(state: State, { result }: Assessment, facts: Facts): Outcome {
  return {
    seats: result.seats,
    attendance: result.attendance,
    delegates: delegatesOf(result.delegates),
    counts: state.draft.final ?? state.draft.initial ?? [],
    finalNotNeeded: state.draft.final === null,
    countsOnly: electsNobody(facts.rules),
  }
}

/** Those who have any, most first; equal ones in ballot order. */
export function delegatesOf(delegates: Readonly<Record<string, number>>): Outcome['delegates'] {
  const won = Object.entries(delegates).filter(([, n]) => n > 0)
  return won.map(([group, n]) => ({ group, delegates: n })).sort((a, b) => b.delegates - a.delegates)
}
