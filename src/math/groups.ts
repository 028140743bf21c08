/**
 * Counts of people or delegates in their two forms: by the group's name, as they come in and go out, and by position in a
 * list of names, as the arithmetic works on them.
 */
import type { Groups } from './types.ts'

/** The count of a group, 0 if it is not named. Own keys only: a group may be called "constructor". */
export function countOf(groups: Groups, name: string): number {
  return Object.hasOwn(groups, name) ? (groups[name] as number) : 0
}

/** People, or delegates, of all groups together; 0 where there is no alignment. */
export function totalOf(groups: Groups | null): number {
  return groups === null ? 0 : sum(Object.values(groups))
}

/** Groups of several places added up, in the order in which they first appear. */
export function addGroups(places: Iterable<Groups>): Groups {
  const sums = new Map<string, number>()
  for (const groups of places) {
    for (const [name, n] of Object.entries(groups)) sums.set(name, (sums.get(name) ?? 0) + n)
  }
  return Object.fromEntries(sums)
}

/** Counts by position in `names`; null if there is no alignment. */
export function countsByPosition(names: readonly string[], groups: Groups | null): number[] | null {
  return groups && names.map((name) => countOf(groups, name))
}

/** Values by position as a record by group. */
export function byGroup(names: readonly string[], values: readonly number[]): Record<string, number> {
  const groups: Record<string, number> = {}
  for (let i = 0; i < names.length; i += 1) groups[names[i] as string] = at(values, i)
  return groups
}

/** values[i] for an `i` that is inside. */
export function at(values: readonly number[], i: number): number {
  return values[i] as number
}

/** The sum of a list of whole numbers; 0 for none. */
export function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** The positions whose value fits, in order. */
export function positions<T>(values: readonly T[], fits: (value: T, i: number) => boolean): number[] {
  const fitting: number[] = []
  for (let i = 0; i < values.length; i += 1) if (fits(values[i] as T, i)) fitting.push(i)
  return fitting
}
