import type { PrecinctId } from '../../bot/ids.ts'
import type { ReportRow } from '../../bot/ports.ts'
import { peopleCounted } from '../../bot/report/diff-counts.ts'
import type { Recorded } from '../../bot/report/state.ts'
import type { Files } from '../../files/load.ts'
import type { Tallies } from '../../grammar/intent.ts'
import { compute } from '../../math/compute.ts'
import { countOf, totalOf } from '../../math/groups.ts'
import type { Groups } from '../../math/types.ts'
import { inputOf, roomTerms } from './chair.ts'
import type { NightPlayed, PlayedPrecinct } from './play.ts'

/** A precinct approved with other delegates than were reported. */
interface Differing {
  readonly precinct: PrecinctId
  readonly reported: Groups
  readonly computed: Groups
  readonly findings: readonly string[]
  /** The chair had to name a winner whom the report does not tell. */
  readonly toss_assumed?: true
}

/** A precinct that was not approved. */
interface Unapproved {
  readonly precinct: PrecinctId
  readonly findings: readonly string[]
  /** The last reply that the chair got. */
  readonly reply: string
}

/** What became of a night by the record in the database: the object of `replay --json`. */
export interface NightOutcome {
  readonly precincts: number
  readonly approved: number
  /** Recorded as it is, for headquarters to look at. */
  readonly held: number
  /** The chair texted, and nothing of it could be taken. */
  readonly refused: number
  /** Taken but never approved, or never heard from. */
  readonly not_approved: number
  readonly texts_in: number
  readonly texts_out: number
  readonly segments_in: number
  readonly segments_out: number
  readonly seconds: number
  readonly differs: readonly Differing[]
  readonly problems: readonly Unapproved[]
}

interface Totals {
  readonly initial: number
  readonly final: number
}

/** Sums over approved and held precincts, by the file and by the record; `wrong` lists the precincts where they differ. */
export interface Conservation {
  readonly file: Totals
  readonly record: Totals
  readonly wrong: readonly PrecinctId[]
}

type Kind = 'approved' | 'held' | 'refused' | 'not_approved'

interface Judged {
  readonly precinct: PlayedPrecinct
  readonly kind: Kind
  readonly record: Recorded | null
}

/** Judges the night by the record, never by the replies alone. */
export function nightOutcome(
  files: Files,
  night: NightPlayed,
  rows: readonly ReportRow[],
): { outcome: NightOutcome; conservation: Conservation } {
  const live = new Map(rows.filter(({ phase }) => phase === 'live').map((row) => [row.precinct, row]))
  const judged = night.precincts.map((precinct) => judgePrecinct(precinct, live.get(precinct.line.precinct)))
  const count = (kind: Kind) => judged.filter((precinct) => precinct.kind === kind).length
  const outcome: NightOutcome = {
    precincts: judged.length,
    approved: count('approved'),
    held: count('held'),
    refused: count('refused'),
    not_approved: count('not_approved'),
    texts_in: night.texts.in,
    texts_out: night.texts.out,
    segments_in: night.segments.in,
    segments_out: night.segments.out,
    seconds: night.seconds,
    differs: judged.flatMap((precinct) => differing(files, precinct)),
    problems: judged.filter(({ kind }) => kind !== 'approved').map((precinct) => unapproved(files, precinct)),
  }
  return { outcome, conservation: conservationOf(judged) }
}

function judgePrecinct(precinct: PlayedPrecinct, row: ReportRow | undefined): Judged {
  const record = row?.record ? (JSON.parse(row.record) as Recorded) : null
  if (row !== undefined && record !== null)
    return { precinct, kind: row.stage === 'approved' ? 'approved' : 'held', record }
  // A text without an answer was lost, not refused.
  const answered = precinct.played.texts.some(({ reply }) => reply !== null)
  return { precinct, kind: answered && row === undefined ? 'refused' : 'not_approved', record }
}

function differing(files: Files, { precinct, kind, record }: Judged): Differing[] {
  const { line, report, played } = precinct
  if (kind !== 'approved' || record === null || report === null) return []
  const { delegates } = record.seen
  const groups = Object.keys({ ...report.delegates, ...delegates }).filter(
    (group) => countOf(report.delegates, group) + countOf(delegates, group) > 0,
  )
  if (groups.every((group) => countOf(report.delegates, group) === countOf(delegates, group))) return []
  const pick = (counts: Groups): Groups => Object.fromEntries(groups.map((group) => [group, countOf(counts, group)]))
  return [
    {
      precinct: line.precinct,
      reported: pick(report.delegates),
      computed: pick(delegates),
      findings: findingsOf(files, precinct, record),
      ...(played.tossAssumed && { toss_assumed: true as const }),
    },
  ]
}

const unapproved = (files: Files, { precinct, record }: Judged): Unapproved => ({
  precinct: precinct.line.precinct,
  findings: [...new Set(record?.seen.findings ?? findingsOf(files, precinct, null))],
  reply: precinct.played.texts.at(-1)?.reply ?? '',
})

/** The codes of what the arithmetic finds in the report as it was reported, delegates and winner included. */
function findingsOf(files: Files, { line, report }: PlayedPrecinct, record: Recorded | null): readonly string[] {
  if (report === null) return []
  const input = inputOf(report, roomTerms(files.caucus, line))
  const winner = record?.toss?.winners
  const { findings } = compute({ ...input, reported: report.delegates, ...(winner !== undefined && { winner }) })
  return [...new Set(findings.map(({ code }) => code))]
}

function conservationOf(judged: readonly Judged[]): Conservation {
  const recorded = judged.flatMap(({ precinct: { report, line }, record }) =>
    report === null || record === null ? [] : [{ report, record, precinct: line.precinct }],
  )
  const total = (sums: readonly Totals[]): Totals => ({
    initial: sums.reduce((sum, { initial }) => sum + initial, 0),
    final: sums.reduce((sum, { final }) => sum + final, 0),
  })
  return {
    file: total(recorded.map(({ report }) => ({ initial: totalOf(report.initial), final: totalOf(report.final) }))),
    record: total(
      recorded.map(({ record }) => ({ initial: peopleCounted(record.initial), final: peopleCounted(record.final) })),
    ),
    wrong: recorded
      .filter(({ report, record }) => !same(report.initial, record.initial) || !same(report.final, record.final))
      .map(({ precinct }) => precinct),
  }
}

function same(groups: Groups, tallies: Tallies | null): boolean {
  const counted = (tallies ?? []).filter(({ count }) => count > 0)
  return counted.length === Object.keys(groups).length && counted.every(({ group, count }) => groups[group] === count)
}
