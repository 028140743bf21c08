import type { Alignment, Fix, Intent, Report, Tallies, Tally } from '../grammar/intent.ts'
import { assess } from './assess.ts'
import { sameCounts } from './changes.ts'
import type { PrecinctEvent } from './event.ts'
import type { Because, PrecinctReply } from './reply.ts'
import { isSecond } from './respond.ts'
import type { State } from './state.ts'
import { settle } from './toss.ts'
import type { Facts } from './turn.ts'

/** What a text does to the counts in hand: events, or a question that must be answered first. */
export type Merge =
  | { readonly events: readonly PrecinctEvent[]; readonly because?: Because }
  | { readonly ask: PrecinctReply; readonly events: readonly PrecinctEvent[] }

/** A text that may change the counts in hand. */
export type Counting = Extract<Intent, { readonly kind: 'report' | 'fix' | 'toss' }>
export const isCounting = (intent: Intent): intent is Counting => ['report', 'fix', 'toss'].includes(intent.kind)

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
export function mergeAll(state: State, text: Counting, facts: Facts): Merge {
  if (text.kind === 'toss') return settle(state, text, facts, [])
  const merged = text.kind === 'fix' ? mergeFix(state, text, facts) : merge(state, text, facts)
  return 'ask' in merged || !text.toss ? merged : settle(state, text.toss, facts, merged.events)
}

/** Merges a report into the counts in hand. Attendance first, so that its arithmetic sees all of the text. */
function merge(state: State, report: Report, facts: Facts): Merge {
  const events: PrecinctEvent[] = []
  if (report.attendance !== null && report.attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: report.attendance } })
  if (report.groups) {
    const merged = mergeUnnamed(state, report.groups, facts)
    if ('ask' in merged) return { ask: merged.ask, events: [...events, ...merged.events] }
    events.push(...merged.events)
  }
  for (const alignment of ['initial', 'final'] as const) {
    const counts = report[alignment]
    if (!counts) continue
    if (alignment === 'initial' && !report.final && !report.more && isSecondInitial(state, counts, facts))
      return askSecond(state, counts, facts, events)
    const merged = mergeList(state, alignment, counts, report, facts)
    if ('ask' in merged) return { ask: merged.ask, events }
    events.push(...merged.events)
  }
  if (report.delegates && !sameCounts(state.draft.claimed, report.delegates))
    events.push({ type: 'DelegatesClaimed', data: { counts: report.delegates } })
  return { events }
}

/** A list that goes on: to the list sent last, or kept until its first part arrives. */
function mergeUnnamed(state: State, groups: Tallies, facts: Facts): Merge {
  const precinct = facts.precinct.id
  const before = state.kept?.counts ?? (state.lastList && state.draft[state.lastList])
  if (!before)
    return {
      ask: { kind: 'more_kept', precinct, counts: groups },
      events: [{ type: 'ListKept', data: { counts: groups, more: true } }],
    }
  const all = joined(before, groups)
  if ('twice' in all) return twice(all, facts)
  if (state.kept) {
    const kept = { counts: all.list, more: state.kept.more }
    const kind = kept.more ? 'more_kept' : 'ask_alignment'
    const ask = { kind, precinct, counts: all.list, second: isSecond(state.draft) } as const
    return { ask, events: [{ type: 'ListKept', data: kept }] }
  }
  const alignment = state.lastList as Alignment
  return { events: reported(state, alignment, all.list, null) }
}

function mergeList(state: State, alignment: Alignment, counts: Tallies, report: Report, facts: Facts): Merge {
  const early = state.kept?.more ? state.kept.counts : null
  const continued = report.more ? state.draft[alignment] : null
  const first = continued ? joined(continued, counts) : { list: counts }
  if ('twice' in first) return twice(first, facts)
  const all = early ? joined(first.list, early) : first
  if ('twice' in all) return twice(all, facts)
  const checksum = report.checksum?.of === alignment ? report.checksum.said : null
  return { events: reported(state, alignment, all.list, checksum) }
}

const twice = (found: { readonly twice: Tally; readonly was: Tally }, facts: Facts): Merge => ({
  ask: {
    kind: 'ask_twice',
    precinct: facts.precinct.id,
    group: found.twice.group,
    was: found.was.count,
    said: found.twice.count,
  },
  events: [],
})

function reported(state: State, alignment: Alignment, counts: Tallies, total: number | null): readonly PrecinctEvent[] {
  const same = sameCounts(state.draft[alignment], counts) && state.draft.totals[alignment] === total
  return same && !state.kept ? [] : [{ type: 'AlignmentReported', data: { alignment, counts, total } }]
}

/**
 * A second first count that differs may be the final one sent under the wrong letter. Not asked where the bot itself
 * asked for it again (a problem, NO), nor once a final count is in: then it corrects.
 */
function isSecondInitial(state: State, counts: Tallies, facts: Facts): boolean {
  const { initial, final } = state.draft
  if (!initial || final || state.rejected || state.kept?.more || sameCounts(initial, counts)) return false
  return assess(state.draft, facts).problems.length === 0
}

function askSecond(state: State, counts: Tallies, facts: Facts, before: readonly PrecinctEvent[]): Merge {
  const kept = sameCounts(state.kept?.counts ?? null, counts)
    ? []
    : [{ type: 'ListKept', data: { counts, more: false } } as const]
  return {
    ask: { kind: 'ask_alignment', precinct: facts.precinct.id, counts, second: true },
    events: [...before, ...kept],
  }
}

/** FIX: changes the groups it names, keeps the rest. */
function mergeFix(state: State, fix: Fix, facts: Facts): Merge {
  const events: PrecinctEvent[] = []
  const precinct = facts.precinct.id
  if (fix.attendance !== null && fix.attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: fix.attendance } })
  const lists = { initial: fix.initial, final: fix.final }
  if (fix.groups && state.kept) return fixKept(state.kept, fix.groups, state, facts)
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
function fixKept(kept: NonNullable<State['kept']>, changed: Tallies, { draft }: State, facts: Facts): Merge {
  const counts = fixed(kept.counts, changed)
  const kind = kept.more ? 'more_kept' : 'ask_alignment'
  const ask = { kind, precinct: facts.precinct.id, counts, second: isSecond(draft) } as const
  return { ask, events: [{ type: 'ListKept', data: { counts, more: kept.more } }] }
}

/** The groups that are named take their new count, in place; new ones come last. */
function fixed(list: Tallies, changed: Tallies): Tallies {
  const inPlace = list.map((t) => changed.find((c) => c.group === t.group) ?? t)
  return [...inPlace, ...changed.filter((c) => !list.some((t) => t.group === c.group))]
}
