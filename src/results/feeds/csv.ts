import { stringify } from 'csv-stringify/sync'
import { inBatches } from '../batches.ts'
import type { RosterPrecinct } from '../ports.ts'
import { attendanceOf, sdeText } from '../publish/sde-per-delegate.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { finalCounts, isCarried } from '../publish/totals.ts'
import type { View } from '../view.ts'
import { statusOf } from './json.ts'

/** What one row is made of: a group in the published report of a precinct. */
interface Row {
  readonly view: View
  readonly place: RosterPrecinct
  readonly report: PublishedReport
  readonly group: string
  /** SDE of the group's delegates, four decimals; empty where they are not known. */
  readonly sde: string
}

type Cell = string | number
type Column = readonly [name: string, unit: string, meaning: string, value: (row: Row) => Cell]

/** The columns of results.csv in their order. docs/feeds.md lists them in the same words; a test compares the two. */
export const csvColumns: readonly Column[] = [
  // The columns of OpenElections, in their order.
  ['county', 'text', 'county of the precinct, from the roster', ({ place }) => place.county],
  ['precinct', 'text', 'name of the precinct, from the roster', ({ place }) => place.name],
  ['office', 'text', 'always `President`', () => 'President'],
  ['district', 'text', 'congressional district, from the roster', ({ place }) => place.district],
  [
    'party',
    'text',
    "the issuer's abbreviation, from the configuration; may be empty",
    ({ view }) => view.setting.issuer?.abbreviation ?? '',
  ],
  ['candidate', 'text', 'name of the group, from the configuration', ({ group }) => group],
  [
    'votes',
    'people',
    'final alignment; the initial one where no second count was held: see `carried`',
    ({ report, group }) => finalCounts(report)[group] ?? 0,
  ],
  // Ours.
  ['precinct_id', 'text', 'code of the precinct, from the roster; as in results.json', ({ place }) => place.id],
  ['initial', 'people', 'initial alignment, as approved; empty where none is held', (row) => countIn('initial', row)],
  ['final', 'people', 'final alignment, as approved; empty where none is held', (row) => countIn('final', row)],
  [
    'delegates',
    'county delegates',
    'delegates of the group, as approved and computed again',
    ({ report, group }) => report.delegates[group] ?? 0,
  ],
  [
    'sde',
    'state delegate equivalents',
    'the same delegates at S/C of their county, four decimals, half up; empty without counties',
    ({ sde }) => sde,
  ],
  [
    'attendance',
    'people',
    'eligible people in the room, as approved; the first count where none was given',
    ({ report }) => attendanceOf(report),
  ],
  [
    'delegates_to_elect',
    'county delegates',
    'delegates that the precinct elects, as the chair approved them',
    ({ report }) => report.seats,
  ],
  ['report', 'number', "1 for the precinct's first report on record", ({ report }) => report.number],
  [
    'kind',
    'word',
    'who made it public: `approved` the chair, `released` headquarters, `overridden` headquarters without the chair',
    ({ report }) => report.kind,
  ],
  [
    'corrected',
    '`true`, `false`',
    'an earlier report of the precinct had been public',
    ({ report }) => String(report.corrected),
  ],
  ['approved_at', 'ISO 8601, UTC', 'when the report came on record', ({ report }) => report.at],
  [
    'status',
    'word',
    '`unofficial-partial`, or `unofficial-complete` once every precinct is in',
    (row) => statusOf(row.view),
  ],
  ['practice', '`true`, `false`', '`true`: rehearsed, invented, not a result', ({ view }) => String(view.practice)],
  ['sequence', 'number', 'the update that the file is made from', ({ view }) => view.last?.sequence ?? 0],
  ['generated', 'ISO 8601, UTC', 'when that update was made', ({ view }) => view.last?.at ?? ''],
  [
    'carried',
    '`true`, `false`',
    'no second count was held: the initial alignment is carried into `votes` and the final totals',
    ({ report }) => String(isCarried(report)),
  ],
]

function countIn(alignment: 'initial' | 'final', { report, group }: Row): Cell {
  const counts = report[alignment]
  return counts === null ? '' : (counts[group] ?? 0)
}

const format = { record_delimiter: '\r\n' } as const
const PLACES = 50

/**
 * `results.csv`: a header, then one row a published precinct and group; docs/feeds.md says the columns. Cells that a
 * spreadsheet would run are defused with an apostrophe. Written in batches: a state takes a while.
 */
export async function resultsCsv(view: View): Promise<string> {
  let csv = stringify([csvColumns.map(([name]) => name)], format)
  for await (const places of inBatches(view.setting.places, PLACES)) {
    const rows = places.flatMap((place) => rowsOf(place, view))
    csv += stringify(
      rows.map((row) => csvColumns.map(([, , , value]) => defused(value(row)))),
      format,
    )
  }
  return csv
}

function rowsOf(place: RosterPrecinct, view: View): readonly Row[] {
  const report = view.reports.get(place.id)
  if (report === undefined) return []
  const sdePerDelegate = view.sdePerDelegate(report)
  const { initial, final, delegates } = report
  return view.ballotOrder
    .filter((group) => [initial, final, delegates].some((groups) => (groups?.[group] ?? 0) > 0))
    .map((group) => {
      const sde = sdePerDelegate === null ? '' : sdeText(sdePerDelegate, delegates[group] ?? 0)
      return { view, place, report, group, sde }
    })
}

/** A text that begins like a formula is one to a spreadsheet; numbers are not texts and stay as they are. */
export function defused(cell: Cell): Cell {
  return typeof cell === 'string' && /^[\s]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}
