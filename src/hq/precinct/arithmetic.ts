import { html } from 'hono/html'
import { assess, electsNobody, worksheetOf } from '../../bot/report/assess.ts'
import type { AssessmentContext } from '../../bot/report/decision.ts'
import type { Draft, Recorded } from '../../bot/report/state.ts'
import { emptyDraft } from '../../bot/report/state.ts'
import type { Tallies } from '../../grammar/intent.ts'
import { findingForHq } from '../../math/finding-sentences.ts'
import { countsOnce } from '../../math/rules.ts'
import { stepSentence } from '../../math/step-sentences.ts'
import type { Finding, Result, RuleSet } from '../../math/types.ts'
import { type Html, nothing } from '../page/parts.ts'

/** Counts, delegates and how the one follows from the other, for people who were not in the room. */

/** A recorded report as the arithmetic takes it. */
export const recordedDraft = ({
  attendance,
  initial,
  final,
  toss,
}: Pick<Recorded, 'attendance' | 'initial' | 'final' | 'toss'>): Draft => ({
  ...emptyDraft,
  attendance,
  initial,
  final,
  toss,
})

export const assessed = (draft: Draft, context: AssessmentContext) => ({
  ...assess(draft, context),
  result: worksheetOf(draft, context),
})

export function countsTable(
  draft: Pick<Draft, 'attendance' | 'initial' | 'final'>,
  result: Result,
  { order, rules }: Pick<AssessmentContext, 'order' | 'rules'>,
  caption: string,
): Html {
  const elects = !electsNobody(rules)
  const named = order.filter(
    (group) =>
      [draft.initial, draft.final].some((list) => list?.some((t) => t.group === group && t.count > 0)) ||
      (result.delegates[group] ?? 0) > 0,
  )
  const lists = countsOnce(rules) ? ([['Votes', draft.final ?? draft.initial]] as const) : twice(draft)
  const delegates = Object.values(result.delegates).reduce((n, d) => n + d, 0)
  const cells = (of: (list: Tallies | null) => string): Html =>
    html`${lists.map(([, list]) => html`<td class="num">${list === null ? '–' : of(list)}</td>`)}`
  const row = (name: Html | string, cell: Html, n: string | number): Html =>
    html`<tr><th scope="row">${name}</th>${cell}${elects ? html`<td class="num">${n}</td>` : nothing}</tr>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}. ${presence(draft, result, elects)}</caption>
<thead><tr><th scope="col">Group</th>${lists.map(([name]) => html`<th scope="col" class="num">${name}</th>`)}${elects ? html`<th scope="col" class="num">Delegates</th>` : nothing}</tr></thead>
<tbody>${named.map((group) =>
    row(
      html`${group}${!elects || result.viable.includes(group) ? nothing : html` <span class="soft">not viable</span>`}`,
      cells((list) => String(list?.find((t) => t.group === group)?.count ?? 0)),
      result.delegates[group] ?? 0,
    ),
  )}${row(
    'Together',
    cells((list) => String(list?.reduce((n, t) => n + t.count, 0) ?? 0)),
    `${delegates} of ${result.seats}`,
  )}</tbody></table></div>`
}

const twice = ({ initial, final }: Pick<Draft, 'initial' | 'final'>) =>
  [
    ['Initial', initial],
    ['Final', final],
  ] as const

function presence({ attendance }: Pick<Draft, 'attendance'>, { threshold }: Result, elects: boolean): string {
  if (!elects)
    return attendance === null ? 'Nobody is elected here.' : `${attendance} votes cast. Nobody is elected here.`
  const present =
    attendance === null ? 'No attendance reported; the initial sum stands for it.' : `Attendance ${attendance}.`
  return threshold === null ? present : `${present} Viable from ${threshold}.`
}

/** Nothing where nobody is elected: there the sum is all the arithmetic there is. */
export const steps = (result: Result, rules: RuleSet): Html =>
  electsNobody(rules)
    ? nothing
    : html`<details><summary>The arithmetic, step by step (rules ${result.rules})</summary><ol class="steps">${result.steps.map(
        (step) => html`<li>${stepSentence(step)}</li>`,
      )}</ol></details>`

const weight: Readonly<Record<Finding['severity'], string>> = {
  refuse: 'Cannot stand',
  hold: 'Does not add up',
  confirm: 'To be confirmed',
  note: 'To know',
}

export const findings = (list: readonly Finding[]): Html =>
  list.length === 0
    ? html`<p class="soft">Nothing to object to: the counts add up.</p>`
    : html`<ul>${list.map((finding) => html`<li><strong>${weight[finding.severity]}:</strong> ${findingForHq(finding)}</li>`)}</ul>`
