import type { Board, BoardPrecinct } from './board.ts'
import { type BoardStage, isBoardStage } from './board-stage.ts'

export interface Filter {
  readonly county: string
  readonly stage: BoardStage | ''
  /** A code, or words of a name. */
  readonly words: string
  /** `age`: who was heard longest ago comes first, who never was before all. */
  readonly order: 'code' | 'age'
  /** 0 is the first. */
  readonly page: number
}

const PAGE = 100

export function filterOf(query: Readonly<Record<string, string>>): Filter {
  const stage = query.stage ?? ''
  const text = (key: string) => (query[key] ?? '').trim().slice(0, 80)
  const page = /^\d{1,4}$/.test(query.page ?? '') ? Number(query.page) : 0
  const order = query.order === 'age' ? 'age' : 'code'
  return { county: text('county'), stage: isBoardStage(stage) ? stage : '', words: text('words'), order, page }
}

/** @returns one page, how many fit in all, and the next page's number; null: none. */
export function filterPrecincts(
  board: Board,
  filter: Filter,
): { readonly places: readonly BoardPrecinct[]; readonly total: number; readonly next: number | null } {
  const words = filter.words.toLowerCase()
  const fits = (place: BoardPrecinct): boolean =>
    (filter.county === '' || place.county === filter.county) &&
    (filter.stage === '' || place.stage === filter.stage) &&
    (words === '' ||
      `${place.id} ${place.name} ${place.county}`.toLowerCase().includes(words) ||
      sameCode(place.id, words))
  const fitting = [...board.precincts.values()].filter(fits)
  const heard = ({ at, checkedIn }: BoardPrecinct): string => at ?? checkedIn ?? ''
  const byAge = (a: BoardPrecinct, b: BoardPrecinct): number =>
    heard(a).localeCompare(heard(b)) || a.id.localeCompare(b.id)
  const ordered = filter.order === 'age' ? fitting.sort(byAge) : fitting
  const end = (filter.page + 1) * PAGE
  const next = fitting.length > end ? filter.page + 1 : null
  return { places: ordered.slice(end - PAGE, end), total: fitting.length, next }
}

/** `p412` and `412` mean P0412. */
function sameCode(id: string, words: string): boolean {
  const digits = /^[a-z]{0,3}\s?0*(\d+)$/.exec(words)?.[1]
  return digits !== undefined && id.replace(/^[A-Z]*0*/, '') === digits
}
