import type { Fix, Intent, Report, Toss, Unclear } from '../grammar/intent.ts'
import { keywords } from '../grammar/words.ts'
import { approve, keep, reject } from './approval.ts'
import { assess, sameGroups } from './assess.ts'
import { correctionReply } from './correction.ts'
import { mergeAll } from './counts.ts'
import type { PrecinctEvent } from './event.ts'
import { conclude } from './propose.ts'
import type { Because, Reply } from './reply.ts'
import { after, respond } from './respond.ts'
import type { State } from './state.ts'
import type { Facts, Turn } from './turn.ts'

/** What one text does to one precinct. Total: a refusal is a reply without events. */
export function decide(state: State, intent: Intent, facts: Facts): Turn {
  if (facts.standing === 'borrowed' && state.by !== null && state.by !== facts.who) return notReplaced(facts)
  switch (intent.kind) {
    case 'report':
      return withRepairs(decideReport(state, intent, facts), intent.repairs)
    case 'fix':
      return withRepairs(decideFix(state, intent, facts), intent.repairs)
    case 'toss':
      return withRepairs(decideToss(state, intent, facts), intent.repairs)
    case 'approve':
      return approve(state, intent.code, facts)
    case 'keep':
      return keep(state, intent.code, facts)
    case 'reject':
      return reject(state, facts)
    case 'status':
    case 'precinct':
      if (state.correction) return { events: [], reply: correctionReply(state, state.correction, facts) }
      return { events: [], reply: respond(state, facts) }
    case 'guide':
      return { events: [], reply: { kind: 'guide', precinct: facts.precinct.id, examples: facts.order.slice(0, 2) } }
    case 'unclear':
      return decideUnclear(state, intent, facts)
    // These concern the phone, not a precinct: see route.ts.
    case 'last':
    case 'ready':
    case 'pin':
    case 'language':
      return { events: [], reply: respond(state, facts) }
  }
}

/** What a registered phone sent stands: a borrowed one sees no code of it and changes nothing. HQ is told. */
const notReplaced = (facts: Facts): Turn => ({
  events: [],
  reply: { kind: 'not_replaced', precinct: facts.precinct.id },
  alerts: [{ kind: 'unconfirmed', detail: 'a borrowed phone spoke for a precinct that has counts' }],
})

function withRepairs(turn: Turn, repairs: Reply['repairs']): Turn {
  return repairs?.length ? { ...turn, reply: { ...turn.reply, repairs } } : turn
}

function decideReport(state: State, report: Report, facts: Facts): Turn {
  const merged = mergeAll(state, report, facts)
  if ('ask' in merged) return { events: merged.events, reply: merged.ask }
  const events = merged.events
  if (report.toss) return decideToss(state, report.toss, facts, events)
  return conclude(state, events, facts, events.length === 0 ? 'same' : undefined)
}

function decideFix(state: State, fix: Fix, facts: Facts): Turn {
  const merged = mergeAll(state, fix, facts)
  if ('ask' in merged) return { events: merged.events, reply: merged.ask }
  return conclude(state, merged.events, facts, merged.events.length === 0 ? 'same' : undefined)
}

/** The winner(s) of a game of chance, or the one who was elected: taken only where they settle what is open. */
function decideToss(state: State, toss: Toss, facts: Facts, before: readonly PrecinctEvent[] = []): Turn {
  const counted = after(state, before, facts)
  const without = { ...counted.draft, toss: null }
  const { result } = assess(without, facts)
  const one = facts.precinct.delegates === 1 && facts.rules.oneDelegate === 'as_reported'
  if (!one && !result.tie) return conclude(state, before, facts, 'no_tie')
  const among = one ? [] : (result.tie?.among ?? [])
  const named = toss.cards ? Object.keys(toss.cards) : toss.winners
  const fits = one
    ? named.length === 1
    : toss.cards
      ? sameGroups(named, among)
      : named.length === result.tie?.seats && named.every((g) => among.includes(g))
  if (!fits) return conclude(state, before, facts, 'wrong_winner')
  if (sameToss(counted.draft.toss, toss) && sameGroups(counted.draft.toss?.among ?? [], among))
    return conclude(state, before, facts, before.length === 0 ? 'same' : undefined)
  const told: PrecinctEvent = { type: 'TossReported', data: { winners: toss.winners, among, cards: toss.cards } }
  return conclude(state, [...before, told], facts)
}

const sameToss = (a: Toss | null, b: Toss): boolean =>
  a !== null && sameGroups(a.winners, b.winners) && JSON.stringify(a.cards) === JSON.stringify(b.cards)

/** What could not be read changes nothing, but for a whole list that only lacks its letter: that is kept. */
function decideUnclear(state: State, unclear: Unclear, facts: Facts): Turn {
  const precinct = facts.precinct.id
  if (unclear.reason === 'which_alignment' && unclear.groups) {
    const second = state.draft.initial !== null
    const kept: PrecinctEvent = { type: 'ListKept', data: { counts: unclear.groups, more: false } }
    return { events: [kept], reply: { kind: 'ask_alignment', precinct, counts: unclear.groups, second } }
  }
  if (unclear.reason === 'no_list' && unclear.alignment && state.kept && !state.kept.more) {
    const counts = state.kept.counts
    const named: PrecinctEvent = {
      type: 'AlignmentReported',
      data: { alignment: unclear.alignment, counts, total: null },
    }
    return conclude(state, [named], facts)
  }
  if (unclear.reason === 'no_number' && keywords.get(unclear.word.toLowerCase()) === 'A') {
    const asked: readonly PrecinctEvent[] = state.asked ? [] : [{ type: 'AttendanceAsked', data: {} }]
    return { events: asked, reply: { kind: 'ask_attendance', precinct } }
  }
  // "Thanks" alone: where things stand is the kindest answer.
  if (unclear.reason === 'empty') return { events: [], reply: respond(state, facts) }
  if (unclear.reason === 'no_code' || unclear.reason === 'mixed' || unclear.reason === 'quoted') {
    const because: Because = unclear.reason
    const reply = respond(state, facts)
    return {
      events: [],
      reply: state.proposal
        ? { ...reply, because }
        : unclear.reason === 'no_code'
          ? { ...reply, because: 'nothing_pending' }
          : asUnclear(unclear, facts),
    }
  }
  return { events: [], reply: asUnclear(unclear, facts) }
}

function asUnclear(unclear: Unclear, facts: Facts): Reply {
  const { reason, word, suggestions, alignment } = unclear
  return { kind: 'unclear', precinct: facts.precinct.id, reason, word, suggestions, alignment }
}
