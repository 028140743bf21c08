/**
 * Pledged national delegates: each district, the at-large and the PLEO delegates separately. A group needs 15 % of all,
 * Uncommitted and small groups included; the viable share by whole parts, "remaining delegates in order of the highest
 * fractional remainders". No minimum of one. Exact: state totals of SDE are BigInt fractions.
 */
import { add, compareExact, type Exact, exact, floorExact, total } from './fraction.ts'
import { addGroups } from './groups.ts'
import type { Groups, OpenTie } from './types.ts'

interface NationalShare {
  readonly viable: readonly string[]
  /** Share of the delegates before whole parts are taken; viable groups only. */
  readonly raw: Readonly<Record<string, Exact>>
  /** What is certain: every group, 0 included. */
  readonly delegates: Groups
  readonly tie: OpenTie | null
  /** True where nobody had 15 % and half of the leader was taken instead (inferred, unconfirmed by any text). */
  readonly lowered: boolean
}

/**
 * Shares `seats` national delegates by `support` (SDE, or county delegates) at the bar of 15 %. With no support at all nobody
 * has a delegate. A tie for the last remainder is returned.
 * @param whole the total, where small groups are missing from `support` (100 for percentages)
 */
export function nationalShare(seats: number, support: Readonly<Record<string, Exact>>, whole?: Exact): NationalShare {
  const groups = Object.entries(support)
  const { viable, lowered } = viableSupport(groups, whole ?? total(groups.map(([, value]) => value)))
  const base = total(viable.map(([, value]) => value))
  const raw = viable.map(([group, x]) => [group, exact(x.n * BigInt(seats) * base.d, x.d * base.n)] as const)
  const certain: Record<string, number> = Object.fromEntries(groups.map(([group]) => [group, 0]))
  let left = viable.length === 0 ? 0 : seats
  for (const [group, share] of raw) {
    certain[group] = Number(floorExact(share))
    left -= Number(floorExact(share))
  }
  const remainders = raw.map(([group, share]) => ({ group, part: add(share, exact(-floorExact(share))) }))
  const tie = byRemainder(remainders, left, certain)
  return { viable: viable.map(([group]) => group), raw: Object.fromEntries(raw), delegates: certain, tie, lowered }
}

type Support = readonly (readonly [string, Exact])[]

function viableSupport(groups: Support, whole: Exact): { viable: Support; lowered: boolean } {
  const voted = groups.filter(([, value]) => value.n > 0n)
  const bar = exact(3n * whole.n, 20n * whole.d)
  const viable = voted.filter(([, value]) => compareExact(value, bar) >= 0)
  if (viable.length > 0 || voted.length === 0) return { viable, lowered: false }
  const largest = voted.map(([, value]) => value).reduce((a, b) => (compareExact(a, b) >= 0 ? a : b))
  const half = exact(largest.n, 2n * largest.d)
  return { viable: voted.filter(([, value]) => compareExact(value, half) >= 0), lowered: true }
}

/** Adds the `left` delegates to `certain`, highest remainder first; equal ones with too few left are a tie, by lot. */
function byRemainder(
  remainders: { group: string; part: Exact }[],
  left: number,
  certain: Record<string, number>,
): OpenTie | null {
  const ranked = [...remainders].sort((a, b) => compareExact(b.part, a.part))
  const edge = ranked[left - 1]
  if (edge === undefined) return null
  const above = ranked.filter(({ part }) => compareExact(part, edge.part) > 0)
  const equal = ranked.filter(({ part }) => compareExact(part, edge.part) === 0)
  const seats = left - above.length
  const gaining = equal.length > seats ? above : [...above, ...equal]
  for (const { group } of gaining) certain[group] = (certain[group] as number) + 1
  return equal.length > seats ? { kind: 'gain', among: equal.map(({ group }) => group).sort(), seats } : null
}

/** How many delegates a state has: by district, and statewide. */
interface NationalPlan {
  readonly districts: Readonly<Record<string, number>>
  readonly atLarge: number
  readonly pleo: number
}

/** The pledged delegates of a state: by district, at large, PLEO, and together. */
export interface NationalResult {
  readonly districts: Readonly<Record<string, NationalShare>>
  readonly atLarge: NationalShare
  readonly pleo: NationalShare
  /** What is certain over all of them. */
  readonly delegates: Groups
  /** False while a tie somewhere waits for its lot. */
  readonly complete: boolean
}

/** All pledged delegates. `statewide` holds more than the districts' sum where sites count for the state only. */
export function national(
  plan: NationalPlan,
  byDistrict: Readonly<Record<string, Readonly<Record<string, Exact>>>>,
  statewide: Readonly<Record<string, Exact>>,
): NationalResult {
  const districts = Object.fromEntries(
    Object.entries(plan.districts).map(([name, seats]) => [name, nationalShare(seats, byDistrict[name] ?? {})]),
  )
  const atLarge = nationalShare(plan.atLarge, statewide)
  const pleo = nationalShare(plan.pleo, statewide)
  const shares = [...Object.values(districts), atLarge, pleo]
  const delegates = addGroups(shares.map((share) => share.delegates))
  return { districts, atLarge, pleo, delegates, complete: shares.every((share) => share.tie === null) }
}
