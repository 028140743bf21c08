import type { Tallies } from '../../grammar/intent.ts'
import type { Counted, Tossed } from '../event.ts'
import type { CountChange } from '../reply.ts'

/** The same people in the same groups; a group of 0 and a group not named are one. */
export function sameCounts(a: Tallies | null, b: Tallies | null): boolean {
  const peopled = (list: Tallies | null) =>
    new Map((list ?? []).filter((t) => t.count > 0).map((t) => [t.group, t.count]))
  if ((a === null) !== (b === null)) return false
  const [left, right] = [peopled(a), peopled(b)]
  return left.size === right.size && [...left].every(([group, n]) => right.get(group) === n)
}

/** How many people stand in a group of a list; 0 where it is not named. */
export const countIn = (list: Tallies, group: string): number => list.find((tally) => tally.group === group)?.count ?? 0

/** How many people stand in all groups of a list; 0 where there is none. */
export const peopleCounted = (list: Tallies | null): number => (list ?? []).reduce((sum, { count }) => sum + count, 0)

/** The groups of `list` that have people and that `counts` does not name. */
export const notNamedIn = (counts: Tallies, list: Tallies): Tallies =>
  list.filter((tally) => tally.count > 0 && !counts.some(({ group }) => group === tally.group))

type Counts = Counted & { readonly toss: Tossed | null }

/**
 * What differs between two reports, group by group. What the later one does not name has not changed.
 * @example diffCounts(before, now) // [{ alignment: 'final', group: 'Sanders', from: 45, to: 46 }]
 */
export function diffCounts(before: Counts, now: Counts): readonly CountChange[] {
  const { attendance } = now
  const counts = [
    ...listChanges('initial', before.initial, now.initial),
    // The first count stands for a second one that was not needed.
    ...listChanges('final', before.final ?? before.initial, now.final),
    ...tossChanges(before.toss, now.toss),
  ]
  if (attendance === null || attendance === before.attendance) return counts
  return [{ alignment: 'attendance', group: '', from: before.attendance ?? 0, to: attendance }, ...counts]
}

function listChanges(alignment: 'initial' | 'final', was: Tallies | null, is: Tallies | null): readonly CountChange[] {
  if (!is) return []
  const groups = [...new Set([...(was ?? []), ...is].map((t) => t.group))]
  return groups
    .map((group): CountChange => ({ alignment, group, from: countIn(was ?? [], group), to: countIn(is, group) }))
    .filter((change) => change.from !== change.to)
}

/** Those who win now, where others did before. */
function tossChanges(was: Tossed | null, is: Tossed | null): readonly CountChange[] {
  if (!is || is.winners.join() === was?.winners.join()) return []
  return is.winners.map((group): CountChange => ({ alignment: 'toss', group, from: 0, to: 1 }))
}
