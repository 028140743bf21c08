/**
 * Early ballots (Nevada 2020): ranked choices, counted "just as if they had been there". Three marks or more make a
 * ballot valid; one name three times, or Uncommitted, is valid. The two readings differ in who is viable when ballots
 * move: after the first alignment (early voters cannot help a new group), or after the final one (default).
 * A ballot with no viable choice left is exhausted: in no group, still in the attendance. There is no second pass.
 */
import { at } from './groups.ts'
import { viable } from './threshold.ts'
import type { RuleSet } from './types.ts'

const fewestMarks = 3

/** A ballot as positions of groups, in order of choice. */
type Ranked = readonly number[]

/** A precinct's early ballots, sorted out. */
export interface Ballots {
  readonly valid: readonly Ranked[]
  /** Ballots with fewer than three marks: counted nowhere, not in the attendance either. */
  readonly spoiled: number
}

/** Sorts out the ballots that count. `names` are all groups, the ballots' own among them. */
export function readBallots(names: readonly string[], ballots: readonly (readonly string[])[]): Ballots {
  const valid = ballots.filter((ballot) => ballot.length >= fewestMarks)
  return {
    valid: valid.map((ballot) => ballot.map((choice) => names.indexOf(choice))),
    spoiled: ballots.length - valid.length,
  }
}

/** People in the room plus first choices, by position. */
export function withFirstChoices(members: readonly number[], ballots: readonly Ranked[]): number[] {
  return withChoices(members, ballots, () => true)
}

/**
 * The final alignment with the ballots where they end. `room` are the people in the room at the end, `first` who was
 * viable initially (first choices included). If nobody is viable, and in a room that elects one (no `limit`),
 * ballots stay with their first choice.
 */
export function withMovedBallots(
  rules: RuleSet,
  limit: number | null,
  room: readonly number[],
  first: readonly boolean[],
  ballots: readonly Ranked[],
): number[] {
  const unmoved = withFirstChoices(room, ballots)
  const open = rules.earlyVotes === 'viable_after_first' ? first : viable(limit, unmoved)
  if (!open.includes(true)) return unmoved
  return withChoices(room, ballots, (group) => open[group] === true)
}

function withChoices(
  members: readonly number[],
  ballots: readonly Ranked[],
  open: (group: number) => boolean,
): number[] {
  const counts = [...members]
  for (const ballot of ballots) {
    const choice = ballot.find(open)
    if (choice !== undefined) counts[choice] = at(counts, choice) + 1
  }
  return counts
}
