import { type Expected, expected } from '../../math/oracle.ts'
import type { RuleSet } from './assembly.ts'
import type { Rng } from './rng.ts'

/** What really happened in a room. Nobody in the program sees it; the invariants judge by it. */
export interface Truth {
  readonly seats: number
  readonly attendance: number
  readonly initial: Counts
  /** The counts that decide: after realignment, or the only ones. */
  readonly final: Counts
  /** Nobody realigned, and the program proposes after the first count. */
  readonly settledAtOnce: boolean
  /** Who won the game of chance, or was elected; empty where neither is needed. */
  readonly winners: readonly string[]
  /** Those among whom chance decided. */
  readonly tied: readonly string[]
  readonly delegates: Counts
  /** It does not add up and cannot be counted again: such a chair keeps it, and headquarters calls. */
  readonly broken: boolean
}
export type Counts = Readonly<Record<string, number>>

export const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, n) => sum + n, 0)

/** Whether the rules know one count only. */
export const countsOnce = (rules: RuleSet): boolean => !rules.reports.includes('initial')

/** How many a group needs. Written from docs/arithmetic.md, not from src/math. */
export function needed(rules: RuleSet, seats: number, people: number): number {
  if (rules.viability === 'none') return 0
  if (rules.viability === 'per_delegate') return Math.ceil(people / Math.max(1, seats))
  if (rules.viability === 'share') return Math.ceil((people * 3) / 20)
  if (seats === 1) return 0
  const [n, d] = seats === 2 ? [1, 4] : seats === 3 ? [1, 6] : [3, 20]
  return Math.ceil((people * n) / d)
}

/** One room. Small numbers often, so that ties and rooms without a viable group are not rare. */
export function truth(rules: RuleSet, candidates: readonly string[], seats: number, draw: Rng): Truth {
  for (;;) {
    const drawn = draft(rules, candidates, seats, draw)
    if (drawn !== null) return drawn
  }
}

function draft(rules: RuleSet, candidates: readonly string[], seats: number, draw: Rng): Truth | null {
  const groups = draw.shuffled(candidates).slice(0, draw.between(2, Math.min(6, candidates.length)))
  const size = draw.chance(0.4) ? 12 : draw.chance(0.8) ? 60 : 240
  const sizes = groups.map(() => draw.between(1, size))
  if (draw.chance(0.25) && sizes[0] !== undefined) sizes[1] = sizes[0]
  const initial = Object.fromEntries(groups.map((name, i) => [name, sizes[i] ?? 1]))
  const present = sumOf(initial)
  // Where one group must hold everybody, nobody stands aside.
  const aside = !countsOnce(rules) && !(rules.viability === 'per_delegate' && seats === 1) && draw.chance(0.1)
  const attendance = present + (aside ? draw.between(1, 4) : 0)
  const least = needed(rules, seats, attendance)
  const viable = groups.filter((name) => (initial[name] ?? 0) >= least)
  // Where everybody who is present is needed (one delegate, a delegate's share each), the room gathers behind one group.
  if (viable.length === 0 && least >= attendance) viable.push(draw.pick(groups))
  if (rules.viability !== 'none' && viable.length === 0) return null
  const settledAtOnce =
    !countsOnce(rules) && rules.viability !== 'none' && viable.length === groups.length && attendance === present
  const broken = !settledAtOnce && !countsOnce(rules) && draw.chance(0.04)
  const final = settledAtOnce || countsOnce(rules) ? initial : realigned(initial, viable, least, draw)
  const [late = ''] = viable
  const told = broken ? { ...final, [late]: (final[late] ?? 0) + attendance } : final
  const result = expected(rules, seats, attendance, told)
  return {
    seats,
    attendance,
    initial,
    final: told,
    settledAtOnce,
    broken,
    ...outcome(rules, seats, told, result, draw),
  }
}

/** People of groups that are not viable go to viable ones, or home. */
function realigned(initial: Counts, viable: readonly string[], least: number, draw: Rng): Counts {
  const final: Record<string, number> = { ...initial }
  for (const [name, people] of Object.entries(initial)) {
    if (viable.includes(name) || viable.length === 0) continue
    const left = draw.chance(0.15) && viable.length > 1 ? Math.min(people, Math.max(0, least - 1)) : 0
    const to = draw.pick(viable)
    final[to] = (final[to] ?? 0) + people - left
    if (left === 0) delete final[name]
    else final[name] = left
  }
  return final
}

function outcome(rules: RuleSet, seats: number, final: Counts, result: Expected, draw: Rng) {
  if (rules.viability === 'none') return { winners: [], tied: [], delegates: {} }
  if (seats === 1 && rules.oneDelegate === 'as_reported') {
    const elected = Object.entries(final).sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''
    return { winners: [elected], tied: [], delegates: { [elected]: 1 } }
  }
  const winners = draw.shuffled(result.tied).slice(0, result.seats)
  const delegates: Record<string, number> = { ...result.delegates }
  for (const name of winners) delegates[name] = (delegates[name] ?? 0) + 1
  return { winners, tied: result.tied, delegates }
}
