import type { PrecinctId } from '../../bot/ids.ts'
import { canonicalJson } from '../../keys/chain.ts'
import type { ReadRow, ResultsReader, RosterPrecinct } from '../ports.ts'
import type { ComputationInputs } from './computation-inputs.ts'
import type { PublisherState } from './publisher-state.ts'
import { recompute, sameGroups } from './recompute.ts'
import { emptyPrecinctTrack, type PrecinctTrack } from './record.ts'
import { inTimeSlices } from './time-slices.ts'

/** A way in which what would be published and what is on record do not agree: publishing stops until they do. */
interface Discrepancy {
  readonly code:
    | 'ROW_DIFFERS' // the read row is not what the log folds to
    | 'ROW_BEHIND' // the read row is older than the log
    | 'ARITHMETIC_DIFFERS' // the counts do not give the delegates that were approved
    | 'SEATS_DIFFER' // the roster elects another number of delegates than the chair was told
    | 'RULES_DIFFER' // approved under other rules than the caucus has
    | 'REVISION_DIFFERS' // the approval is of other counts than those before it
    | 'GROUP_UNKNOWN' // a group that is not in the configuration
    | 'PRECINCT_UNKNOWN' // a report of a precinct that the roster does not hold
  /** In words, for headquarters. */
  readonly detail: string
}

/** @returns everything about one precinct that does not agree; empty where it may be published. Pure. */
function conserve(
  track: PrecinctTrack,
  row: ReadRow | undefined,
  place: RosterPrecinct | undefined,
  { setting, order }: Pick<ComputationInputs, 'setting' | 'order'>,
): readonly Discrepancy[] {
  const found: Discrepancy[] = [...rowAgrees(track, row)]
  if (track.contradiction) {
    const { approved, counted, version } = track.contradiction
    found.push({
      code: 'REVISION_DIFFERS',
      detail: `event ${version} approves revision ${approved}, the counts are revision ${counted}`,
    })
  }
  const entry = track.entry
  if (entry === null) return found
  if (place === undefined)
    return [...found, { code: 'PRECINCT_UNKNOWN', detail: 'the roster does not hold this precinct' }]
  const { rules } = setting.caucus
  if (entry.rules !== rules.name)
    found.push({ code: 'RULES_DIFFER', detail: `approved under ${entry.rules}, the caucus has ${rules.name}` })
  if (entry.seats !== place.delegates) {
    found.push({
      code: 'SEATS_DIFFER',
      detail: `approved with ${entry.seats} delegates to elect, the roster has ${place.delegates}`,
    })
  }
  const stranger = strangerIn(track, order)
  if (stranger !== null) found.push({ code: 'GROUP_UNKNOWN', detail: `"${stranger}" is not in the configuration` })
  const again = recompute(entry, rules, order)
  if (again.tie !== null || !sameGroups(again.delegates, entry.delegates)) {
    const detail = `approved ${said(entry.delegates)}; computed again ${said(again.delegates)}${again.tie ? ' and an open tie' : ''}`
    found.push({ code: 'ARITHMETIC_DIFFERS', detail })
  }
  return found
}

function rowAgrees(track: PrecinctTrack, row: ReadRow | undefined): readonly Discrepancy[] {
  const { version, published } = track.state
  if (row === undefined || row.version < version) {
    return [{ code: 'ROW_BEHIND', detail: `the read row stands at event ${row?.version ?? 0}, the log at ${version}` }]
  }
  // What the bot writes is mostly this very text.
  if ((row.published ?? 'null') === JSON.stringify(published)) return []
  if (canonicalJson(row.published === null ? null : JSON.parse(row.published)) === canonicalJson(published)) return []
  return [{ code: 'ROW_DIFFERS', detail: `the read row of event ${version} is not what the log says` }]
}

function strangerIn(track: PrecinctTrack, order: readonly string[]): string | null {
  const { initial, final, delegates } = track.entry ?? {}
  const named = [initial, final, delegates].flatMap((groups) => Object.keys(groups ?? {}))
  return named.find((group) => !order.includes(group)) ?? null
}

const said = (groups: Readonly<Record<string, number>>): string =>
  Object.entries(groups)
    .filter(([, n]) => n > 0)
    .map(([group, n]) => `${group} ${n}`)
    .join(', ') || 'nothing'

export interface RecordProblem extends Discrepancy {
  readonly precinct: PrecinctId
}

const PRECINCTS = 50

/** Compares every precinct that was heard of with its row and with what its chair saw; what agrees is no longer touched. */
export async function checkRecord(
  { phase, touched, tracks }: PublisherState,
  basis: ComputationInputs,
  reader: ResultsReader,
): Promise<readonly RecordProblem[]> {
  const problems: RecordProblem[] = []
  for await (const some of inTimeSlices([...touched], PRECINCTS)) {
    const rows = await reader.rows(phase, some)
    for (const precinct of some) {
      const track = tracks.get(precinct) ?? emptyPrecinctTrack
      const row = rows.get(precinct)
      // The bot wrote between our two reads: this precinct waits for the next time.
      if (isAhead(row, track)) continue
      const found = conserve(track, row, basis.worths.places.get(precinct), basis)
      if (found.length === 0) touched.delete(precinct)
      problems.push(...found.map((one) => ({ ...one, precinct })))
    }
  }
  return problems
}

const isAhead = (row: ReadRow | undefined, track: PrecinctTrack): boolean =>
  row !== undefined && row.version > track.state.version
