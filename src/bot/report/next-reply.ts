import type { Alignment, Tallies } from '../../grammar/intent.ts'
import { countsOnce } from '../../math/rules.ts'
import type { Finding } from '../../math/types.ts'
import type { PrecinctReply, ReplyOutcome } from '../reply.ts'
import { type Assessment, assess, delegatesOf, electsNobody, replyOutcome, replyRoom } from './assess.ts'
import { pendingCode } from './codes.ts'
import type { DecisionContext } from './decision.ts'
import { countIn, diffCounts, sameCounts } from './diff-counts.ts'
import { isSecond, lastRecorded, type Recorded, type State } from './state.ts'

/**
 * Expects that what is due was proposed: see proposal.ts.
 * @returns what a chair is told of their precinct as it stands now: the one thing to do next, with its code where one is out
 */
export function nextReply(
  state: State,
  context: DecisionContext,
  assessment: Assessment = assess(state.draft, context),
): PrecinctReply {
  const report = lastRecorded(state)
  if (state.pendingList?.alignment) return askAboutList(state.pendingList, state, context)
  if (report && matchesRecord(state, context) && !state.proposal) return already(state, report, context)
  if (state.rejected && !state.proposal) return rejected(state, context)
  if (state.pendingList) return askAboutList(state.pendingList, state, context)
  return step(state, context, assessment)
}

function step(state: State, context: DecisionContext, assessment: Assessment): PrecinctReply {
  const precinct = context.precinct.id
  const { draft } = state
  const { problems, warnings, next } = assessment
  const code = pendingCode(state, context)
  switch (next) {
    case 'counts':
      return begin(state, context, assessment)
    case 'initial':
      return { kind: 'ask_initial', precinct, counts: draft.final ?? [], code }
    case 'keep':
      return { kind: 'problem', precinct, problems, again: againOf(problems), code }
    case 'final':
      return { kind: 'initial_taken', precinct, room: replyRoom(draft.initial ?? [], assessment, context), warnings }
    case 'toss':
      return askToss(context, assessment)
    case 'elect':
      return askElected(state, context, assessment)
    case 'approve':
      return proposed(state, context, assessment)
  }
}

function begin(state: State, context: DecisionContext, { result }: Assessment): PrecinctReply {
  const precinct = context.precinct.id
  const examples = context.order.slice(0, 2)
  const once = countsOnce(context.rules)
  if (state.draft.attendance === null) return { kind: 'guide', precinct, examples, once }
  const { attendance, threshold } = result
  return { kind: 'attendance_taken', precinct, attendance, threshold, examples, once }
}

function askToss(context: DecisionContext, { result }: Assessment): PrecinctReply {
  return {
    kind: 'ask_toss',
    precinct: context.precinct.id,
    tie: result.tie ?? { kind: 'gain', among: [], seats: 0 },
    seats: result.seats,
    viable: result.viable.length,
    chance: context.rules.chance,
  }
}

function askElected({ draft }: State, context: DecisionContext, assessment: Assessment): PrecinctReply {
  const counts = draft.final ?? draft.initial ?? []
  const largest = [...counts].sort((a, b) => b.count - a.count)[0]
  const room = replyRoom(counts, assessment, context)
  return {
    kind: 'ask_elected',
    precinct: context.precinct.id,
    room,
    examples: [largest?.group ?? context.order[0] ?? ''],
  }
}

function proposed(state: State, context: DecisionContext, assessment: Assessment): PrecinctReply {
  const report = lastRecorded(state)
  const { warnings, claims } = assessment
  return {
    kind: 'proposed',
    precinct: context.precinct.id,
    outcome: replyOutcome(state, assessment, context),
    code: pendingCode(state, context),
    warnings: warnings.filter((f) => f.code !== 'MORE_VIABLE_THAN_DELEGATES'),
    claims,
    over: overFull(assessment),
    correction:
      report && !canConfirm(state, context)
        ? { number: report.number, changes: diffCounts(report, state.draft) }
        : null,
  }
}

