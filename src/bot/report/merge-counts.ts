import type { Alignment, Fix, Intent, Report, Tallies, Tally, Toss } from '../../grammar/intent.ts'
import type { PrecinctEvent } from '../event.ts'
import type { Because, PrecinctReply } from '../reply.ts'
import { assess, sameGroupNames } from './assess.ts'
import type { DecisionContext } from './decision.ts'
import { countIn, notNamedIn, peopleCounted, sameCounts } from './diff-counts.ts'
import { applyEvents } from './evolve.ts'
import { askAboutList, sharesAGroup } from './next-reply.ts'
import type { State } from './state.ts'

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
  const electsOne = context.precinct.delegates === 1 && context.rules.oneDelegate === 'as_reported'
  if (!electsOne && !result.tie) return { events: before, because: 'no_tie' }
  const among = electsOne ? [] : (result.tie?.among ?? [])
  const named = toss.cards ? Object.keys(toss.cards) : toss.winners
  const fits = electsOne
    ? named.length === 1
    : toss.cards
      ? sameGroupNames(named, among)
      : named.length === result.tie?.seats && named.every((g) => among.includes(g))
  if (!fits) return { events: before, because: 'wrong_winner' }
  const repeatsToss = draft.toss && sameToss(draft.toss, toss) && sameGroupNames(draft.toss.among, among)
  if (repeatsToss) return { events: before, ...(before.length === 0 && { because: 'same' as const }) }
  return { events: [...before, { type: 'TossReported', data: { winners: toss.winners, among, cards: toss.cards } }] }
}

const sameToss = (a: Toss, b: Toss): boolean =>
  sameGroupNames(a.winners, b.winners) && JSON.stringify(a.cards) === JSON.stringify(b.cards)

/** What a text does to the counts in hand: events, or a question that must be answered first. */
export type MergeOutcome =
  | { readonly events: readonly PrecinctEvent[]; readonly because?: Because }
  | { readonly ask: PrecinctReply; readonly events: readonly PrecinctEvent[] }

/** A text that may change the counts in hand. */
export type CountingIntent = Extract<Intent, { readonly kind: 'report' | 'fix' | 'toss' }>

/** Whether a text may change the counts in hand. */
export const isCounting = (intent: Intent): intent is CountingIntent => ['report', 'fix', 'toss'].includes(intent.kind)

/** Adds `more` to a list. A group that stands there with another count is a contradiction, returned as such. */
function joinLists(
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
export function mergeText(state: State, text: CountingIntent, context: DecisionContext): MergeOutcome {
  if (text.kind === 'toss') return takeWinners(state, text, context, [])
  const merged = text.kind === 'fix' ? mergeFix(state, text, context) : mergeReport(state, text, context)
  return 'ask' in merged || !text.toss ? merged : takeWinners(state, text.toss, context, merged.events)
}

/** Merges a report into the counts in hand. Attendance first, so that its arithmetic sees all of the text. */
function mergeReport(state: State, report: Report, context: DecisionContext): MergeOutcome {
  const events: PrecinctEvent[] = []
  if (report.attendance !== null && report.attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: report.attendance } })
  if (report.groups) {
    const merged = continueList(state, report.groups, context)
    if ('ask' in merged) return { ask: merged.ask, events: [...events, ...merged.events] }
    events.push(...merged.events)
  }
  for (const alignment of ['initial', 'final'] as const) {
    const counts = report[alignment]
    if (!counts) continue
    const merged = mergeAlignment(applyEvents(state, events, context), alignment, counts, report, context)
    if ('ask' in merged) return { ask: merged.ask, events: [...events, ...merged.events] }
    events.push(...merged.events)
  }
  if (report.delegates && !sameCounts(state.draft.claimed, report.delegates))
    events.push({ type: 'DelegatesClaimed', data: { counts: report.delegates } })
  return { events }
}

/** A list that goes on: to the list that waits, else to the one sent last, or kept until its first part arrives. */
function continueList(state: State, groups: Tallies, context: DecisionContext): MergeOutcome {
  const pending = state.pendingList
  const alignment = pending ? pending.alignment : state.lastList
  const inHand = alignment && state.draft[alignment]
  if (!pending && !inHand) return keepPending(state, { counts: groups, more: true, alignment: null }, context)
  const begun = pending && inHand ? joinLists(inHand, pending.counts) : { list: pending?.counts ?? inHand ?? [] }
  const continued = 'twice' in begun ? begun : joinLists(begun.list, groups)
  if ('twice' in continued) return askWhichCount(continued, context)
  if (alignment === null)
    return keepPending(state, { counts: continued.list, more: pending?.more ?? false, alignment }, context)
  return { events: listEvents(state, alignment, continued.list, null) }
}

/**
 * A list for one alignment. No group in the current list disappears unless the reply names it: a list that names none of
 * its groups, or some of them and nobody else, is a question. A first list of one group is a question too, unless that
 * group is everybody who is present. A list that replaces others is taken, and the reply says who is gone (proposal.ts).
 */
