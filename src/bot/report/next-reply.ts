import type { Alignment } from '../../grammar/intent.ts'
import type { Finding, RuleSet } from '../../math/types.ts'
import type { PrecinctReply } from '../reply.ts'
import { type Assessment, assess, replyOutcome, replyRoom } from './assess.ts'
import type { DecisionContext } from './decision.ts'
import { diffCounts } from './diff-counts.ts'
import { pendingCode } from './evolve.ts'
import { already, canConfirm, matchesRecord } from './on-record.ts'
import { lastRecorded, type State } from './state.ts'

/** What a chair is told of her precinct as it stands now: the one thing to do next, with its code where one is out. */
export function nextReply(
  state: State,
  facts: DecisionContext,
  assessment: Assessment = assess(state.draft, facts),
): PrecinctReply {
  const report = lastRecorded(state)
  if (report && matchesRecord(state, facts) && !state.proposal) return already(state, report, facts)
  if (state.rejected && !state.proposal) return rejected(state, facts)
  if (state.pendingList) return listKept(state.pendingList, state, facts)
  return step(state, facts, assessment)
}

function step(state: State, facts: DecisionContext, assessment: Assessment): PrecinctReply {
  const precinct = facts.precinct.id
  const { draft } = state
  const { problems, warnings, next } = assessment
  const code = pendingCode(state, facts)
  switch (next) {
    case 'counts':
      return begin(state, facts, assessment)
    case 'initial':
      return { kind: 'ask_initial', precinct, counts: draft.final ?? [], code }
    case 'keep':
      return { kind: 'problem', precinct, problems, again: againOf(problems), code }
    case 'final':
      return { kind: 'initial_taken', precinct, room: replyRoom(draft.initial ?? [], assessment, facts), warnings }
    case 'toss':
      return askToss(facts, assessment)
    case 'elect':
      return askElected(state, facts, assessment)
    case 'approve':
      return proposed(state, facts, assessment)
  }
}

function begin(state: State, facts: DecisionContext, { result }: Assessment): PrecinctReply {
  const precinct = facts.precinct.id
  const examples = facts.order.slice(0, 2)
  const once = countsOnce(facts.rules)
  if (state.draft.attendance === null) return { kind: 'guide', precinct, examples, once }
  const { attendance, threshold } = result
  return { kind: 'attendance_taken', precinct, attendance, threshold, examples, once }
}

function askToss(facts: DecisionContext, { result }: Assessment): PrecinctReply {
  return {
    kind: 'ask_toss',
    precinct: facts.precinct.id,
    tie: result.tie ?? { kind: 'gain', among: [], seats: 0 },
    seats: result.seats,
    viable: result.viable.length,
    chance: facts.rules.chance,
  }
}

function askElected({ draft }: State, facts: DecisionContext, assessment: Assessment): PrecinctReply {
  const counts = draft.final ?? draft.initial ?? []
  const largest = [...counts].sort((a, b) => b.count - a.count)[0]
  const room = replyRoom(counts, assessment, facts)
  return { kind: 'ask_elected', precinct: facts.precinct.id, room, examples: [largest?.group ?? facts.order[0] ?? ''] }
}

function proposed(state: State, facts: DecisionContext, assessment: Assessment): PrecinctReply {
  const report = lastRecorded(state)
  const { warnings, claims } = assessment
  return {
    kind: 'proposed',
    precinct: facts.precinct.id,
    outcome: replyOutcome(state, assessment, facts),
    code: pendingCode(state, facts),
    warnings: warnings.filter((f) => f.code !== 'MORE_VIABLE_THAN_DELEGATES'),
    claims,
    over: overFull(assessment),
    correction:
      report && !canConfirm(state, facts) ? { number: report.number, changes: diffCounts(report, state.draft) } : null,
  }
}

/** Rules that know one count: it is the final one, whatever letter it comes with. */
export const countsOnce = (rules: RuleSet): boolean => !rules.reports.includes('initial')

/** A list that waits for its letter, or for its first part. */
function listKept(kept: NonNullable<State['pendingList']>, { draft }: State, facts: DecisionContext): PrecinctReply {
  const precinct = facts.precinct.id
  if (kept.more) return { kind: 'more_kept', precinct, counts: kept.counts }
  return { kind: 'ask_alignment', precinct, counts: kept.counts, second: isSecond(draft) }
}

/** True where a list without its letter is likely the final one: there is a first count, and no final one. */
export const isSecond = ({ initial, final }: Pick<State['draft'], Alignment>): boolean =>
  initial !== null && final === null

/** NO was the last word: nothing is proposed until a count is sent or fixed. */
export function rejected(state: State, facts: DecisionContext): PrecinctReply {
  const lists = (['initial', 'final'] as const).filter((alignment) => state.draft[alignment] !== null)
  return { kind: 'rejected', precinct: facts.precinct.id, lists, stands: lastRecorded(state)?.number ?? null }
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
