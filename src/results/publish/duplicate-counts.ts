import type { PrecinctId } from '../../bot/ids.ts'
import { initialCountsKey, mostDuplicatesNamed } from '../../math/check-duplicates.ts'
import type { Groups } from '../../math/types.ts'

/** The precincts that had the same first count before this one came with it. */
export interface DuplicateCount {
  /** The counts, as one text. */
  readonly counts: string
  /** Up to five of them, those that were there longest. */
  readonly named: readonly PrecinctId[]
  /** How many more there were. */
  readonly more: number
}

/**
 * Precincts by their first count, in the order in which they came with it. A precinct's duplicates are fixed when it
 * comes, so they do not depend on which reports were published together; a precinct that comes later names the earlier.
 */
export interface DuplicateCounts {
  /** @param initial null where the precinct has no first count any more */
  put(precinct: PrecinctId, initial: Groups | null): void
  /** Null where its first count was the only one of its kind. */
  of(precinct: PrecinctId): DuplicateCount | null
}

export function createDuplicateCounts(): DuplicateCounts {
  const precinctsByCounts = new Map<string, Set<PrecinctId>>()
  const duplicates = new Map<PrecinctId, DuplicateCount>()
  const leave = (precinct: PrecinctId, counts: string): void => {
    const precincts = precinctsByCounts.get(counts)
    precincts?.delete(precinct)
    if (precincts?.size === 0) precinctsByCounts.delete(counts)
    duplicates.delete(precinct)
  }
  return {
    put(precinct, initial) {
      const counts = initial && initialCountsKey(initial)
      const before = duplicates.get(precinct)
      if (before?.counts === counts) return
      if (before !== undefined) leave(precinct, before.counts)
      if (counts === null) return
      const precincts = precinctsByCounts.get(counts) ?? new Set()
      const named = firstOf(precincts, mostDuplicatesNamed)
      duplicates.set(precinct, { counts, named, more: precincts.size - named.length })
      precinctsByCounts.set(counts, precincts.add(precinct))
    },
    of(precinct) {
      const duplicate = duplicates.get(precinct) ?? null
      return duplicate?.named.length === 0 ? null : duplicate
    },
  }
}

/** Stops early: the set may hold thousands, where every room reports the same. */
function firstOf<T>(items: Iterable<T>, most: number): T[] {
  const first: T[] = []
  for (const item of items) {
    if (first.length === most) break
    first.push(item)
  }
  return first
}
