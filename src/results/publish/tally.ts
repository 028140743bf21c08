import { type Exact, exact, fractionText } from '../../math/fraction.ts'
import type { Groups } from '../../math/types.ts'
import type { Countable, SdePerDelegate } from './sde-per-delegate.ts'
import type { Totals } from './snapshot.ts'

/** Sums over published reports, of the state or of any part of it. Nothing is rounded before it is shown. */
export interface Sums {
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
  /** Empty where no counties were loaded. */
  readonly sde: ReadonlyMap<string, Exact>
  readonly reported: number
}

/** Adds up the entries. @param order ballot order of the groups; groups that nobody named stand with 0. */
export function sumUp(entries: Iterable<Countable>, worth: SdePerDelegate, order: readonly string[]): Sums {
  const initial = zeros(order)
  const final = zeros(order)
  const delegates = zeros(order)
  // Delegates of equal worth are added first: a county's precincts share one, and whole numbers are quick.
  const alike = new Map<Exact, Record<string, number>>()
  let reported = 0
  for (const entry of entries) {
    reported += entry.reported ?? 1
    addTo(initial, entry.initial)
    addTo(final, entry.final)
    addTo(delegates, entry.delegates)
    const each = worth(entry)
    if (each === null) continue
    const sum = alike.get(each) ?? {}
    alike.set(each, sum)
    addTo(sum, entry.delegates)
  }
  return { initial, final, delegates, sde: sdeOf(alike), reported }
}

/** Of what delegates are worth, by the worth of one. Over a common denominator all are whole numbers: only the sum is reduced. */
function sdeOf(alike: ReadonlyMap<Exact, Groups>): ReadonlyMap<string, Exact> {
  let common = 1n
  for (const { d } of alike.keys()) common *= exact(d, common).n
  const parts = new Map<string, bigint>()
  for (const [each, groups] of alike) {
    const one = each.n * (common / each.d)
    for (const [group, n] of Object.entries(groups)) {
      if (n > 0) parts.set(group, (parts.get(group) ?? 0n) + one * BigInt(n))
    }
  }
  return new Map([...parts].map(([group, n]) => [group, exact(n, common)]))
}

const zeros = (order: readonly string[]): Record<string, number> => Object.fromEntries(order.map((g) => [g, 0]))

/** @param sign -1 takes away what was added before. */
export function addTo(sums: Record<string, number>, groups: Groups | null, sign: 1 | -1 = 1): void {
  if (groups === null) return
  for (const group of Object.keys(groups)) sums[group] = (sums[group] ?? 0) + sign * (groups[group] ?? 0)
}

/** The sums as they stand in a snapshot: plain JSON. */
export const totalsOf = (sums: Sums): Totals => ({
  initial: sums.initial,
  final: sums.final,
  delegates: sums.delegates,
  sde: Object.fromEntries([...sums.sde].map(([group, value]) => [group, fractionText(value)])),
})
