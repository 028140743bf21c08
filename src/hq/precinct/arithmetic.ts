import { html } from 'hono/html'
import { worksheetOf } from '../../bot/arithmetic.ts'
import { assess } from '../../bot/assess.ts'
import type { Draft, Recorded } from '../../bot/state.ts'
import { emptyDraft } from '../../bot/state.ts'
import type { Facts } from '../../bot/turn.ts'
import type { Tallies } from '../../grammar/intent.ts'
import { explainStep } from '../../math/explain.ts'
import { messageForHq } from '../../math/sentences.ts'
import type { Finding, Result } from '../../math/types.ts'
import { type Html, nothing } from '../page/parts.ts'
import type { Look } from './look.ts'

/** Counts, delegates and how the one follows from the other, for people who were not in the room. */

/** A recorded report as the arithmetic takes it. */
export const draftOf = ({
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

export const assessed = (draft: Draft, facts: Look['facts']) => ({
  ...assess(draft, facts as Facts),
  result: worksheetOf(draft, facts as Facts),
})

export function countsTable(
  draft: Pick<Draft, 'attendance' | 'initial' | 'final'>,
  result: Result,
  order: readonly string[],
  caption: string,
): Html {
  const named = order.filter(
    (group) =>
      [draft.initial, draft.final].some((list) => list?.some((t) => t.group === group && t.count > 0)) ||
      (result.delegates[group] ?? 0) > 0,
  )
  const of = (list: Tallies | null, group: string): string =>
    list === null ? '–' : String(list.find((t) => t.group === group)?.count ?? 0)
  const sum = (list: Tallies | null): string => (list === null ? '–' : String(list.reduce((n, t) => n + t.count, 0)))
  const delegates = Object.values(result.delegates).reduce((n, d) => n + d, 0)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}. ${
    draft.attendance === null
      ? 'No attendance reported; the initial sum stands for it.'
      : `Attendance ${draft.attendance}.`
  } ${result.threshold === null ? '' : `Viable from ${result.threshold}.`}</caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="num">Initial</th><th scope="col" class="num">Final</th><th scope="col" class="num">Delegates</th></tr></thead>
<tbody>${named.map(
    (group) =>
      html`<tr><th scope="row">${group}${result.viable.includes(group) ? nothing : html` <span class="soft">not viable</span>`}</th><td class="num">${of(draft.initial, group)}</td><td class="num">${of(draft.final, group)}</td><td class="num">${result.delegates[group] ?? 0}</td></tr>`,
  )}<tr><th scope="row">Together</th><td class="num">${sum(draft.initial)}</td><td class="num">${sum(draft.final)}</td><td class="num">${delegates} of ${result.seats}</td></tr></tbody></table></div>`
}

export const steps = (result: Result, open = false): Html =>
  html`<details${open ? html` open` : ''}><summary>The arithmetic, step by step (rules ${result.rules})</summary><ol class="steps">${result.steps.map(
    (step) => html`<li>${explainStep(step)}</li>`,
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
    : html`<ul>${list.map((finding) => html`<li><strong>${weight[finding.severity]}:</strong> ${messageForHq(finding)}</li>`)}</ul>`
