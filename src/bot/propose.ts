import { assess } from './assess.ts'
import type { PrecinctEvent } from './event.ts'
import type { Because, Reply } from './reply.ts'
import { after, changesSince, codeOf, matchesRecord, respond } from './respond.ts'
import type { State } from './state.ts'
import type { Facts, Turn } from './turn.ts'

/** Steps of the conversation at which a code is out: approve it, or keep what does not add up. */
const coded: ReadonlySet<string> = new Set(['approve', 'keep', 'initial'])

/**
 * Ends a turn that may have changed the counts: works out where the precinct stands, sends a code out where one is
 * due and none is, and says the next thing to do.
 */
export function conclude(before: State, events: readonly PrecinctEvent[], facts: Facts, because?: Because): Turn {
  const counted = after(before, events, facts)
  const assessment = assess(counted.draft, facts)
  const due = coded.has(assessment.next) && !counted.proposal && !counted.kept && !matchesRecord(counted)
  const all = [...events, ...voided(before, counted, facts), ...(due ? [proposalOf(counted, facts)] : [])]
  const now = after(before, all, facts)
  const reply = respond(now, facts, assessment)
  const changed = now.revision !== before.revision
  return {
    events: all,
    reply: because ? { ...reply, because } : reply,
    ...(changed && tellOther(before, now, facts)),
    ...(before.correction &&
      !now.correction && { alerts: [{ kind: 'anomaly', detail: 'a newer text of the chair voided the correction' }] }),
  }
}

/** A newer count by the chair voids a correction that awaited her answer. */
function voided(before: State, counted: State, facts: Facts): readonly PrecinctEvent[] {
  if (!before.correction || counted.revision === before.revision || facts.standing === 'hq') return []
  return [{ type: 'CorrectionVoided', data: { id: before.correction.id, why: 'newer text' } }]
}

/** A fresh code for the counts in hand: never one that is pending elsewhere on this phone, nor the one before. */
export function proposalOf(state: State, facts: Facts): PrecinctEvent {
  return { type: 'ReportProposed', data: { revision: state.revision, salt: freshSalt(state, facts), to: facts.to } }
}

/** The first salt whose code is neither pending elsewhere on this phone nor the code before. */
export function freshSalt(state: State, facts: Facts): number {
  const before = state.past[0]
  const avoided = new Set([
    ...facts.taken,
    codeOf(state, facts),
    before ? facts.code(before.revision, before.salt) : '',
  ])
  const used = state.past.filter((p) => p.revision === state.revision).length
  let salt = used
  while (avoided.has(facts.code(state.revision, salt))) salt += 1
  return salt
}

/** The precinct's other phone had sent the counts that are now changed: it is told what changed, without the code. */
function tellOther(before: State, now: State, facts: Facts): Pick<Turn, 'tell'> {
  if (!before.by?.startsWith('p_') || before.by === facts.who) return {}
  // What is new takes nothing away from her; what was hers and is otherwise now does.
  const changes = changesSince(before.draft, now).filter(
    (c) => c.alignment === 'toss' || before.draft[c.alignment] !== null,
  )
  const reply: Reply = { kind: 'other_phone', precinct: facts.precinct.id, changes }
  return changes.length > 0 ? { tell: { to: before.by, reply } } : {}
}
