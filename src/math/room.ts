/**
 * The report as arrays by group, with what the rules make of the first alignment: attendance, threshold, who is viable,
 * whether a second alignment is held. Everything after works on positions in `names`.
 */
import { type Ballots, readBallots, withFirstChoices, withMovedBallots } from './early-ballots.ts'
import { at, countsByPosition, sum } from './groups.ts'
import { countsOnce } from './rules.ts'
import { electsOne, threshold, viable } from './threshold.ts'
import { namesIn } from './tie.ts'
import type { Groups, PrecinctInput, RuleSet } from './types.ts'

/** One report by position in `names`, with what the rules make of its first alignment. */
export interface CountedRoom {
  readonly rules: RuleSet
  readonly seats: number
  /** Every group mentioned anywhere, in ballot order, then by name: the order of the report changes nothing. */
  readonly names: readonly string[]
  readonly attendance: number
  readonly attendanceGiven: boolean
  /** Members by position, early ballots included; null where none was given. */
  readonly initial: readonly number[] | null
  readonly final: readonly number[] | null
  readonly initialTotal: number
  readonly finalTotal: number
  readonly threshold: number | null
  /** The number the threshold is a share of: the attendance, or the votes cast. */
  readonly thresholdOf: number
  readonly viableInitial: readonly boolean[]
  /** No second alignment is held: every group is viable, and there are not more of them than delegates. */
  readonly finalNotNeeded: boolean
  readonly earlyBallots: number
  readonly spoiledBallots: number
}

/** The report by position, with early ballots counted in. If nobody gave the attendance it is the sum of the first count that there is. */
export function countRoom(input: PrecinctInput): CountedRoom {
  const { rules, delegates: seats } = input
  const names = namesOf(input)
  const ballots = rules.earlyVotes === 'none' ? noBallots : readBallots(names, input.ballots ?? [])
  const reported = alignments(input)
  const inRoom = countsByPosition(names, reported.initial)
  const initial = inRoom && withFirstChoices(inRoom, ballots.valid)
  const roomFinal = countsByPosition(names, reported.final)
  const initialTotal = initial ? sum(initial) : 0
  const firstCount = initialTotal > 0 ? initialTotal : sum(roomFinal ?? []) + ballots.valid.length
  const attendance = input.attendance ?? firstCount
  const thresholdOf = rules.viability === 'share' ? firstCount : attendance
  const limit = electsOne(rules, seats) ? null : threshold(rules, seats, thresholdOf)
  const viableInitial = viableAmong(rules, seats, limit, attendance, initial, names.length)
  const final = roomFinal && withMovedBallots(rules, limit, roomFinal, viableInitial, ballots.valid)
  const settledAtOnce = seats >= 2 && initial !== null && allViable(initial, viableInitial, seats)
  return {
    rules,
    seats,
    names,
    attendance,
    attendanceGiven: input.attendance !== null,
    initial,
    final,
    initialTotal,
    finalTotal: final ? sum(final) : 0,
    threshold: attendance === 0 ? null : limit,
    thresholdOf,
    viableInitial,
    finalNotNeeded: settledAtOnce || (countsOnce(rules) && reported.moved),
    earlyBallots: ballots.valid.length,
    spoiledBallots: ballots.spoiled,
  }
}

const noBallots: Ballots = { valid: [], spoiled: 0 }

/** An empty list is no alignment. Rules with one round take whichever list came as their only count. */
function alignments(input: PrecinctInput): { initial: Groups | null; final: Groups | null; moved: boolean } {
  const initial = unlessEmpty(input.initial)
  const final = unlessEmpty(input.final)
  if (countsOnce(input.rules) && final === null) return { initial: null, final: initial, moved: initial !== null }
  return { initial, final, moved: false }
}

function unlessEmpty(groups: Groups | null): Groups | null {
  return groups !== null && Object.keys(groups).length > 0 ? groups : null
}

function namesOf(input: PrecinctInput): string[] {
  const names = new Set([...Object.keys(input.initial ?? {}), ...Object.keys(input.final ?? {})])
  for (const name of Object.keys(input.reported ?? {})) names.add(name)
  for (const ballot of input.ballots ?? []) for (const name of ballot) names.add(name)
  // A room that elects one person may elect somebody whom no group stood for.
  if (electsOne(input.rules, input.delegates)) for (const name of namesIn(input.winner ?? [])) names.add(name)
  const listed = (input.order ?? []).filter((name) => names.delete(name))
  return [...listed, ...[...names].sort()]
}

function viableAmong(
  rules: RuleSet,
  seats: number,
  limit: number | null,
  attendance: number,
  members: readonly number[] | null,
  groups: number,
): boolean[] {
  if (members === null || attendance === 0 || seats === 0 || electsOne(rules, seats)) {
    return new Array<boolean>(groups).fill(false)
  }
  return viable(limit, members)
}

function allViable(initial: readonly number[], flags: readonly boolean[], seats: number): boolean {
  let groups = 0
  for (let i = 0; i < initial.length; i += 1) {
    if (at(initial, i) === 0) continue
    if (flags[i] !== true) return false
    groups += 1
  }
  return groups > 0 && groups <= seats
}
