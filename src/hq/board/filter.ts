import type { Board, BoardPlace } from './board.ts'
import { type BoardStage, isBoardStage } from './stage.ts'

export interface Filter {
  readonly county: string
  readonly stage: BoardStage | ''
  /** A code, or words of a name. */
  readonly words: string
  /** The last precinct of the page before. */
  readonly after: string
}

const PAGE = 100

export function filterOf(query: Readonly<Record<string, string>>): Filter {
  const stage = query.stage ?? ''
  const text = (key: string) => (query[key] ?? '').trim().slice(0, 80)
  return { county: text('county'), stage: isBoardStage(stage) ? stage : '', words: text('words'), after: text('after') }
}

/** @returns one page, in the order of the codes, and how many fit in all. `next` begins the page after; null: none. */
export function find(
  board: Board,
  filter: Filter,
): { readonly places: readonly BoardPlace[]; readonly total: number; readonly next: string | null } {
  const words = filter.words.toLowerCase()
  const fits = (place: BoardPlace): boolean =>
    (filter.county === '' || place.county === filter.county) &&
    (filter.stage === '' || place.stage === filter.stage) &&
    (words === '' ||
      `${place.id} ${place.name} ${place.county}`.toLowerCase().includes(words) ||
      sameCode(place.id, words))
  const all = [...board.places.values()].filter(fits)
  const rest = filter.after === '' ? all : all.filter((place) => place.id > filter.after)
  const places = rest.slice(0, PAGE)
  return { places, total: all.length, next: rest.length > PAGE ? (places.at(-1)?.id ?? null) : null }
}

/** `p412` and `412` mean P0412. */
function sameCode(id: string, words: string): boolean {
  const digits = /^[a-z]{0,3}\s?0*(\d+)$/.exec(words)?.[1]
  return digits !== undefined && id.replace(/^[A-Z]*0*/, '') === digits
}
