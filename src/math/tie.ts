/**
 * Ties as values. Inside the engine a tie says who gains, loses, leaves or is elected; outside it always has one form:
 * `delegates` is what is certain, and `seats` of `among` get one delegate more. Losing k of n is gaining n - k of n.
 */
import { holdersOfHighest } from './cards.ts'
import type { Groups, OpenTie, Tie, Winner } from './types.ts'

/** A tie of the engine in its outward form: losing or leaving k of n is keeping n - k of n. */
export function openTie(tie: Tie): OpenTie {
  return { kind: tie.kind, among: tie.among, seats: keepsUnlessHit(tie) ? tie.among.length - tie.count : tie.count }
}

/** Whether the ones that chance does not hit keep a delegate, instead of the ones it hits gaining one. */
export function keepsUnlessHit(tie: Pick<Tie, 'kind'>): boolean {
  return tie.kind === 'lose' || tie.kind === 'leave'
}

/** Why winners cannot be right; the numbers are those of the finding TIE_WINNER_IMPOSSIBLE. */
type Impossible = 'not_tied' | 'wrong_number' | 'bad_cards'

/** Who won a tie, or why what was reported cannot be right; then `groups` are the ones it is about. */
export type TieSettled =
  | { readonly ok: true; readonly winners: readonly string[] }
  | { readonly ok: false; readonly why: Impossible; readonly groups: readonly string[] }

/**
 * Who gets one delegate more by what the chair reports: exactly `seats` different names of `among`, or one valid card
 * for each group of `among` and for no other. Nothing else settles a tie.
 */
export function settleTie(tie: OpenTie, winner: Winner): TieSettled {
  const named = namesIn(winner)
  const strangers = named.filter((group) => !tie.among.includes(group))
  if (strangers.length > 0) return { ok: false, why: 'not_tied', groups: strangers }
  if (!isListOfNames(winner)) {
    if (named.length !== tie.among.length) return { ok: false, why: 'bad_cards', groups: tie.among }
    const winners = holdersOfHighest(Object.entries(winner), tie.seats)
    if (winners === null) return { ok: false, why: 'bad_cards', groups: tie.among }
    return { ok: true, winners: tie.among.filter((group) => winners.includes(group)) }
  }
  const distinct = new Set(winner)
  if (distinct.size !== tie.seats || winner.length !== tie.seats) {
    return { ok: false, why: 'wrong_number', groups: [...distinct] }
  }
  return { ok: true, winners: tie.among.filter((group) => distinct.has(group)) }
}

/** The groups that a report of winners names: as winners, or as those that drew a card. */
export function namesIn(winner: Winner): readonly string[] {
  return isListOfNames(winner) ? winner : Object.keys(winner)
}

/** Whether winners are given by name; otherwise by the cards that were drawn. */
export function isListOfNames(winner: Winner): winner is readonly string[] {
  return Array.isArray(winner)
}

/** Whether a claim is one of the ways the result can end: what is certain, plus one delegate for `seats` of the tied. */
export function isPossibleEnding(certain: Groups, tie: OpenTie | null, claim: (group: string) => number): boolean {
  let disputed = tie?.seats ?? 0
  for (const [group, sure] of Object.entries(certain)) {
    const more = claim(group) - sure
    if (more === 0) continue
    if (more !== 1 || !tie?.among.includes(group)) return false
    disputed -= 1
  }
  return disputed === 0
}
