/** Counts by group. Own keys only: a group may be called "constructor". */
import type { Groups } from './types.ts'

/** The count of a group, 0 where it is not named. */
export function countOf(groups: Groups, name: string): number {
  return Object.hasOwn(groups, name) ? (groups[name] as number) : 0
}

/** People in all groups. */
export function peopleIn(groups: Groups): number {
  let people = 0
  for (const members of Object.values(groups)) people += members
  return people
}

/** Groups of several places added up, in the order in which they first appear. */
export function addGroups(places: Iterable<Groups>): Groups {
  const sums = new Map<string, number>()
  for (const groups of places) {
    for (const [name, n] of Object.entries(groups)) sums.set(name, (sums.get(name) ?? 0) + n)
  }
  return Object.fromEntries(sums)
}
