import type { PrecinctId } from '../../bot/ids.ts'
import type { ReportRow } from '../../bot/ports.ts'
import type { Recorded } from '../../bot/report/state.ts'
import type { Files } from '../../files/load.ts'
import type { Tallies } from '../../grammar/intent.ts'
import { compute } from '../../math/compute.ts'
import type { Groups } from '../../math/types.ts'
import { rosterIndex } from '../caucus/terms.ts'
import type { NightPlayed, PlayedPrecinct } from './play.ts'
import { groupSum, inputOf } from './winner.ts'

/** A precinct approved with other delegates than were reported. */
interface Differing {
  readonly precinct: PrecinctId
  readonly reported: Groups
  readonly computed: Groups
  readonly findings: readonly string[]
  /** Somebody had to be named who the report does not tell. */
  readonly toss_assumed?: true
}

/** A precinct that was not approved. */
interface Unapproved {
  readonly precinct: PrecinctId
  readonly findings: readonly string[]
  /** The last thing the chair was told. */
  readonly reply: string
}

/** What became of a night, as the record in the database tells it. */
export interface NightOutcome {
  readonly precincts: number
  readonly approved: number
  /** Kept as it is, for headquarters. */
  readonly held: number
  /** Texted, and nothing of it could be taken. */
  readonly refused: number
  /** Taken, but never approved; or never heard from. */
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

/** Sums over approved and held precincts, of the file and of the record; and every precinct where they are not the same. */
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
  const judged = night.precincts.map((precinct) => judge(precinct, live.get(precinct.line.precinct)))
  const count = (kind: Kind) => judged.filter((one) => one.kind === kind).length
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
    differs: judged.flatMap((one) => differing(files, one)),
    problems: judged.filter(({ kind }) => kind !== 'approved').map((one) => unapproved(files, one)),
  }
  return { outcome, conservation: conserved(judged) }
}

function judge(precinct: PlayedPrecinct, row: ReportRow | undefined): Judged {
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
    (g) => of(report.delegates, g) + of(delegates, g) > 0,
  )
  if (groups.every((g) => of(report.delegates, g) === of(delegates, g))) return []
  const pick = (from: Groups): Groups => Object.fromEntries(groups.map((group) => [group, of(from, group)]))
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

/** What the arithmetic says to the report as it was reported, delegates and winner included. */
function findingsOf(files: Files, { line, report }: PlayedPrecinct, record: Recorded | null): readonly string[] {
  if (report === null) return []
  const input = inputOf(report, rosterIndex(files).termsOf(line))
  const winner = record?.toss?.winners
  const { findings } = compute({ ...input, reported: report.delegates, ...(winner !== undefined && { winner }) })
  return [...new Set(findings.map(({ code }) => code))]
}

function conserved(judged: readonly Judged[]): Conservation {
  const recorded = judged.flatMap(({ precinct: { report, line }, record }) =>
    report === null || record === null ? [] : [{ report, record, precinct: line.precinct }],
  )
  const total = (sums: readonly Totals[]): Totals => ({
    initial: sums.reduce((sum, one) => sum + one.initial, 0),
    final: sums.reduce((sum, one) => sum + one.final, 0),
  })
  return {
    file: total(recorded.map(({ report }) => ({ initial: groupSum(report.initial), final: groupSum(report.final) }))),
    record: total(recorded.map(({ record }) => ({ initial: peopleIn(record.initial), final: peopleIn(record.final) }))),
    wrong: recorded
      .filter(({ report, record }) => !same(report.initial, record.initial) || !same(report.final, record.final))
      .map(({ precinct }) => precinct),
  }
}

const peopleIn = (tallies: Tallies | null): number => (tallies ?? []).reduce((sum, { count }) => sum + count, 0)

function same(groups: Groups, tallies: Tallies | null): boolean {
  const some = (tallies ?? []).filter(({ count }) => count > 0)
  return some.length === Object.keys(groups).length && some.every(({ group, count }) => groups[group] === count)
}

const of = (groups: Groups, group: string): number => groups[group] ?? 0
