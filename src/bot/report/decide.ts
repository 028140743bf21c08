import type { Intent, Unclear } from '../../grammar/intent.ts'
import { keywords } from '../../grammar/words.ts'
import { countsOnce } from '../../math/rules.ts'
import type { PrecinctEvent } from '../event.ts'
import type { Reply } from '../reply.ts'
import { approve, isKeep, keep, offerKeep, reject } from './approval.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { applyEvents } from './evolve.ts'
import {
  answerAboutList,
  type CountingIntent,
  isCounting,
  keepList,
  type MergeOutcome,
  mergeText,
} from './merge-counts.ts'
import { matchesRecord } from './next-reply.ts'
import { proposeOrAsk, restateStatus, sayWhoIsFewer } from './proposal.ts'
import type { State } from './state.ts'

/**
 * A phone let in by PIN: it reports where nobody else has, and never replaces what a registered
 * phone or HQ sent, nor a report that is public. Nor is it sent a code that belongs to another.
 * @returns false where this text of such a phone must change nothing and be told nothing
 */
function canBorrowedPhoneAct(state: State, intent: Intent, context: DecisionContext): boolean {
  const others = state.by !== null && state.by !== context.who
  const codeOfOther = state.proposal !== null && state.proposal.to !== context.who
  if (others || codeOfOther || state.correction !== null) return intent.kind === 'guide'
  return state.published === null || !(isCounting(intent) || intent.kind === 'unclear')
}

/**
 * What one text does to one precinct: the events to store and the reply. Total: a refusal is a reply without events.
 * @param intent what the text says, from `read`
 * @param context all that may be known besides: rules, precinct, time, who speaks, codes
 * @example decide(state, { kind: 'approve', precinct: null, code: '482193' }, context)
 *   // { events: [{ type: 'ReportApproved', … }], reply: { kind: 'recorded', … }, … }
 */
export function decide(state: State, intent: Intent, context: DecisionContext): Decision {
  if (context.standing === 'borrowed' && !canBorrowedPhoneAct(state, intent, context)) return notReplaced(context)
  switch (intent.kind) {
    case 'report':
    case 'fix':
    case 'toss':
      return withRepairs(decideCounts(state, intent, context), intent.repairs)
    case 'approve':
      return approve(state, intent.code, context)
    case 'keep':
      return keep(state, intent.code, context)
    case 'reject':
      return reject(state, context)
    case 'guide':
      return { events: [], reply: guide(context) }
    case 'unclear':
      return decideUnclear(state, intent, context)
    case 'status':
    case 'precinct':
    // These concern the phone, not a precinct: see route.ts.
    case 'last':
    case 'ready':
    case 'pin':
    case 'language':
      return restateStatus(state, context)
  }
}

/** What a registered phone or HQ sent stands: a borrowed one sees no code of it and changes nothing. HQ is told. */
const notReplaced = (context: DecisionContext): Decision => ({
  events: [],
  reply: { kind: 'not_replaced', precinct: context.precinct.id },
  alerts: [{ kind: 'unconfirmed', detail: 'a borrowed phone spoke for a precinct that has counts', once: true }],
})

const guide = ({ precinct, order, rules }: DecisionContext): Reply => ({
  kind: 'guide',
  precinct: precinct.id,
  examples: order.slice(0, 2),
  once: countsOnce(rules),
})

function withRepairs(decision: Decision, repairs: Reply['repairs']): Decision {
  return repairs?.length ? { ...decision, reply: { ...decision.reply, repairs } } : decision
}

function decideCounts(state: State, text: CountingIntent, context: DecisionContext): Decision {
  return mergedDecision(state, mergeText(state, countsOnce(context.rules) ? asFinal(text) : text, context), context)
}

function mergedDecision(state: State, merged: MergeOutcome, context: DecisionContext): Decision {
  if ('ask' in merged) {
    const { events, ask } = merged
    return { events, reply: sayWhoIsFewer(state, applyEvents(state, events, context), ask) }
  }
  const { events, because } = merged
  // The same again, while a correction awaits its answer: what is asked is told again.
  if (events.length === 0 && !because && state.correction) return restateStatus(state, context)
  return proposeOrAsk(state, events, context, because)
}

/** Rules with one count: a list that calls itself the first is that count. */
function asFinal<T extends CountingIntent>(text: T): T {
  if (text.kind === 'toss' || !text.initial || text.final) return text
  return { ...text, initial: null, final: text.initial }
}

/** What could not be read changes nothing, but for a whole list that only lacks its letter: that is kept. */
function decideUnclear(state: State, unclear: Unclear, context: DecisionContext): Decision {
  const precinct = context.precinct.id
  switch (unclear.reason) {
    case 'which_alignment':
      return unclear.groups ? decideUnnamed(state, unclear.groups, context) : asking(unclear, context)
    case 'no_list': {
      const word = keywords.get(unclear.word.toLowerCase())
      const answer =
        unclear.alignment ??
        (word === 'X' ? 'fix' : word === 'M' || word === '&' || unclear.word === '+' ? 'add' : null)
      const merged =
        answer && answerAboutList(state, countsOnce(context.rules) && answer === 'initial' ? 'final' : answer, context)
      return merged ? mergedDecision(state, merged, context) : asking(unclear, context)
    }
    case 'no_number': {
      if (keywords.get(unclear.word.toLowerCase()) !== 'A') return asking(unclear, context)
      const asked: readonly PrecinctEvent[] = state.asked ? [] : [{ type: 'AttendanceAsked', data: {} }]
      return { events: asked, reply: { kind: 'ask_attendance', precinct } }
    }
    // "Thanks" alone: where things stand is the kindest answer.
    case 'empty':
      return restateStatus(state, context)
    case 'no_code':
      return withoutCode(state, unclear, context)
    case 'mixed':
    case 'quoted':
      if (!state.proposal && !state.correction) return asking(unclear, context)
      return restateStatus(state, context, unclear.reason)
    default:
      return asking(unclear, context)
  }
}

/** A list without its letter. Where one count is all there is, it is that one. */
function decideUnnamed(state: State, counts: NonNullable<Unclear['groups']>, context: DecisionContext): Decision {
  if (!countsOnce(context.rules)) return mergedDecision(state, keepList(state, counts, context), context)
  const parts = { precinct: null, attendance: null, initial: null, delegates: null, toss: null, repairs: [] }
  return decideCounts(
    state,
    { kind: 'report', ...parts, final: counts, more: false, groups: null, checksum: null },
    context,
  )
}

/** OK alone never approves, and KEEP alone keeps nothing: each is told the code that it lacks. */
function withoutCode(state: State, unclear: Unclear, context: DecisionContext): Decision {
  const offered = isKeep(unclear) ? offerKeep(state, context) : null
  if (offered) return offered
  const because = isKeep(unclear) ? 'keep_no_code' : 'no_code'
  if (state.proposal || state.correction) return restateStatus(state, context, because)
  const decision = restateStatus(state, context)
  const pending = decision.events.length > 0 || matchesRecord(state, context)
  return pending ? decision : { ...decision, reply: { ...decision.reply, because: 'nothing_pending' } }
}

function asking(unclear: Unclear, context: DecisionContext): Decision {
  const { reason, word, suggestions, alignment } = unclear
  return { events: [], reply: { kind: 'unclear', precinct: context.precinct.id, reason, word, suggestions, alignment } }
}
