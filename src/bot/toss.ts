import type { Toss } from '../grammar/intent.ts'
import { after } from './after.ts'
import { sameGroups } from './arithmetic.ts'
import { assess } from './assess.ts'
import type { PrecinctEvent } from './event.ts'
import type { Because } from './reply.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

export interface Settled {
  readonly events: readonly PrecinctEvent[]
  readonly because?: Because
}

/**
 * The winner(s) of a game of chance, or the one who was elected: taken only where they settle what is open.
 * @param before what the same text does to the counts
 */
export function settle(state: State, toss: Toss, facts: Facts, before: readonly PrecinctEvent[]): Settled {
  const { draft } = after(state, before, facts)
  const { result } = assess({ ...draft, toss: null, claimed: null }, facts)
  const one = facts.precinct.delegates === 1 && facts.rules.oneDelegate === 'as_reported'
  if (!one && !result.tie) return { events: before, because: 'no_tie' }
  const among = one ? [] : (result.tie?.among ?? [])
  const named = toss.cards ? Object.keys(toss.cards) : toss.winners
  const fits = one
    ? named.length === 1
    : toss.cards
      ? sameGroups(named, among)
      : named.length === result.tie?.seats && named.every((g) => among.includes(g))
  if (!fits) return { events: before, because: 'wrong_winner' }
  const known = draft.toss && sameToss(draft.toss, toss) && sameGroups(draft.toss.among, among)
  if (known) return { events: before, ...(before.length === 0 && { because: 'same' as const }) }
  return { events: [...before, { type: 'TossReported', data: { winners: toss.winners, among, cards: toss.cards } }] }
}

const sameToss = (a: Toss, b: Toss): boolean =>
  sameGroups(a.winners, b.winners) && JSON.stringify(a.cards) === JSON.stringify(b.cards)
