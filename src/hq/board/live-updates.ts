import type { PrecinctId } from '../../bot/ids.ts'
import { type Board, type Counts, precinctsIn, reportedOf } from './board.ts'
import type { BoardStage } from './board-stage.ts'

/** What changed since a mark: counts of the counties that changed, and the precincts. A few hundred bytes, mostly none. */
export interface BoardChanges {
  readonly mark: string
  /** The mark is another memory's, or too much changed: load the page again. */
  readonly whole: boolean
  readonly queue: number
  readonly totals: Partial<Counts>
  readonly counties: Readonly<Record<string, Counts>>
  /** Code, stage, when it was last heard, name, county; who was heard last comes last. */
  readonly places: readonly (readonly [PrecinctId, BoardStage, string | null, string, string])[]
  /** County, level of its shape, whether something is held there. */
  readonly map: readonly (readonly [string, number, boolean])[]
}

/** More rows than this and the page is cheaper whole. */
const MOST = 300

export const markOf = ({ boot, tick }: Board): string => `${boot}.${tick}`

/** @param since what the browser has; anything that is not a mark of this memory gets `whole`. */
export function changesSince(board: Board, since: string): BoardChanges {
  const [boot, tick] = since.split('.')
  const from = boot === board.boot && /^\d+$/.test(tick ?? '') ? Number(tick) : null
  const base = { mark: markOf(board), queue: board.mark.open, totals: board.totals }
  const places = from === null ? [] : [...board.precincts.values()].filter((place) => place.tick > from)
  if (from === null || from > board.tick || places.length > MOST)
    return { ...base, whole: true, counties: {}, places: [], map: [] }
  const counties = [...board.counties].filter(([, county]) => county.tick > from)
  return {
    ...base,
    whole: false,
    counties: Object.fromEntries(counties.map(([name, { counts }]) => [name, counts])),
    places: places
      .map(({ id, stage, at, checkedIn, name, county }) => [id, stage, at ?? checkedIn, name, county] as const)
      .sort((a, b) => (a[2] ?? '').localeCompare(b[2] ?? '')),
    map: counties.map(([name, { counts }]) => [name, level(counts), counts.held > 0]),
  }
}

/** How far a county has come, 0 to 5: nothing, then by fifths; 5 is complete. */
export function level(counts: Counts): number {
  const precincts = precinctsIn(counts)
  const reported = reportedOf(counts)
  if (reported === 0 || precincts === 0) return 0
  return reported === precincts ? 5 : 1 + Math.floor((reported * 4) / precincts)
}
