/**
 * Delegates to viable groups: round, then fill up or take away (caucus worksheet of the Iowa Democrats; Nevada State
 * Democratic Party, memo of 26 September 2019: "closest to rounding up" gains, "furthest away from rounding up" loses).
 * Whole numbers only: with one common denominator B, raw - d has the numerator e = members x D - d x B.
 * Works on positions; names come back in outcome.ts. It never draws: a tie is returned.
 */
import { floorDiv } from './fraction.ts'
import { at, positions, sum } from './groups.ts'
import type { RuleSet, Tie } from './types.ts'

/** A tie by position: `count` of `among` do what `kind` says. */
interface Draw {
  readonly kind: Tie['kind']
  readonly among: readonly number[]
  readonly count: number
}

/** One line of the worksheet: `which` positions changed, `count` delegates were missing or too many, `after` is the state. */
interface Move {
  readonly step: 'round' | 'gain' | 'lose' | 'leave' | 'extra'
  readonly which: readonly number[]
  readonly count: number
  readonly after: readonly number[]
}

/** Delegates by position, the draw that is still open, and the moves that led there. */
export interface Allotment {
  /** The state before the game of chance: `lose` shows tied groups still holding it, `leave` shows them with 0. */
  readonly delegates: readonly number[]
  readonly draw: Draw | null
  readonly moves: readonly Move[]
}

/**
 * Shares `seats` delegates among viable groups, whose raw shares are members x seats / base.
 * @param base the denominator, a whole number >= 1
 * @param members people in each viable group, by position, each >= 1
 * @returns delegates by position. Their sum is `seats` once a draw is settled, except that `extra_delegates` gives every
 *   viable group one, and that no viable group means no delegates. Throws nothing.
 */
export function apportion(rules: RuleSet, seats: number, base: number, members: readonly number[]): Allotment {
  if (members.length === 0) return { delegates: [], draw: null, moves: [] }
  if (members.length > seats && rules.overFull === 'smallest_out') return dissolveSmallest(seats, members)
  if (members.length > seats && rules.overFull === 'extra_delegates') {
    const delegates = members.map(() => 1)
    return {
      delegates,
      draw: null,
      moves: [{ step: 'extra', which: [], count: members.length - seats, after: delegates }],
    }
  }
  const delegates = members.map((m) => rounded(rules, m * seats, base))
  const moves: Move[] = [{ step: 'round', which: [], count: sum(delegates), after: [...delegates] }]
  const draw = repair(rules, seats, base, members, delegates, moves)
  return { delegates, draw, moves }
}

function rounded(rules: RuleSet, n: number, d: number): number {
  const whole = rules.rounding === 'half_up' ? floorDiv(2 * n + d, 2 * d) : floorDiv(n, d)
  return rules.minOne && whole === 0 ? 1 : whole
}

/** Fills up or takes away in `delegates` until the sum is right or chance must decide. */
function repair(
  rules: RuleSet,
  seats: number,
  base: number,
  members: readonly number[],
  delegates: number[],
  moves: Move[],
): Draw | null {
  const keep = rules.minOne ? 1 : 0
  takeAwayMany(seats, base, members, delegates, keep, moves)
  for (let missing = seats - sum(delegates); missing !== 0; missing = seats - sum(delegates)) {
    const kind = missing > 0 ? 'gain' : 'lose'
    const change = missing > 0 ? 1 : -1
    const count = missing * change
    const which = furthestFromShare(seats, base, members, delegates, change, keep)
    // Only rules that promise every group a delegate and limit no groups can get here; makeRules refuses them.
    if (which.length === 0) return null
    if (which.length > count) return { kind, among: which, count }
    for (const i of which) delegates[i] = at(delegates, i) + change
    moves.push({ step: kind, which, count, after: [...delegates] })
  }
  return null
}

/** Surpluses above this are taken away in one move: no room has them, but a text of five-digit counts for 1 person does. */
const MANY = 1000

/**
 * Takes away nearly all of an absurd surplus at once, as taking one at a time from the most overpaid would: every group
 * comes down to one level, and fewer than two delegates a group are left for the single moves.
 */
function takeAwayMany(
  seats: number,
  base: number,
  members: readonly number[],
  delegates: number[],
  keep: number,
  moves: Move[],
): void {
  const count = sum(delegates) - seats
  if (count <= MANY) return
  const overpaid = delegates.map((held, i) => held * base - at(members, i) * seats)
  const takenDownTo = (level: number): readonly number[] =>
    delegates.map((held, i) => Math.min(held - keep, Math.max(0, floorDiv(at(overpaid, i) - level + base - 1, base))))
  let [below, level] = [Math.min(...overpaid) - base * Math.max(...delegates), Math.max(...overpaid)]
  while (level - below > 1) {
    const middle = below + floorDiv(level - below, 2)
    if (sum(takenDownTo(middle)) <= count - members.length) level = middle
    else below = middle
  }
  const taken = takenDownTo(level)
  taken.forEach((n, i) => {
    delegates[i] = at(delegates, i) - n
  })
  moves.push({ step: 'lose', which: positions(taken, (n) => n > 0), count, after: [...delegates] })
}

/** The groups with the largest shortfall (change 1), or the most overpaid ones that may lose a delegate (change -1). */
function furthestFromShare(
  seats: number,
  base: number,
  members: readonly number[],
  delegates: readonly number[],
  change: 1 | -1,
  keep: number,
): number[] {
  let best = Number.NEGATIVE_INFINITY
  let which: number[] = []
  for (let i = 0; i < members.length; i += 1) {
    if (change === -1 && at(delegates, i) <= keep) continue
    const shortfall = change * (at(members, i) * seats - at(delegates, i) * base)
    if (shortfall > best) {
      best = shortfall
      which = [i]
    } else if (shortfall === best) which.push(i)
  }
  return which
}

/** More viable groups than delegates: the smallest dissolve, equal ones together; a tie says who of the last equals. */
function dissolveSmallest(seats: number, members: readonly number[]): Allotment {
  const must = members.length - seats
  const edge = at(
    [...members].sort((a, b) => a - b),
    must - 1,
  )
  const smaller = positions(members, (m) => m < edge)
  const equal = positions(members, (m) => m === edge)
  const count = must - smaller.length
  const tied = equal.length > count
  const delegates = members.map((m) => (m > edge ? 1 : 0))
  const gone = tied ? smaller : positions(members, (m) => m <= edge)
  return {
    delegates,
    draw: tied ? { kind: 'leave', among: equal, count } : null,
    moves: [{ step: 'leave', which: gone, count: must, after: delegates }],
  }
}
