/**
 * One precinct, from head counts to delegates. The result names its rules, shows its steps, returns ties as values and
 * carries every finding. It never draws, corrects or throws: for whole numbers >= 0 there is always a result.
 */
import { at } from './apportion.ts'
import { findingsIn } from './check.ts'
import { fraction } from './fraction.ts'
import { applyRules, byGroup, known, type RulesOutcome, winnersOf } from './outcome.ts'
import { type CountedRoom, readRoom } from './room.ts'
import { stepsOf } from './steps.ts'
import type { Computation, Fraction, PrecinctInput, Result } from './types.ts'

/** The result of one precinct's report. Counts are whole numbers >= 0 whose products with `delegates` are safe integers. */
export function compute(input: PrecinctInput): Result {
  const room = readRoom(input)
  const outcome = applyRules(room, input.winner)
  const { delegates, tie, settled, finalNotNeeded, findings, ...before } = verdictOf(room, outcome, input)
  const [raw, steps] = [rawShares(room, outcome), stepsOf(room, outcome)]
  return { ...before, raw, delegates, tie, settled, finalNotNeeded, findings, steps }
}

/** The result without the worksheet, for who only needs to know how it ends. */
export function verdict(input: PrecinctInput): Computation {
  const room = readRoom(input)
  return verdictOf(room, applyRules(room, input.winner), input)
}

function verdictOf(room: CountedRoom, outcome: RulesOutcome, input: PrecinctInput): Computation {
  const settled = outcome.tie !== null && outcome.settled?.ok === true
  return {
    rules: room.rules.name,
    attendance: room.attendance,
    seats: room.seats,
    threshold: room.threshold,
    viable: room.names.filter((_, i) => outcome.viable[i]),
    viableInitial: room.names.filter((_, i) => room.viableInitial[i]),
    delegates: byGroup(room.names, known(room, outcome)),
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