/** What is asked about a list that waits: its letter, its first part, or what becomes of the list in hand. */
export function askAboutList(
  { counts, more, alignment }: NonNullable<State['pendingList']>,
  { draft }: State,
  context: DecisionContext,
): PrecinctReply {
  const precinct = context.precinct.id
  if (more) return { kind: 'more_kept', precinct, counts }
  if (alignment === null) return { kind: 'ask_alignment', precinct, counts, second: isSecond(draft) }
  const have = draft[alignment]
  if (have === null) return { kind: 'ask_whole_list', precinct, alignment, counts }
  const final = alignment === 'initial' && draft.final === null
  const way = sharesAGroup(have, counts) ? 'change' : 'add'
  const changes = counts
    .map(({ group, count }) => ({ alignment, group, from: countIn(have, group), to: count }))
    .filter(({ from, to }) => from !== to)
  return { kind: 'ask_second_list', precinct, alignment, have, counts, way, changes, final }
}

/** Whether a list names any group that has people in the current list. */
export const sharesAGroup = (have: Tallies, counts: Tallies): boolean =>
  counts.some((tally) => countIn(have, tally.group) > 0)

/** NO was the last word: nothing is proposed until a count is sent or fixed. */
export function rejected(state: State, context: DecisionContext): PrecinctReply {
  const lists = (['initial', 'final'] as const).filter((alignment) => state.draft[alignment] !== null)
  return { kind: 'rejected', precinct: context.precinct.id, lists, stands: lastRecorded(state)?.number ?? null }
}

/** Those whose people must realign. Where a game of chance has settled who goes, they have gone. */
function overFull({ result, warnings }: Assessment): readonly string[] {
  const more = warnings.some((f) => f.code === 'MORE_VIABLE_THAN_DELEGATES') && !result.settled
  return more ? result.viable.filter((g) => (result.delegates[g] ?? 0) === 0) : []
}

/** The list that the first problem is about. */
function againOf(problems: readonly Finding[]): Alignment {
  const [first] = problems
  if (first?.code === 'CHECKSUM_DIFFERS') return first.groups[0] === 'initial' ? 'initial' : 'final'
  if (first?.code === 'INITIAL_MISSING') return 'initial'
  if (first?.code !== 'GROUP_SUM_EXCEEDS_ATTENDANCE') return 'final'
  return (first.numbers.initial ?? 0) > (first.numbers.attendance ?? 0) ? 'initial' : 'final'
}

/** What stands on record, against the counts in hand. */

/** True while the counts in hand say what the record says, however they came to. */
function sayTheSame({ draft }: State, report: Recorded): boolean {
  const { attendance, initial, final, toss } = draft
  return (
    (attendance ?? report.seen.attendance) === report.seen.attendance &&
    sameCounts(initial, report.initial) &&
    (final === null || sameCounts(final, report.final ?? report.initial)) &&
    (toss?.winners.join() ?? '') === (report.toss?.winners.join() ?? '')
  )
}

/** A borrowed phone's report is on record and unconfirmed, and here is a phone that can confirm it by sending the same. */
export function canConfirm(state: State, { standing }: DecisionContext): boolean {
  const report = lastRecorded(state)
  const registered = standing === 'registered' || standing === 'backup'
  return registered && report !== null && !report.confirmed && sayTheSame(state, report)
}

/** True while nothing awaits this sender's answer: the counts in hand are those on record. */
export function matchesRecord(state: State, context: DecisionContext): boolean {
  const report = lastRecorded(state)
  return report !== null && sayTheSame(state, report) && !canConfirm(state, context)
}

/** True while the public may not see the last report: it was kept, is unconfirmed, or HQ holds it. */
const isHeld = (state: State, report: Recorded): boolean => state.published?.number !== report.number

/** The reply to an approval of what is on record already: its number, time, result, and whether it is held. */
function already(state: State, report: Recorded, context: DecisionContext): PrecinctReply {
  const { number, at } = report
  const outcome = recordedOutcome(report, context)
  return { kind: 'already', precinct: context.precinct.id, number, at, held: isHeld(state, report), outcome }
}

/** After the close nothing changes by text: what stands, and whom to call. */
export function closed(state: State, context: DecisionContext): PrecinctReply {
  const report = lastRecorded(state)
  const stands = report && {
    number: report.number,
    held: isHeld(state, report),
    outcome: recordedOutcome(report, context),
  }
  return { kind: 'closed', precinct: context.precinct.id, stands }
}

const recordedOutcome = ({ seen, final, initial }: Recorded, { rules }: DecisionContext): ReplyOutcome => ({
  seats: seen.seats,
  attendance: seen.attendance,
  delegates: delegatesOf(seen.delegates),
  counts: final ?? initial ?? [],
  finalNotNeeded: false,
  countsOnly: electsNobody(rules),
})
