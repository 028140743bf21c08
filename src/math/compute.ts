/**
 * One precinct, from head counts to delegates. The result names its rules, shows its steps, returns ties as values and
 * carries every finding. It never draws, corrects or throws: for whole numbers >= 0 there is always a result.
 */
import { findingsIn } from './check.ts'
import { fraction } from './fraction.ts'
import { at, byGroup } from './groups.ts'
import { applyRules, knownDelegates, type RulesOutcome, winnersOf } from './outcome.ts'
import { type CountedRoom, countRoom } from './room.ts'
import { stepsOf } from './steps.ts'
import type { Fraction, PrecinctInput, Result, ResultWithoutSteps } from './types.ts'

/**
 * The result of one precinct's report. Counts and delegates are whole numbers >= 0 whose products are safe integers; it
 * throws nothing.
 *
 * `compute({ rules, delegates: 7, attendance: 113, initial: null, final: { Sanders: 45, Buttigieg: 38, Warren: 30 } })`
 * has `threshold: 17` and `delegates: { Buttigieg: 2, Sanders: 3, Warren: 2 }`.
 */
export function compute(input: PrecinctInput): Result {
  const room = countRoom(input)
  const outcome = applyRules(room, input.winner)
  // `raw` stands before `delegates`: programs that read the JSON see the worksheet in its order.
  const { delegates, tie, settled, finalNotNeeded, findings, ...before } = resultOf(room, outcome, input)
  const [raw, steps] = [rawShares(room, outcome), stepsOf(room, outcome)]
  return { ...before, raw, delegates, tie, settled, finalNotNeeded, findings, steps }
}

/** The same result without shares and steps, for callers that only need to know how it ends: a third less work. */
export function computeWithoutSteps(input: PrecinctInput): ResultWithoutSteps {
  const room = countRoom(input)
  return resultOf(room, applyRules(room, input.winner), input)
}

function resultOf(room: CountedRoom, outcome: RulesOutcome, input: PrecinctInput): ResultWithoutSteps {
  const settled = outcome.tie !== null && outcome.settled?.ok === true
  return {
    rules: room.rules.name,
    attendance: room.attendance,
    seats: room.seats,
    threshold: room.threshold,
    viable: room.names.filter((_, i) => outcome.viable[i]),
    viableInitial: room.names.filter((_, i) => room.viableInitial[i]),
    delegates: byGroup(room.names, knownDelegates(room, outcome)),
    tie: settled ? null : outcome.tie,
    settled: settled ? { tie: outcome.tie, winners: winnersOf(outcome) } : null,
    finalNotNeeded: room.finalNotNeeded,
    findings: findingsIn(room, outcome, input),
  }
}

function rawShares(room: CountedRoom, outcome: RulesOutcome): Readonly<Record<string, Fraction>> {
  const members = outcome.counted ?? room.initial
  const raw: Record<string, Fraction> = {}
  for (let i = 0; i < room.names.length; i += 1) {
    raw[room.names[i] as string] = fraction(members === null ? 0 : at(members, i) * room.seats, outcome.base)
  }
  return raw
}
