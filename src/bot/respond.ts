import type { Alignment, Tallies, Tally } from '../grammar/intent.ts'
import type { Finding } from '../math/types.ts'
import { type Assessment, assess } from './assess.ts'
import { sameCounts } from './counts.ts'
import type { PrecinctEvent, Stored } from './event.ts'
import { evolve } from './evolve.ts'
import type { Change, Outcome, PrecinctReply, Room } from './reply.ts'
import { lastRecorded, type Recorded, type State } from './state.ts'
import type { Facts } from './turn.ts'

/** The state as it will be once these events are stored. */
export function after(state: State, events: readonly PrecinctEvent[], facts: Facts): State {
  return events.reduce<State>((s, event) => {
    const stored: Stored<PrecinctEvent> = {
      event,
      at: facts.at,
      actor: facts.actor,
      cause: '',
      version: s.version + 1,
      hash: '',
    }
    return evolve(s, stored)
  }, state)
}

/** The code that is out for the counts in hand; '' where none is. */
export const codeOf = (state: State, facts: Facts): string =>
  state.proposal ? facts.code(state.proposal.revision, state.proposal.salt) : ''

/** True while the counts in hand say what the record says, however they came to. */
export function matchesRecord(state: State): boolean {
  const report = lastRecorded(state)
  if (!report) return false
  const { attendance, initial, final, toss } = state.draft
  return (
    (attendance ?? report.seen.attendance) === report.seen.attendance &&
    sameCounts(initial, report.initial) &&
    (final === null || sameCounts(final, report.final)) &&
    (toss?.winners.join() ?? '') === (report.toss?.winners.join() ?? '')
  )
}

/** What a chair is told of her precinct as it stands now: the one thing to do next, with its code where one is out. */
export function respond(
  state: State,
  facts: Facts,
  assessment: Assessment = assess(state.draft, facts),
): PrecinctReply {
  const precinct = facts.precinct.id
  const { result, problems, warnings, claims, next } = assessment
  const report = lastRecorded(state)
  if (report && matchesRecord(state) && !state.proposal) return already(report, facts)
  if (state.rejected && !state.proposal) return rejected(state, facts)
  if (state.kept) {
    if (state.kept.more) return { kind: 'more_kept', precinct, counts: state.kept.counts }
    return { kind: 'ask_alignment', precinct, counts: state.kept.counts, second: state.draft.initial !== null }
  }
  switch (next) {
    case 'counts':
      return state.draft.attendance === null
        ? { kind: 'guide', precinct, examples: facts.order.slice(0, 2) }
        : {
            kind: 'attendance_taken',
            precinct,
            attendance: result.attendance,
            threshold: result.threshold,
            examples: facts.order.slice(0, 2),
          }
    case 'initial':
      return { kind: 'ask_initial', precinct, counts: state.draft.final ?? [], code: codeOf(state, facts) }
    case 'keep':
      return { kind: 'problem', precinct, problems, again: againOf(problems), code: codeOf(state, facts) }
    case 'final':
      return { kind: 'initial_taken', precinct, room: roomOf(state.draft.initial ?? [], assessment, facts), warnings }
    case 'toss':
      return {
        kind: 'ask_toss',
        precinct,
        tie: result.tie ?? { kind: 'gain', among: [], seats: 0 },
        seats: result.seats,
        viable: result.viable.length,
        chance: facts.rules.chance,
      }
    case 'elect':
      return {
        kind: 'ask_elected',
        precinct,
        room: roomOf(state.draft.final ?? state.draft.initial ?? [], assessment, facts),
        tied: result.tie?.among ?? [],
        examples: examplesOf(state.draft.final ?? state.draft.initial ?? [], facts),
      }
    case 'approve':
      return {
        kind: 'proposed',
        precinct,
        outcome: outcomeOf(state, assessment),
        code: codeOf(state, facts),
        warnings: warnings.filter((f) => f.code !== 'MORE_VIABLE_THAN_DELEGATES'),
        claims,
        over: overFull(assessment),
        correction: report && { number: report.number, changes: changesSince(report, state) },
      }
  }
}

/** NO was the last word: nothing is proposed until a count is sent or fixed. */
export function rejected({ draft }: State, facts: Facts): PrecinctReply {
  const lists = (['initial', 'final'] as const).filter((alignment) => draft[alignment] !== null)
  return { kind: 'rejected', precinct: facts.precinct.id, lists }
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

function already(report: Recorded, facts: Facts): PrecinctReply {
  const published = report.kind !== 'kept' && report.confirmed
  return {
    kind: 'already',
    precinct: facts.precinct.id,
    number: report.number,
    at: report.at,
    held: !published,
    outcome: {
      seats: report.seen.seats,
      attendance: report.seen.attendance,
      delegates: delegatesOf(report.seen.delegates),
      counts: report.final ?? report.initial ?? [],
      finalNotNeeded: false,
    },
  }
}

function roomOf(counts: Tallies, { result }: Assessment, { rules }: Facts): Room {
  const known = result.threshold === null ? [] : result.viableInitial
  const full = rules.overFull === 'smallest_out' && known.length > result.seats
  const bySize = [...counts].filter((t) => t.count > 0).sort((a, b) => b.count - a.count)
  return {
    attendance: result.attendance,
    threshold: result.threshold,
    viable: bySize.filter((t) => known.includes(t.group)),
    others: bySize.filter((t) => !known.includes(t.group)),
    roomFor: full ? result.seats : null,
  }
}

export function outcomeOf(state: State, { result }: Assessment): Outcome {
  return {
    seats: result.seats,
    attendance: result.attendance,
    delegates: delegatesOf(result.delegates),
    counts: state.draft.final ?? state.draft.initial ?? [],
    finalNotNeeded: state.draft.final === null,
  }
}

/** Those who have any, most first; equal ones in ballot order. */
function delegatesOf(delegates: Readonly<Record<string, number>>): Outcome['delegates'] {
  const won = Object.entries(delegates).filter(([, n]) => n > 0)
  return won.map(([group, n]) => ({ group, delegates: n })).sort((a, b) => b.delegates - a.delegates)
}

function examplesOf(counts: Tallies, facts: Facts): readonly string[] {
  const largest = [...counts].sort((a, b) => b.count - a.count)[0]
  return [largest?.group ?? facts.order[0] ?? '']
}

/** What differs between two sets of counts, group by group. */
export function changesSince(
  before: Pick<Recorded, 'initial' | 'final'> & { readonly attendance: number | null },
  state: State,
): readonly Change[] {
  const { attendance, initial, final } = state.draft
  const of = (list: Tallies | null, group: string) => list?.find((t: Tally) => t.group === group)?.count ?? 0
  const lists = [
    { alignment: 'initial', was: before.initial, is: initial },
    { alignment: 'final', was: before.final, is: final },
  ] as const
  const counts = lists.flatMap(({ alignment, was, is }) => {
    if (!is) return []
    const groups = [...new Set([...(was ?? []), ...is].map((t) => t.group))]
    return groups
      .map((group): Change => ({ alignment, group, from: of(was, group), to: of(is, group) }))
      .filter((change) => change.from !== change.to)
  })
  if (attendance === null || attendance === before.attendance) return counts
  return [{ alignment: 'attendance', group: '', from: before.attendance ?? 0, to: attendance }, ...counts]
}