function mergeAlignment(
  state: State,
  alignment: Alignment,
  counts: Tallies,
  report: Report,
  context: DecisionContext,
): MergeOutcome {
  // What headquarters enters is a list of its own: it does not go on with one that a phone sent.
  const isByPhone = context.standing !== 'hq'
  const pending = isByPhone && state.pendingList?.alignment === alignment ? state.pendingList.counts : null
  // The later part of a long list, which began with + and waits for its first part.
  const waitingRest = isByPhone && state.pendingList?.more ? state.pendingList.counts : null
  const inHand = state.draft[alignment]
  const checksum = report.checksum?.of === alignment ? report.checksum.said : null
  const isLaterPart = report.more
  const listSoFar = isLaterPart ? (inHand ?? pending ?? waitingRest) : waitingRest
  if (listSoFar) {
    const merged = isLaterPart ? joinLists(listSoFar, counts) : joinLists(counts, listSoFar)
    return 'twice' in merged
      ? askWhichCount(merged, context)
      : { events: listEvents(state, alignment, merged.list, checksum) }
  }
  const addsToPending = pending !== null && notNamedIn(counts, pending).length > 0
  const merged = addsToPending ? joinLists(pending, counts) : { list: counts }
  if ('twice' in merged) return askWhichCount(merged, context)
  if (inHand) {
    if (isOneGroupAgain(inHand, counts)) return { events: [], because: 'same' }
    const isDoubtful = isDoubtfulSecondList(state, inHand, merged.list)
    if (isDoubtful && !repeatsTheAskedList(state, alignment, merged.list, inHand))
      return keepPending(state, { counts: merged.list, more: false, alignment }, context)
  } else {
    // No groups realign where one delegate is elected: a final list may name the winner alone.
    const mayNameWinnerOnly = alignment === 'final' && context.precinct.delegates === 1
    const isWholeList =
      mayNameWinnerOnly || isEverybody(state, alignment, merged.list) || (!addsToPending && counts.length > 1)
    if (!isWholeList) return keepPending(state, { counts: merged.list, more: false, alignment }, context)
  }
  if (alignment === 'initial' && !report.final && isSecondInitial(state, merged.list, context))
    return keepPending(state, { counts: merged.list, more: false, alignment: null }, context)
  return { events: listEvents(state, alignment, merged.list, checksum) }
}

/** One group with the number that stands there says that it is right, and nothing of the others. */
const isOneGroupAgain = (inHand: Tallies, counts: Tallies): boolean =>
  counts.length === 1 && inHand.length > 1 && counts.every(({ group, count }) => countIn(inHand, group) === count)

/**
 * Whether another list may be a part of one: it leaves out groups of the current list, and names none of its groups, or
 * only some of them with fewer people in all. The same number of people in fewer groups is a new count: people moved.
 */
function isDoubtfulSecondList({ rejected }: State, inHand: Tallies, counts: Tallies): boolean {
  if (rejected || notNamedIn(counts, inHand).length === 0) return false
  if (!sharesAGroup(inHand, counts)) return true
  return peopleCounted(counts) < peopleCounted(inHand) && counts.every(({ group }) => countIn(inHand, group) > 0)
}

/**
 * The very list that was asked about ("to replace the list send F with every group"), sent again: it is every group. A list
 * that names nobody in hand may be the second half of a long one, sent again since no answer came: it stays a question.
 */
function repeatsTheAskedList({ pendingList }: State, alignment: Alignment, counts: Tallies, inHand: Tallies): boolean {
  const asked = pendingList !== null && !pendingList.more && pendingList.alignment === alignment
  return asked && sharesAGroup(inHand, counts) && sameCounts(pendingList.counts, counts)
}

/** Whether a list counts everybody: as many as are present, or as many as the initial list has. */
function isEverybody({ draft }: State, alignment: Alignment, counts: Tallies): boolean {
  const present = draft.attendance ?? (alignment === 'final' && draft.initial ? peopleCounted(draft.initial) : null)
  return present !== null && peopleCounted(counts) >= present
}

/** Keeps a list until the question about it is answered; the same list again is asked about again. */
function keepPending(state: State, list: NonNullable<State['pendingList']>, context: DecisionContext): MergeOutcome {
  const { counts, more, alignment } = list
  const pending = state.pendingList
  const same = pending?.more === more && pending.alignment === alignment && sameCounts(pending.counts, counts)
  const data = { counts, more, ...(alignment && { alignment }) }
  return { ask: askAboutList(list, state, context), events: same ? [] : [{ type: 'ListKept', data }] }
}

const askWhichCount = (
  contradiction: { readonly twice: Tally; readonly was: Tally },
  context: DecisionContext,
): MergeOutcome => ({
  ask: {
    kind: 'ask_twice',
    precinct: context.precinct.id,
    group: contradiction.twice.group,
    was: contradiction.was.count,
    said: contradiction.twice.count,
  },
  events: [],
})

