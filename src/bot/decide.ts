import type { Intent, Unclear } from '../grammar/intent.ts'
import { keywords } from '../grammar/words.ts'
import { approve, isKeep, keep, offerKeep, reject } from './approval.ts'
import { mayNot } from './borrowed.ts'
import { type Counting, mergeAll } from './counts.ts'
import type { PrecinctEvent } from './event.ts'
import { matchesRecord } from './on-record.ts'
import { conclude } from './propose.ts'
import type { Reply } from './reply.ts'
import { countsOnce, isSecond } from './respond.ts'
import { stand } from './stand.ts'
import type { State } from './state.ts'
import type { Facts, Turn } from './turn.ts'

/** What one text does to one precinct. Total: a refusal is a reply without events. */
export function decide(state: State, intent: Intent, facts: Facts): Turn {
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
      return stand(state, facts)
  }
}

/** What a registered phone or HQ sent stands: a borrowed one sees no code of it and changes nothing. HQ is told. */
const notReplaced = (facts: Facts): Turn => ({
  events: [],
  reply: { kind: 'not_replaced', precinct: facts.precinct.id },
  alerts: [{ kind: 'unconfirmed', detail: 'a borrowed phone spoke for a precinct that has counts', once: true }],
})

const guide = ({ precinct, order, rules }: Facts): Reply => ({
  kind: 'guide',
  precinct: precinct.id,
  examples: order.slice(0, 2),
  once: countsOnce(rules),
})

function withRepairs(turn: Turn, repairs: Reply['repairs']): Turn {
  return repairs?.length ? { ...turn, reply: { ...turn.reply, repairs } } : turn
}

function decideCounts(state: State, text: Counting, facts: Facts): Turn {
  const merged = mergeAll(state, countsOnce(facts.rules) ? asFinal(text) : text, facts)
  if ('ask' in merged) return { events: merged.events, reply: merged.ask }
  const { events, because } = merged
  // The same again, while a correction awaits its answer: what is asked is told again.
  if (events.length === 0 && !because && state.correction) return stand(state, facts)
  return conclude(state, events, facts, because)
}

/** Where one count is all there is, a list that calls itself the first is that one. */
function asFinal<T extends Counting>(text: T): T {
  if (text.kind === 'toss' || !text.initial || text.final) return text
  return { ...text, initial: null, final: text.initial }
}

/** What could not be read changes nothing, but for a whole list that only lacks its letter: that is kept. */
function decideUnclear(state: State, unclear: Unclear, facts: Facts): Turn {
  const precinct = facts.precinct.id
  switch (unclear.reason) {
    case 'which_alignment':
      return unclear.groups ? keepList(state, unclear.groups, facts) : asking(unclear, facts)
    case 'no_list': {
      const { kept } = state
      if (!unclear.alignment || !kept || kept.more) return asking(unclear, facts)
      return conclude(state, [listed(unclear.alignment, kept.counts)], facts)
    }
    case 'no_number': {
      if (keywords.get(unclear.word.toLowerCase()) !== 'A') return asking(unclear, facts)
      const asked: readonly PrecinctEvent[] = state.asked ? [] : [{ type: 'AttendanceAsked', data: {} }]
      return { events: asked, reply: { kind: 'ask_attendance', precinct } }
    }
    // "Thanks" alone: where things stand is the kindest answer.
    case 'empty':
      return stand(state, facts)
    case 'no_code':
      return withoutCode(state, unclear, facts)
    case 'mixed':
    case 'quoted':
      if (!state.proposal && !state.correction) return asking(unclear, facts)
      return stand(state, facts, unclear.reason)
    default:
      return asking(unclear, facts)
  }
}

function keepList(state: State, counts: NonNullable<Unclear['groups']>, facts: Facts): Turn {
  if (countsOnce(facts.rules)) return conclude(state, [listed('final', counts)], facts)
  const kept: PrecinctEvent = { type: 'ListKept', data: { counts, more: false } }
  const second = isSecond(state.draft)
  return { events: [kept], reply: { kind: 'ask_alignment', precinct: facts.precinct.id, counts, second } }
}

const listed = (alignment: 'initial' | 'final', counts: NonNullable<Unclear['groups']>): PrecinctEvent => ({
  type: 'AlignmentReported',
  data: { alignment, counts, total: null },
})

/** OK alone never approves, and KEEP alone keeps nothing: each is told the code that it lacks. */
function withoutCode(state: State, unclear: Unclear, facts: Facts): Turn {
  const offered = isKeep(unclear) ? offerKeep(state, facts) : null
  if (offered) return offered
  const because = isKeep(unclear) ? 'keep_no_code' : 'no_code'
  if (state.proposal || state.correction) return stand(state, facts, because)
  const turn = stand(state, facts)
  const pending = turn.events.length > 0 || matchesRecord(state, facts)
  return pending ? turn : { ...turn, reply: { ...turn.reply, because: 'nothing_pending' } }
}

function asking(unclear: Unclear, facts: Facts): Turn {
  const { reason, word, suggestions, alignment } = unclear
  return { events: [], reply: { kind: 'unclear', precinct: facts.precinct.id, reason, word, suggestions, alignment } }
}
