import type { Alignment, Fix, Intent, Report, Tallies, Tally, Toss } from '../../grammar/intent.ts'
import type { PrecinctEvent } from '../event.ts'
import type { Because, PrecinctReply } from '../reply.ts'
import { assess, sameGroupNames } from './assess.ts'
import type { DecisionContext } from './decision.ts'
import { sameCounts } from './diff-counts.ts'
import { applyEvents } from './evolve.ts'
import type { State } from './state.ts'
import { isSecond } from './state.ts'

interface WinnersTaken {
  readonly events: readonly PrecinctEvent[]
  readonly because?: Because
}

/**
 * The winner(s) of a game of chance, or the one who was elected: taken only where they settle what is open.
 * @param before what the same text does to the counts
 */
function takeWinners(
  state: State,
  toss: Toss,
  context: DecisionContext,
  before: readonly PrecinctEvent[],
): WinnersTaken {
  const { draft } = applyEvents(state, before, context)
  const { result } = assess({ ...draft, toss: null, claimed: null }, context)
  const one = context.precinct.delegates === 1 && context.rules.oneDelegate === 'as_reported'
  if (!one && !result.tie) return { events: before, because: 'no_tie' }
  const among = one ? [] : (result.tie?.among ?? [])
  const named = toss.cards ? Object.keys(toss.cards) : toss.winners
  const fits = one
    ? named.length === 1
    : toss.cards
      ? sameGroupNames(named, among)
      : named.length === result.tie?.seats && named.every((g) => among.includes(g))
  if (!fits) return { events: before, because: 'wrong_winner' }
  const known = draft.toss && sameToss(draft.toss, toss) && sameGroupNames(draft.toss.among, among)
  if (known) return { events: before, ...(before.length === 0 && { because: 'same' as const }) }
  return { events: [...before, { type: 'TossReported', data: { winners: toss.winners, among, cards: toss.cards } }] }
}

const sameToss = (a: Toss, b: Toss): boolean =>
  sameGroupNames(a.winners, b.winners) && JSON.stringify(a.cards) === JSON.stringify(b.cards)

/** What a text does to the counts in hand: events, or a question that must be answered first. */
type Merge =
  | { readonly events: readonly PrecinctEvent[]; readonly because?: Because }
  | { readonly ask: PrecinctReply; readonly events: readonly PrecinctEvent[] }

/** A text that may change the counts in hand. */
export type CountingIntent = Extract<Intent, { readonly kind: 'report' | 'fix' | 'toss' }>
export const isCounting = (intent: Intent): intent is CountingIntent => ['report', 'fix', 'toss'].includes(intent.kind)

/** Adds `more` to a list. A group that stands there with another count is a contradiction, returned as such. */
function joined(
  list: Tallies,
  more: Tallies,
): { readonly list: Tallies } | { readonly twice: Tally; readonly was: Tally } {
  for (const tally of more) {
    const was = list.find((t) => t.group === tally.group)
    if (was && was.count !== tally.count) return { twice: tally, was }
  }
  return { list: [...list, ...more.filter((t) => !list.some((l) => l.group === t.group))] }
}

/** What a text does to the counts in hand: its counts first, then the winner it names among them. */
export function mergeCounts(state: State, text: CountingIntent, context: DecisionContext): Merge {
  if (text.kind === 'toss') return takeWinners(state, text, context, [])
  const merged = text.kind === 'fix' ? mergeFix(state, text, context) : merge(state, text, context)
  return 'ask' in merged || !text.toss ? merged : takeWinners(state, text.toss, context, merged.events)
}

/** Merges a report into the counts in hand. Attendance first, so that its arithmetic sees all of the text. */
function merge(state: State, report: Report, context: DecisionContext): Merge {
  const events: PrecinctEvent[] = []
  if (report.attendance !== null && report.attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: report.attendance } })
  if (report.groups) {
    const merged = mergeUnnamed(state, report.groups, context)
    if ('ask' in merged) return { ask: merged.ask, events: [...events, ...merged.events] }
    events.push(...merged.events)
  }
  for (const alignment of ['initial', 'final'] as const) {
    const counts = report[alignment]
    if (!counts) continue
    if (alignment === 'initial' && !report.final && !report.more && isSecondInitial(state, counts, context))
      return askSecond(state, counts, context, events)
    const merged = mergeList(state, alignment, counts, report, context)
    if ('ask' in merged) return { ask: merged.ask, events }
    events.push(...merged.events)
  }
  if (report.delegates && !sameCounts(state.draft.claimed, report.delegates))
    events.push({ type: 'DelegatesClaimed', data: { counts: report.delegates } })
  return { events }
}

