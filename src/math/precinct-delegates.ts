/**
 * How many delegates a Nevada precinct elects, by registered Democrats (NRS 293.133; the table is inferred from the
 * official apportionment of 2020, of whose 1,550 precincts it reproduces every one).
 */
import { floorDiv } from './fraction.ts'

interface Tier {
  readonly upTo: number
  /** One delegate for so many registered voters. */
  readonly per: number
  /** `whole`: parts are dropped. `major`: "a major fraction" counts, exact halves go up. */
  readonly fraction: 'whole' | 'major'
}

const tiers: readonly Tier[] = [
  { upTo: 400, per: 5, fraction: 'whole' },
  { upTo: 600, per: 8, fraction: 'whole' },
  { upTo: 800, per: 10, fraction: 'whole' },
  { upTo: 1400, per: 15, fraction: 'whole' },
  { upTo: 2000, per: 20, fraction: 'major' },
  { upTo: 3000, per: 30, fraction: 'major' },
  { upTo: 4000, per: 35, fraction: 'major' },
]
const largestTier: Tier = { upTo: Number.MAX_SAFE_INTEGER, per: 50, fraction: 'major' }

/** Delegates of a precinct with `precinct` registered voters in a county with `county`; at least 1. */
export function precinctDelegates(county: number, precinct: number): number {
  const { per, fraction } = tiers.find(({ upTo }) => county <= upTo) ?? largestTier
  return Math.max(1, fraction === 'whole' ? floorDiv(precinct, per) : floorDiv(2 * precinct + per, 2 * per))
}

/** Alternates of a precinct: half of its delegates, rounded up. */
export function precinctAlternates(delegates: number): number {
  return floorDiv(delegates + 1, 2)
}
