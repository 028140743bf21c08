import { several } from '../io.ts'
import type { Conservation, NightOutcome } from './outcome.ts'

/** Reasons by the code of their finding, most telling first. A precinct counts under the first reason that it has. */
const reasons: readonly (readonly [code: string, words: string])[] = [
  ['INITIAL_MISSING', 'the first count is missing'],
  ['FINAL_MISSING', 'the final count is missing'],
  ['DELEGATES_MISSING', 'no delegates were reported'],
  ['TOO_MANY_DELEGATES', 'more delegates than there are'],
  ['TOO_FEW_DELEGATES', 'fewer delegates than there are'],
  ['NONVIABLE_GOT_DELEGATE', 'a group that is not viable got a delegate'],
  ['VIABLE_GOT_NONE', 'a viable group got none'],
  ['GROUP_SUM_EXCEEDS_ATTENDANCE', 'more people in the groups than were present'],
  ['FINAL_EXCEEDS_INITIAL', 'more people at the final count than at the first'],
  ['ADJACENT_SHIFT', 'counts on the line of another group'],
  ['VIABLE_GROUP_SHRANK', 'a viable group lost people'],
  ['NO_VIABLE_GROUP', 'no group is viable'],
  ['LARGER_GOT_FEWER', 'a larger group got fewer delegates'],
  ['CLAIMED_DELEGATES_DIFFER', 'rounded otherwise, or the wrong group adjusted'],
]

/** The night in lines for people: what was approved, held or refused and why, and what differs from what was reported. */
export function summary(outcome: NightOutcome, { file, record, wrong }: Conservation): readonly string[] {
  const { precincts, approved, held, refused, not_approved, differs, problems } = outcome
  const column = (n: number) => n.toLocaleString('en-US').padStart(7)
  return [
    `${several(precincts, 'precinct')} in ${outcome.seconds.toFixed(1)} s: ${several(outcome.texts_in, 'text')} in (${several(outcome.segments_in, 'segment')}), ${several(outcome.texts_out, 'text')} out (${several(outcome.segments_out, 'segment')}).`,
    '',
    `${column(approved)} approved, ${(approved - differs.length).toLocaleString('en-US')} of them with exactly the delegates reported`,
    `${column(held)} held for headquarters`,
    `${column(refused)} refused`,
    `${column(not_approved)} not approved`,
    ...byReasonLines('Held, refused or not approved, because', problems),
    ...byReasonLines('Approved with other delegates than reported, because', differs),
    '',
    `People, over all that is on record: first count ${record.initial.toLocaleString('en-US')} (file ${file.initial.toLocaleString('en-US')}), final ${record.final.toLocaleString('en-US')} (file ${file.final.toLocaleString('en-US')}).`,
    ...(wrong.length === 0 ? [] : [`NOT RECORDED AS REPORTED: ${wrong.join(', ')}`]),
  ]
}

function byReasonLines(
  title: string,
  rows: readonly { readonly precinct: string; readonly findings: readonly string[] }[],
): string[] {
  const byReason = Map.groupBy(rows, ({ findings }) => reasonOf(findings))
  const lines = [...byReason].sort((a, b) => b[1].length - a[1].length)
  if (lines.length === 0) return []
  return [
    '',
    `${title}:`,
    ...lines.map(
      ([reason, precincts]) =>
        `${String(precincts.length).padStart(7)} ${reason} (${fewOf(precincts.map(({ precinct }) => precinct))})`,
    ),
  ]
}

const reasonOf = (findings: readonly string[]): string =>
  reasons.find(([code]) => findings.includes(code))?.[1] ?? (findings.join(', ') || 'nothing was reported')

const fewOf = (precincts: readonly string[]): string =>
  precincts.length <= 4 ? precincts.join(', ') : `${precincts.slice(0, 3).join(', ')} …`
