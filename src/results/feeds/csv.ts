import { stringify } from 'csv-stringify/sync'
import { inBatches } from '../batches.ts'
import type { RosterPrecinct } from '../ports.ts'
import { attendanceOf, sdeText } from '../publish/sde-per-delegate.ts'
import type { View } from '../view.ts'
import { statusOf } from './json.ts'

const columns = [
  // The columns of OpenElections, in their order.
  'county',
  'precinct',
  'office',
  'district',
  'party',
  'candidate',
  'votes',
  // Ours.
  'precinct_id',
  'initial',
  'final',
  'delegates',
  'sde',
  'attendance',
  'delegates_to_elect',
  'report',
  'kind',
  'corrected',
  'approved_at',
  'status',
  'practice',
  'sequence',
  'generated',
] as const

const format = { record_delimiter: '\r\n' } as const
const PLACES = 50

/**
 * `results.csv`: one row a published precinct and group, `votes` being the final count (the initial one where no final
 * is held). Cells that a spreadsheet would run are defused with an apostrophe. Written in slices: a state takes a while.
 */
export async function resultsCsv(view: View): Promise<string> {
  let csv = stringify([[...columns]], format)
  for await (const places of inBatches(view.setting.places, PLACES)) {
    csv += stringify(
      places.flatMap((place) => rowsOf(place, view)),
      format,
    )
  }
  return csv
}

type Cell = string | number

function rowsOf(place: RosterPrecinct, view: View): Cell[][] {
  const { last } = view
  const entry = view.reports.get(place.id)
  if (entry === undefined) return []
  const worth = view.sdePerDelegate(entry)
  const named = view.ballotOrder.filter((g) =>
    [entry.initial, entry.final, entry.delegates].some((part) => (part?.[g] ?? 0) > 0),
  )
  const party = view.setting.issuer?.abbreviation ?? ''
  const report = [attendanceOf(entry), entry.seats, entry.number, entry.kind, String(entry.corrected), entry.at]
  const about = [statusOf(view), String(view.practice), last?.sequence ?? 0, last?.at ?? '']
  return named.map((g) => {
    const n = entry.delegates[g] ?? 0
    const votes = (entry.final ?? entry.initial)?.[g] ?? 0
    const sde = worth === null ? '' : sdeText(worth, n)
    const counted = [entry.initial ? (entry.initial[g] ?? 0) : '', entry.final ? (entry.final[g] ?? 0) : '']
    const open = [place.county, place.name, 'President', place.district, party, g, votes]
    return [...open, place.id, ...counted, n, sde, ...report, ...about].map(defused)
  })
}

/** A text that begins like a formula is one to a spreadsheet; numbers are not texts and stay as they are. */
export function defused(cell: Cell): Cell {
  return typeof cell === 'string' && /^[\s]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}
