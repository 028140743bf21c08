/**
 * One precinct, from head counts to delegates. The result names its rules, shows its steps, returns ties as values and
 * carries every finding. It never draws, corrects or throws: for whole numbers >= 0 there is always a result.
 */
import { at } from './apportion.ts'
import { check } from './check.ts'
import { fraction } from './fraction.ts'
import { byGroup, decide, known, type Outcome, winnersOf } from './outcome.ts'
import { type Room, readRoom } from './room.ts'
import { stepsOf } from './steps.ts'
import type { Fraction, PrecinctInput, Result } from './types.ts'

/** The result of one precinct's report. Counts are whole numbers >= 0 whose products with `delegates` are safe integers. */
export function compute(input: PrecinctInput): Result {
  const room = readRoom(input)
  const outcome = decide(room, input.winner)
  const delegates = byGroup(room.names, known(room, outcome))
  const settled = outcome.tie !== null && outcome.settled?.ok === true
  return {
    rules: room.rules.name,
    attendance: room.attendance,
    seats: room.seats,
    threshold: room.threshold,
    viable: room.names.filter((_, i) => outcome.viable[i]),
    viableInitial: room.names.filter((_, i) => room.viableInitial[i]),
    raw: rawShares(room, outcome),
    delegates,
    tie: settled ? null : outcome.tie,
    settled: settled ? { tie: outcome.tie, winners: winnersOf(outcome) } : null,
    finalNotNeeded: room.finalNotNeeded,
    findings: check(room, outcome, input),
    steps: stepsOf(room, outcome),
  }
}

function rawShares(room: Room, outcome: Outcome): Readonly<Record<string, Fraction>> {
  const members = outcome.counted ?? room.initial
  const raw: Record<string, Fraction> = {}
  for (let i = 0; i < room.names.length; i += 1) {
    raw[room.names[i] as string] = fraction(members === null ? 0 : at(members, i) * room.seats, outcome.base)
  }
  return raw
}