function listEvents(
  state: State,
  alignment: Alignment,
  counts: Tallies,
  total: number | null,
): readonly PrecinctEvent[] {
  const same = sameCounts(state.draft[alignment], counts) && state.draft.totals[alignment] === total
  return same && !state.pendingList ? [] : [{ type: 'AlignmentReported', data: { alignment, counts, total } }]
}

/**
 * Another initial list that differs may be the final one, sent under the wrong letter. It is not asked about after the bot
 * itself asked for it again (a problem, NO), nor once a final count is in: then it corrects.
 */
function isSecondInitial(state: State, counts: Tallies, context: DecisionContext): boolean {
  const { initial, final } = state.draft
  if (!initial || final || state.rejected || sameCounts(initial, counts)) return false
  return assess(state.draft, context).problems.length === 0
}

/** A list without its alignment: kept, and asked about. Groups that come one by one are gathered. */
export function keepList(state: State, counts: Tallies, context: DecisionContext): MergeOutcome {
  const pending = state.pendingList
  if (!pending || notNamedIn(counts, pending.counts).length === 0)
    return keepPending(state, { counts, more: false, alignment: pending?.alignment ?? null }, context)
  const merged = joinLists(pending.counts, counts)
  return 'twice' in merged
    ? askWhichCount(merged, context)
    : keepPending(state, { ...pending, counts: merged.list }, context)
}

/**
 * The answer to a question about a list that waits: I or F names it, + adds it to the list in hand, FIX changes only what
 * it names. Null where the word answers nothing.
 */
export function answerAboutList(
  state: State,
  word: Alignment | 'add' | 'fix',
  context: DecisionContext,
): MergeOutcome | null {
  const pending = state.pendingList
  if (!pending || pending.more) return null
  const inHand = pending.alignment && state.draft[pending.alignment]
  if (word === 'add' || word === 'fix') {
    if (!pending.alignment || !inHand) return pending.alignment ? keepPending(state, pending, context) : null
    const merged =
      word === 'add' ? joinLists(inHand, pending.counts) : { list: replaceNamedCounts(inHand, pending.counts) }
    return 'twice' in merged
      ? askWhichCount(merged, context)
      : { events: listEvents(state, pending.alignment, merged.list, null) }
  }
  // "To replace the list send I with every group": the bare letter is not that.
  const again = pending.alignment === word && inHand && sharesAGroup(inHand, pending.counts)
  return again ? keepPending(state, pending, context) : { events: listEvents(state, word, pending.counts, null) }
}

/** FIX: changes the groups it names, keeps the rest. */
function mergeFix(state: State, fix: Fix, context: DecisionContext): MergeOutcome {
  const events: PrecinctEvent[] = []
  const precinct = context.precinct.id
  if (fix.attendance !== null && fix.attendance !== state.draft.attendance)
    events.push({ type: 'AttendanceReported', data: { count: fix.attendance } })
  const lists = { initial: fix.initial, final: fix.final }
  if (fix.groups && state.pendingList) return fixPending(state.pendingList, fix.groups, state, context)
  if (fix.groups) {
    if (!state.lastList) return { ask: { kind: 'nothing_to_fix', precinct, alignment: null }, events: [] }
    lists[state.lastList] = [...(lists[state.lastList] ?? []), ...fix.groups]
  }
  for (const alignment of ['initial', 'final'] as const) {
    const changed = lists[alignment]
    if (!changed) continue
    const list = state.draft[alignment]
    if (!list) return { ask: { kind: 'nothing_to_fix', precinct, alignment }, events: [] }
    events.push(...listEvents(state, alignment, replaceNamedCounts(list, changed), null))
  }
  const claimed = fix.delegates && replaceNamedCounts(state.draft.claimed ?? [], fix.delegates)
  if (claimed && !sameCounts(state.draft.claimed, claimed))
    events.push({ type: 'DelegatesClaimed', data: { counts: claimed } })
  return { events }
}

/** FIX while a list waits: that list is meant, unless it names only groups of the list in hand. */
function fixPending(
  pending: NonNullable<State['pendingList']>,
  changed: Tallies,
  state: State,
  context: DecisionContext,
): MergeOutcome {
  const inHand = pending.alignment && state.draft[pending.alignment]
  const meantInHand = inHand && changed.every(({ group }) => countIn(inHand, group) > 0)
  if (!pending.alignment || !meantInHand)
    return keepPending(state, { ...pending, counts: replaceNamedCounts(pending.counts, changed) }, context)
  const events = listEvents(state, pending.alignment, replaceNamedCounts(inHand, changed), null)
  const left = pending.counts.filter(({ group }) => !changed.some((tally) => tally.group === group))
  if (left.length === 0) return { events }
  const asked = keepPending(applyEvents(state, events, context), { ...pending, counts: left }, context)
  return { ...asked, events: [...events, ...asked.events] }
}

/** The groups that are named take their new count, in place; new ones come last. */
function replaceNamedCounts(list: Tallies, changed: Tallies): Tallies {
  const inPlace = list.map((t) => changed.find((c) => c.group === t.group) ?? t)
  return [...inPlace, ...changed.filter((c) => !list.some((t) => t.group === c.group))]
}
