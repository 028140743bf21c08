/**
 * Satellite caucuses (Iowa 2020): sites outside the precincts. A site's delegates follow its attendance; all sites of a
 * congressional district share a fixed pool of SDE, all sites out of state another, by attendance (the party's reading).
 */
import { compute } from './compute.ts'
import { type Exact, exact } from './fraction.ts'
import type { PrecinctInput, Result } from './types.ts'

/** A band of the table: sites of up to `upTo` people have `delegates`. */
interface Band {
  readonly upTo: number
  readonly delegates: number
}

/** The party's bands of 2020: from four delegates for one person to nine for more than a hundred. */
const bands2020: readonly Band[] = [
  { upTo: 0, delegates: 0 },
  { upTo: 20, delegates: 4 },
  { upTo: 40, delegates: 5 },
  { upTo: 60, delegates: 6 },
  { upTo: 80, delegates: 7 },
  { upTo: 100, delegates: 8 },
  { upTo: Number.MAX_SAFE_INTEGER, delegates: 9 },
]

/** Delegates of a site by its attendance; the last band also covers what lies above it. */
export function siteDelegates(attendance: number, bands: readonly Band[] = bands2020): number {
  const band = bands.find(({ upTo }) => attendance <= upTo) ?? bands.at(-1)
  return band?.delegates ?? 0
}

/** A site's report computed as a precinct's, with the delegates that its attendance gives. Four or more: always 15 %. */
export function computeSite(input: Omit<PrecinctInput, 'delegates'>, bands: readonly Band[] = bands2020): Result {
  const { attendance } = compute({ ...input, delegates: 0 })
  return compute({ ...input, delegates: siteDelegates(attendance, bands) })
}

/** What sites share: `sde` state delegates (a whole number), `attendance` the people at all of the pool's sites. */
interface Pool {
  readonly sde: number
  readonly attendance: number
}

/** SDE of `delegates` of a site: pool SDE x site attendance x delegates / (pool attendance x site delegates). */
export function siteSde(delegates: number, site: { attendance: number; delegates: number }, pool: Pool): Exact {
  if (site.delegates === 0 || pool.attendance === 0) return exact(0)
  const top = BigInt(pool.sde) * BigInt(site.attendance) * BigInt(delegates)
  return exact(top, BigInt(pool.attendance) * BigInt(site.delegates))
}
