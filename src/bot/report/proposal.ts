import type { Tallies, Tally } from '../../grammar/intent.ts'
import type { PrecinctEvent } from '../event.ts'
import type { Because, CountChange, Reply } from '../reply.ts'
import { type Assessment, assess } from './assess.ts'
import { freshSalt } from './codes.ts'
import { correctionReply } from './correction.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { countIn, diffCounts, notNamedIn } from './diff-counts.ts'
import { applyEvents } from './evolve.ts'
import { canConfirm, matchesRecord, nextReply } from './next-reply.ts'
import type { State } from './state.ts'

/** Steps of the conversation at which a code is out: approve it, or keep what does not add up. */
const coded: ReadonlySet<string> = new Set(['approve', 'keep', 'initial'])

/**
 * Ends a decision that may have changed the counts: works out where the precinct stands, sends a code out where one is
 * due and none is, and says the next thing to do.
 */
export function proposeOrAsk(
  before: State,
  events: readonly PrecinctEvent[],
  context: DecisionContext,
  because?: Because,
): Decision {
  const counted = applyEvents(before, events, context)
  const assessment = assess(counted.draft, context)
  const more = [
    ...voided(before, counted, context),
    ...(isDue(counted, assessment, context) ? [proposalOf(counted, context)] : []),
  ]
  const now = applyEvents(counted, more, context)
  const why = because ?? reasonFor(before, now, assessment, context)
  const reply = nextReply(now, context, assessment)
  const alerts = alertsOf(before, now, why, context)
  return {
    events: [...events, ...more],
    reply: sayWhoIsFewer(before, now, why ? { ...reply, because: why } : reply),
    ...(now.revision !== before.revision && tellOther(before, now, context)),
    ...(alerts.length > 0 && { alerts }),
  }
}

/**
 * The reply with the people whom the counts in hand have lost: nobody vanishes unsaid. A group that the new list does not
 * name is gone; one that a list in waiting made smaller is named too, since the text that let it in need not name it.
 */
export function sayWhoIsFewer(before: State, now: State, reply: Reply): Reply {
  const lists = (['initial', 'final'] as const).map((alignment) => ({
    alignment,
    was: before.draft[alignment] ?? [],
    is: now.draft[alignment] ?? before.draft[alignment] ?? [],
  }))
  const waited = before.pendingList?.counts ?? []
  const gone = [...lists.flatMap(({ was, is }) => notNamedIn(is, was)), ...droppedWaiting(before, now, reply)]
  const smaller = lists.flatMap(({ alignment, was, is }) =>
    waited.flatMap(({ group, count }): readonly CountChange[] => {
      const from = countIn(was, group)
      return count > 0 && count < from && countIn(is, group) === count ? [{ alignment, group, from, to: count }] : []
    }),
  )
  return { ...reply, ...(gone.length > 0 && { gone }), ...(smaller.length > 0 && { smaller }) }
}

/**
 * The people of a list that waited for an answer, where another list has taken its place and names none of them. NO says
 * itself that it drops the list.
 */
function droppedWaiting(before: State, now: State, reply: Reply): Tallies {
  const waited = before.pendingList
  if (waited === null || now.pendingList === waited || reply.kind === 'rejected') return []
  const { initial, final } = now.draft
  const sent = [
    now.pendingList?.counts ?? [],
    ...(initial === before.draft.initial ? [] : [initial ?? []]),
    ...(final === before.draft.final ? [] : [final ?? []]),
  ]
  const isCounted = ({ group, count }: Tally): boolean =>
    [initial, final].some((list) => countIn(list ?? [], group) === count)
  return waited.counts.filter(
    (tally) =>
      tally.count > 0 && !isCounted(tally) && !sent.some((list) => list.some(({ group }) => group === tally.group)),
  )
}

/** A code is due where there is something to approve or to keep, and none is out for what the chair is told now. */
function isDue(counted: State, assessment: Assessment, context: DecisionContext): boolean {
  const out = counted.proposal !== null && !seatsChanged(counted, context)
  return coded.has(assessment.next) && !out && !counted.pendingList && !matchesRecord(counted, context)
}

/** The roster was changed since the code went out: what the chair would approve is not what they were told. */
export const seatsChanged = ({ proposal }: State, { precinct }: DecisionContext): boolean =>
  proposal !== null && proposal.seats !== precinct.delegates

function reasonFor(before: State, now: State, { claims }: Assessment, context: DecisionContext): Because | undefined {
  if (now.revision === before.revision && seatsChanged(before, context)) return 'seats_changed'
  if (canConfirm(now, context)) return 'borrowed'
  const claimed = now.draft.claimed !== before.draft.claimed && claims.length > 0
  return claimed && matchesRecord(now, context) ? 'sheet_differs' : undefined
}

function alertsOf(
  before: State,
  now: State,
  why: Because | undefined,
  { standing }: DecisionContext,
): NonNullable<Decision['alerts']> {
  const voidedNow = before.correction !== null && now.correction === null && standing !== 'hq'
  return [
    ...(voidedNow ? [{ kind: 'anomaly', detail: 'a newer text of the chair voided the correction' } as const] : []),
    ...(why === 'sheet_differs'
      ? [{ kind: 'anomaly', detail: 'the delegates on the worksheet are not those on record' } as const]
      : []),
  ]
}

/** A newer count voids a correction that awaited the chair's answer: it was made against the counts before. */
function voided(before: State, counted: State, context: DecisionContext): readonly PrecinctEvent[] {
  if (!before.correction || counted.revision === before.revision) return []
  const why = context.standing === 'hq' ? 'withdrawn' : 'newer text'
  return [{ type: 'CorrectionVoided', data: { id: before.correction.id, why } }]
}

/** A fresh code for the counts in hand: never one that is pending elsewhere on this phone, nor the one before. */
export function proposalOf(state: State, context: DecisionContext): PrecinctEvent {
  const seats = context.precinct.delegates
  const data = { revision: state.revision, salt: freshSalt(state, context), to: context.to, seats }
  return { type: 'ReportProposed', data }
}

/** The precinct's other phone had sent the counts that are now changed: it is told what changed, without the code. */
function tellOther(before: State, now: State, context: DecisionContext): Pick<Decision, 'tell'> {
  if (!before.by?.startsWith('p_') || before.by === context.who) return {}
  // What is new takes nothing away from that phone; a count of its own that is another now does.
  const changes = diffCounts(before.draft, now.draft).filter((c) => before.draft[c.alignment] !== null)
  const reply: Reply = { kind: 'other_phone', precinct: context.precinct.id, changes }
  return changes.length > 0 ? { tell: { to: before.by, reply } } : {}
}

/**
 * Says where things stand, whatever was asked: the correction that awaits an answer, else the next thing to do. Only a code
 * that is due and out to nobody brings an event; after NO none is, until a count is sent.
 */
export function restateStatus(state: State, context: DecisionContext, because?: Because): Decision {
  const why = because && { because }
  if (state.correction) return { events: [], reply: { ...correctionReply(state, state.correction, context), ...why } }
  if (state.rejected && !state.proposal) return { events: [], reply: { ...nextReply(state, context), ...why } }
  return proposeOrAsk(state, [], context, because)
}
