import type { PrecinctId } from '../../bot/ids.ts'
import { initialCountsKey, mostDuplicatesNamed } from '../../math/check-duplicates.ts'
import type { Groups } from '../../math/types.ts'

/** The precincts whose first count one found there when it came with the same. */
export interface DuplicateCount {
  /** The counts, as one text. */
  readonly counts: string
  /** Up to five of them, those that were there longest. */
  readonly named: readonly PrecinctId[]
  /** How many more there were. */
  readonly more: number
}

/**
 * Precincts by their first count, in the order in which they came with it. What one finds there is settled when it comes,
 * so it does not depend on which reports were published together, and a precinct that comes later says so itself.
 */
export interface DuplicateCounts {
  /** @param initial null where the precinct has no first count any more */
  put(precinct: PrecinctId, initial: Groups | null): void
  /** Null where its first count was the only one of its kind. */
  of(precinct: PrecinctId): DuplicateCount | null
}

export function createDuplicateCounts(): DuplicateCounts {
  const alike = new Map<string, Set<PrecinctId>>()
  const twins = new Map<PrecinctId, DuplicateCount>()
  const leave = (precinct: PrecinctId, counts: string): void => {
    const group = alike.get(counts)
    group?.delete(precinct)
    if (group?.size === 0) alike.delete(counts)
    twins.delete(precinct)
  }
  return {
    put(precinct, initial) {
      const counts = initial && initialCountsKey(initial)
      const before = twins.get(precinct)
      if (before?.counts === counts) return
      if (before !== undefined) leave(precinct, before.counts)
      if (counts === null) return
      const group = alike.get(counts) ?? new Set()
      const named = first(group, mostDuplicatesNamed)
      twins.set(precinct, { counts, named, more: group.size - named.length })
      alike.set(counts, group.add(precinct))
    },
    of(precinct) {
      const twin = twins.get(precinct) ?? null
      return twin?.named.length === 0 ? null : twin
    },
  }
}

/** The whole group may be thousands, where every room reports the same. */
function first<T>(group: Iterable<T>, most: number): T[] {
  const some: T[] = []
  for (const one of group) {
    if (some.length === most) break
    some.push(one)
  }
  return some
}