/** A list that goes on: to the list sent last, or kept until its first part arrives. */
function mergeUnnamed(state: State, groups: Tallies, context: DecisionContext): Merge {
  const precinct = context.precinct.id
  const before = state.pendingList?.counts ?? (state.lastList && state.draft[state.lastList])
  if (!before)
    return {
      ask: { kind: 'more_kept', precinct, counts: groups },
      events: [{ type: 'ListKept', data: { counts: groups, more: true } }],
    }
  const all = joined(before, groups)
  if ('twice' in all) return twice(all, context)
  if (state.pendingList) {
    const kept = { counts: all.list, more: state.pendingList.more }
    const kind = kept.more ? 'more_kept' : 'ask_alignment'
    const ask = { kind, precinct, counts: all.list, second: isSecond(state.draft) } as const
    return { ask, events: [{ type: 'ListKept', data: kept }] }
  }
  const alignment = state.lastList as Alignment
  return { events: reported(state, alignment, all.list, null) }
}

function mergeList(
  state: State,
  alignment: Alignment,
  counts: Tallies,
  report: Report,
  context: DecisionContext,
): Merge {
  const early = state.pendingList?.more ? state.pendingList.counts : null
  const continued = report.more ? state.draft[alignment] : null
  const first = continued ? joined(continued, counts) : { list: counts }
  if ('twice' in first) return twice(first, context)
  const all = early ? joined(first.list, early) : first
  if ('twice' in all) return twice(all, context)
  const checksum = report.checksum?.of === alignment ? report.checksum.said : null
  return { events: reported(state, alignment, all.list, checksum) }
}

const twice = (found: { readonly twice: Tally; readonly was: Tally }, context: DecisionContext): Merge => ({
  ask: {
    kind: 'ask_twice',
    precinct: context.precinct.id,
    group: found.twice.group,
    was: found.was.count,
    said: found.twice.count,
  },
  events: [],
})

function reported(state: State, alignment: Alignment, counts: Tallies, total: number | null): readonly PrecinctEvent[] {
  const same = sameCounts(state.draft[alignment], counts) && state.draft.totals[alignment] === total
  return same && !state.pendingList ? [] : [{ type: 'AlignmentReported', data: { alignment, counts, total } }]
}

/**
 * A second first count that differs may be the final one sent under the wrong letter. Not asked where the bot itself
 * asked for it again (a problem, NO), nor once a final count is in: then it corrects.
 */
function isSecondInitial(state: State, counts: Tallies, context: DecisionContext): boolean {
  const { initial, final } = state.draft
  if (!initial || final || state.rejected || state.pendingList?.more || sameCounts(initial, counts)) return false
  return assess(state.draft, context).problems.length === 0
}

function askSecond(state: State, counts: Tallies, context: DecisionContext, before: readonly PrecinctEvent[]): Merge {
  const kept = sameCounts(state.pendingList?.counts ?? null, counts)
    ? []
    : [{ type: 'ListKept', data: { counts, more: false } } as const]
  return {
    ask: { kind: 'ask_alignment', precinct: context.precinct.id, counts, second: true },
    events: [...before, ...kept],
  }
}

/** FIX: changes the groups it names, keeps the rest. */
function mergeFix(state: State, fix: Fix, context: DecisionContext): Merge {
  const events: PrecinctEvent[] = []
  const precinct = context.precinct.id
  if (fix.attendance !== null && fix.attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: fix.attendance } })
  const lists = { initial: fix.initial, final: fix.final }
  if (fix.groups && state.pendingList) return fixKept(state.pendingList, fix.groups, state, context)
  if (fix.groups) {
    if (!state.lastList) return { ask: { kind: 'nothing_to_fix', precinct, alignment: null }, events: [] }
    lists[state.lastList] = [...(lists[state.lastList] ?? []), ...fix.groups]
  }
  for (const alignment of ['initial', 'final'] as const) {
    const changed = lists[alignment]
    if (!changed) continue
    const list = state.draft[alignment]
    if (!list) return { ask: { kind: 'nothing_to_fix', precinct, alignment }, events: [] }
    events.push(...reported(state, alignment, fixed(list, changed), null))
  }
  const claimed = fix.delegates && fixed(state.draft.claimed ?? [], fix.delegates)
  if (claimed && !sameCounts(state.draft.claimed, claimed))
    events.push({ type: 'DelegatesClaimed', data: { counts: claimed } })
  return { events }
}

/** FIX while a list waits for its letter, or for its first part: that list is meant. */
function fixKept(
  kept: NonNullable<State['pendingList']>,
  changed: Tallies,
  { draft }: State,
  context: DecisionContext,
): Merge {
  const counts = fixed(kept.counts, changed)
  const kind = kept.more ? 'more_kept' : 'ask_alignment'
  const ask = { kind, precinct: context.precinct.id, counts, second: isSecond(draft) } as const
  return { ask, events: [{ type: 'ListKept', data: { counts, more: kept.more } }] }
}

/** The groups that are named take their new count, in place; new ones come last. */
function fixed(list: Tallies, changed: Tallies): Tallies {
  const inPlace = list.map((t) => changed.find((c) => c.group === t.group) ?? t)
  return [...inPlace, ...changed.filter((c) => !list.some((t) => t.group === c.group))]
}
