import type { PrecinctId } from '../../bot/ids.ts'
import { canonicalJson } from '../../keys/hash-chain.ts'
import { inBatches } from '../batches.ts'
import type { ReadRow, ResultsReader, RosterPrecinct } from '../ports.ts'
import { emptyPrecinctRecord, type PrecinctRecord } from './precinct-record.ts'
import type { ComputationInputs, PublisherState } from './publisher-state.ts'
import { recompute, sameGroups } from './recompute.ts'

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
function discrepanciesOf(
  record: PrecinctRecord,
  row: ReadRow | undefined,
  rosterPrecinct: RosterPrecinct | undefined,
  { setting, ballotOrder }: Pick<ComputationInputs, 'setting' | 'ballotOrder'>,
): readonly Discrepancy[] {
  const discrepancies: Discrepancy[] = [...rowAgrees(record, row)]
  if (record.contradiction) {
    const { approved, counted, version } = record.contradiction
    discrepancies.push({
      code: 'REVISION_DIFFERS',
      detail: `event ${version} approves revision ${approved}, the counts are revision ${counted}`,
    })
  }
  const report = record.report
  if (report === null) return discrepancies
  if (rosterPrecinct === undefined)
    return [...discrepancies, { code: 'PRECINCT_UNKNOWN', detail: 'the roster does not hold this precinct' }]
  const { rules } = setting.caucus
  if (report.rules !== rules.name)
    discrepancies.push({ code: 'RULES_DIFFER', detail: `approved under ${report.rules}, the caucus has ${rules.name}` })
  if (report.seats !== rosterPrecinct.delegates) {
    discrepancies.push({
      code: 'SEATS_DIFFER',
      detail: `approved with ${report.seats} delegates to elect, the roster has ${rosterPrecinct.delegates}`,
    })
  }
  const unknown = unknownGroup(record, ballotOrder)
  if (unknown !== null)
    discrepancies.push({ code: 'GROUP_UNKNOWN', detail: `"${unknown}" is not in the configuration` })
  const again = recompute(report, rules, ballotOrder)
  if (again.tie !== null || !sameGroups(again.delegates, report.delegates)) {
    const detail = `approved ${delegatesText(report.delegates)}; computed again ${delegatesText(again.delegates)}${again.tie ? ' and an open tie' : ''}`
    discrepancies.push({ code: 'ARITHMETIC_DIFFERS', detail })
  }
  return discrepancies
}

function rowAgrees(record: PrecinctRecord, row: ReadRow | undefined): readonly Discrepancy[] {
  const { version, published } = record.state
  if (row === undefined || row.version < version) {
    return [{ code: 'ROW_BEHIND', detail: `the read row stands at event ${row?.version ?? 0}, the log at ${version}` }]
  }
  // What the bot writes is mostly this very text.
  if ((row.published ?? 'null') === JSON.stringify(published)) return []
  if (canonicalJson(row.published === null ? null : JSON.parse(row.published)) === canonicalJson(published)) return []
  return [{ code: 'ROW_DIFFERS', detail: `the read row of event ${version} is not what the log says` }]
}

function unknownGroup(record: PrecinctRecord, ballotOrder: readonly string[]): string | null {
  const { initial, final, delegates } = record.report ?? {}
  const named = [initial, final, delegates].flatMap((groups) => Object.keys(groups ?? {}))
  return named.find((group) => !ballotOrder.includes(group)) ?? null
}

const delegatesText = (groups: Readonly<Record<string, number>>): string =>
  Object.entries(groups)
    .filter(([, n]) => n > 0)
    .map(([group, n]) => `${group} ${n}`)
    .join(', ') || 'nothing'

export interface RecordProblem extends Discrepancy {
  readonly precinct: PrecinctId
}

const PRECINCTS = 50

/** Compares every precinct that was heard of with its row and with what its chair saw; what agrees is no longer touched. */
export async function findDiscrepancies(
  { phase, unchecked, records }: PublisherState,
  inputs: ComputationInputs,
  reader: ResultsReader,
): Promise<readonly RecordProblem[]> {
  const problems: RecordProblem[] = []
  for await (const precincts of inBatches([...unchecked], PRECINCTS)) {
    const rows = await reader.rows(phase, precincts)
    for (const precinct of precincts) {
      const record = records.get(precinct) ?? emptyPrecinctRecord
      const row = rows.get(precinct)
      // The bot wrote between our two reads: this precinct waits for the next time.
      if (isAhead(row, record)) continue
      const discrepancies = discrepanciesOf(record, row, inputs.sdeRates.places.get(precinct), inputs)
      if (discrepancies.length === 0) unchecked.delete(precinct)
      problems.push(...discrepancies.map((discrepancy) => ({ ...discrepancy, precinct })))
    }
  }
  return problems
}

const isAhead = (row: ReadRow | undefined, record: PrecinctRecord): boolean =>
  row !== undefined && row.version > record.state.version
