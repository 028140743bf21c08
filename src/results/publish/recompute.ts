import { electsNobody, votesOnly } from '../../bot/report/assess.ts'
import { compute } from '../../math/compute.ts'
import type { Groups, PrecinctInput, Result, RuleSet, Winner } from '../../math/types.ts'
import type { Entry } from './snapshot.ts'

/**
 * A published report computed again from its counts alone, as anybody can who has the ledger.
 * A game of chance is taken as recorded; where the record names no winner that fits the tie, as the delegates that
 * the chair approved show it (her worksheet told who won). Order: the ballot order of the groups.
 */
export function recompute(entry: Entry, rules: RuleSet, order: readonly string[]): Result {
  const open = compute(inputOf(entry, rules, order))
  if (electsNobody(rules)) return votesOnly(open)
  const winner = winnerOf(entry, open)
  return winner === null ? open : compute({ ...inputOf(entry, rules, order), winner })
}

function inputOf(entry: Entry, rules: RuleSet, order: readonly string[]): PrecinctInput {
  const named = (group: string): boolean =>
    [entry.initial, entry.final, entry.delegates].some((groups) => groups !== null && Object.hasOwn(groups, group))
  const { seats: delegates, attendance, initial, final } = entry
  return { rules, delegates, attendance, initial, final, order: order.filter(named) }
}

function winnerOf(entry: Entry, open: Result): Winner | null {
  if (entry.seats === 1 && entry.winners !== null) return entry.winners
  if (open.tie === null) return entry.seats === 1 ? shown(entry, open, Object.keys(entry.delegates)) : null
  const { among, seats } = open.tie
  const told = entry.winners?.filter((g) => among.includes(g))
  return told?.length === seats && told.length === entry.winners?.length ? told : shown(entry, open, among)
}

/** Who has one delegate more in the approved result than is certain without the game of chance. */
function shown(entry: Entry, open: Result, among: readonly string[]): Winner | null {
  const winners = among.filter((g) => (entry.delegates[g] ?? 0) === (open.delegates[g] ?? 0) + 1)
  return winners.length > 0 ? winners : null
}

/** True where both give the same number to every group; a group that is not named has 0. */
export function sameGroups(a: Groups, b: Groups): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((group) => (a[group] ?? 0) === (b[group] ?? 0))
}

/** Sum over all groups. */
export const sumOf = (groups: Groups | null): number => Object.values(groups ?? {}).reduce((sum, n) => sum + n, 0)
