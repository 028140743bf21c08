import type { Intent, Unclear } from '../../grammar/intent.ts'
import { keywords } from '../../grammar/words.ts'
import type { PrecinctEvent } from '../event.ts'
import type { Reply } from '../reply.ts'
import { approve, isKeep, keep, offerKeep, reject } from './approval.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { type CountingIntent, isCounting, mergeCounts } from './merge-counts.ts'
import { countsOnce, isSecond } from './next-reply.ts'
import { matchesRecord } from './on-record.ts'
import { proposeOrAsk } from './proposal.ts'
import { restateStatus } from './restate-status.ts'
import type { State } from './state.ts'

/**
 * A phone let in by PIN (product.md, Strangers): it reports where nobody else has, and never replaces what a registered
 * phone or HQ sent, nor a report that is public. Nor is it sent a code that belongs to another.
 * @returns true where this text must change nothing and be told nothing
 */
function mayNot(state: State, intent: Intent, facts: DecisionContext): boolean {
  if (facts.standing !== 'borrowed') return false
  const others = state.by !== null && state.by !== facts.who
  const codeOfOther = state.proposal !== null && state.proposal.to !== facts.who
  if (others || codeOfOther || state.correction !== null) return intent.kind !== 'guide'
  return state.published !== null && (isCounting(intent) || intent.kind === 'unclear')
}

/** What one text does to one precinct. Total: a refusal is a reply without events. */
export function decide(state: State, intent: Intent, facts: DecisionContext): Decision {
  if (mayNot(state, intent, facts)) return notReplaced(facts)
  switch (intent.kind) {
    case 'report':
    case 'fix':
    case 'toss':
      return withRepairs(decideCounts(state, intent, facts), intent.repairs)
    case 'approve':
      return approve(state, intent.code, facts)
    case 'keep':
      return keep(state, intent.code, facts)
    case 'reject':
      return reject(state, facts)
    case 'guide':
      return { events: [], reply: guide(facts) }
    case 'unclear':
      return decideUnclear(state, intent, facts)
    case 'status':
    case 'precinct':
    // These concern the phone, not a precinct: see route.ts.
    case 'last':
    case 'ready':
    case 'pin':
    case 'language':
      return restateStatus(state, facts)
  }
}

/** What a registered phone or HQ sent stands: a borrowed one sees no code of it and changes nothing. HQ is told. */
const notReplaced = (facts: DecisionContext): Decision => ({
  events: [],
  reply: { kind: 'not_replaced', precinct: facts.precinct.id },
  alerts: [{ kind: 'unconfirmed', detail: 'a borrowed phone spoke for a precinct that has counts', once: true }],
})

const guide = ({ precinct, order, rules }: DecisionContext): Reply => ({
  kind: 'guide',
  precinct: precinct.id,
  examples: order.slice(0, 2),
  once: countsOnce(rules),
})

function withRepairs(turn: Decision, repairs: Reply['repairs']): Decision {
  return repairs?.length ? { ...turn, reply: { ...turn.reply, repairs } } : turn
}

function decideCounts(state: State, text: CountingIntent, facts: DecisionContext): Decision {
  const merged = mergeCounts(state, countsOnce(facts.rules) ? asFinal(text) : text, facts)
  if ('ask' in merged) return { events: merged.events, reply: merged.ask }
  const { events, because } = merged
  // The same again, while a correction awaits its answer: what is asked is told again.
  if (events.length === 0 && !because && state.correction) return restateStatus(state, facts)
  return proposeOrAsk(state, events, facts, because)
}

/** Where one count is all there is, a list that calls itself the first is that one. */
function asFinal<T extends CountingIntent>(text: T): T {
  if (text.kind === 'toss' || !text.initial || text.final) return text
  return { ...text, initial: null, final: text.initial }
}

/** What could not be read changes nothing, but for a whole list that only lacks its letter: that is kept. */
function decideUnclear(state: State, unclear: Unclear, facts: DecisionContext): Decision {
  const precinct = facts.precinct.id
  switch (unclear.reason) {
    case 'which_alignment':
      return unclear.groups ? keepList(state, unclear.groups, facts) : asking(unclear, facts)
    case 'no_list': {
      const { pendingList } = state
      if (!unclear.alignment || !pendingList || pendingList.more) return asking(unclear, facts)
      return proposeOrAsk(state, [listed(unclear.alignment, pendingList.counts)], facts)
    }
    case 'no_number': {
      if (keywords.get(unclear.word.toLowerCase()) !== 'A') return asking(unclear, facts)
      const asked: readonly PrecinctEvent[] = state.asked ? [] : [{ type: 'AttendanceAsked', data: {} }]
      return { events: asked, reply: { kind: 'ask_attendance', precinct } }
    }
    // "Thanks" alone: where things stand is the kindest answer.
    case 'empty':
      return restateStatus(state, facts)
    case 'no_code':
      return withoutCode(state, unclear, facts)
    case 'mixed':
    case 'quoted':
      if (!state.proposal && !state.correction) return asking(unclear, facts)
      return restateStatus(state, facts, unclear.reason)
    default:
      return asking(unclear, facts)
  }
}

function keepList(state: State, counts: NonNullable<Unclear['groups']>, facts: DecisionContext): Decision {
  if (countsOnce(facts.rules)) return proposeOrAsk(state, [listed('final', counts)], facts)
  const kept: PrecinctEvent = { type: 'ListKept', data: { counts, more: false } }
  const second = isSecond(state.draft)
  return { events: [kept], reply: { kind: 'ask_alignment', precinct: facts.precinct.id, counts, second } }
}

const listed = (alignment: 'initial' | 'final', counts: NonNullable<Unclear['groups']>): PrecinctEvent => ({
  type: 'AlignmentReported',
  data: { alignment, counts, total: null },
})

/** OK alone never approves, and KEEP alone keeps nothing: each is told the code that it lacks. */
function withoutCode(state: State, unclear: Unclear, facts: DecisionContext): Decision {
  const offered = isKeep(unclear) ? offerKeep(state, facts) : null
  if (offered) return offered
  const because = isKeep(unclear) ? 'keep_no_code' : 'no_code'
  if (state.proposal || state.correction) return restateStatus(state, facts, because)
  const turn = restateStatus(state, facts)
  const pending = turn.events.length > 0 || matchesRecord(state, facts)
  return pending ? turn : { ...turn, reply: { ...turn.reply, because: 'nothing_pending' } }
}

function asking(unclear: Unclear, facts: DecisionContext): Decision {
  const { reason, word, suggestions, alignment } = unclear
  return { events: [], reply: { kind: 'unclear', precinct: facts.precinct.id, reason, word, suggestions, alignment } }
}
