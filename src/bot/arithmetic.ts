import type { Tallies } from '../grammar/intent.ts'
import { compute, verdict } from '../math/compute.ts'
import type { Groups, OpenTie, PrecinctInput, Result, Verdict, Winner } from '../math/types.ts'
import { electsNobody, votesOnly } from './outcome.ts'
import type { Draft } from './state.ts'
import type { Facts } from './turn.ts'

/** The counts in hand, taken through the caucus arithmetic. */

export const verdictOn = (draft: Draft, facts: Facts): Verdict =>
  electsNobody(facts.rules) ? votesOnly(decided(draft, facts).verdict) : decided(draft, facts).verdict

/** The same with the worksheet, filled in: for those who look into it. */
export function worksheetOf(draft: Draft, facts: Facts): Result {
  const result = compute(decided(draft, facts).input)
  return electsNobody(facts.rules) ? votesOnly(result) : result
}

interface Decided {
  /** What the arithmetic is asked in the end. */
  readonly input: PrecinctInput
  readonly verdict: Verdict
}

function decided(draft: Draft, facts: Facts): Decided {
  const input = inputOf(draft, facts)
  const first = verdict(input)
  // No second alignment is held where every group is viable: the first is the final one (R3).
  const open =
    settledAtOnce(first) && !draft.final ? asked({ ...input, final: input.initial }) : { input, verdict: first }
  const winner = winnerOf(draft, open.verdict)
  return winner ? asked({ ...open.input, winner }) : open
}

const asked = (input: PrecinctInput): Decided => ({ input, verdict: verdict(input) })

/** People who stand nowhere may still join a group: then there is a second alignment after all. */
export const settledAtOnce = ({ finalNotNeeded, findings }: Verdict): boolean =>
  finalNotNeeded && !findings.some((f) => f.code === 'UNDERCOUNT')

/** A toss holds only while the tie is the one it was for; an election of one holds as said. */
function winnerOf({ toss, claimed }: Draft, { seats, tie, delegates }: Verdict): Winner | null {
  if (toss && (seats === 1 || sameGroups(toss.among, tie?.among ?? []))) return toss.cards ?? toss.winners
  return tie && claimed ? claimedWinners(tie, delegates, groupsOf(claimed)) : null
}

/** The worksheet's delegates tell who won, where they are one of the ways the tie can end. */
function claimedWinners(tie: OpenTie, certain: Groups, claim: Groups): Winner | null {
  const winners = tie.among.filter((g) => (claim[g] ?? 0) === (certain[g] ?? 0) + 1)
  const fits = Object.keys({ ...certain, ...claim }).every(
    (g) => (claim[g] ?? 0) === (certain[g] ?? 0) + (winners.includes(g) ? 1 : 0),
  )
  return fits && winners.length === tie.seats ? winners : null
}

export const sameGroups = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((g) => b.includes(g))

function inputOf(draft: Draft, facts: Facts): PrecinctInput {
  return {
    rules: facts.rules,
    delegates: facts.precinct.delegates,
    attendance: draft.attendance,
    initial: draft.initial && groupsOf(draft.initial),
    final: draft.final && groupsOf(draft.final),
    order: facts.order,
    ...(draft.claimed && !electsNobody(facts.rules) && { reported: groupsOf(draft.claimed) }),
  }
}

function groupsOf(tallies: Tallies): Groups {
  const groups: Record<string, number> = {}
  for (const { group, count } of tallies) groups[group] = count
  return groups
}
