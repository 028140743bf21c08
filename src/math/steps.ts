/** The worksheet, filled in: what was done, in order, as data. The texts, pages, console and command line say it. */
import { at } from './apportion.ts'
import { byGroup, type RulesOutcome } from './outcome.ts'
import type { CountedRoom } from './room.ts'
import { electsOne } from './threshold.ts'
import { stays } from './tie.ts'
import type { Step } from './types.ts'

/** Every step that led to the result; `values` are by group, `numbers` have the keys named beside each step. */
export function stepsOf(room: CountedRoom, outcome: RulesOutcome): Step[] {
  const steps: Step[] = [attendanceStep(room)]
  const one = electsOne(room.rules, room.seats)
  if (room.earlyBallots > 0) steps.push(step('ballots', [], { ballots: room.earlyBallots }))
  if (room.threshold !== null) {
    // threshold; delegates; people: what it is a share of, votes: 1 when these are the votes cast, not the attendance
    const votes = room.rules.viability === 'share' ? 1 : 0
    const numbers = { threshold: room.threshold, delegates: room.seats, people: room.thresholdOf, votes }
    steps.push(step('threshold', [], numbers))
  }
  const counted = outcome.counted ?? room.initial
  if (room.attendance === 0 || room.seats === 0 || counted === null) return steps
  if (one) steps.push(...oneSteps(outcome))
  else {
    const places = room.names.map((_, i) => i).filter((i) => outcome.viable[i])
    const names = places.map((i) => room.names[i] as string)
    if (outcome.lowered !== null) steps.push(step('lowered', [], { threshold: outcome.lowered }))
    // final: 1 for the alignment that counts, 0 for the initial one before it; stands: 1 where that one needs no second
    const final = outcome.counted === null ? 0 : 1
    const stands = room.final === null ? final : 0
    steps.push({
      ...step('viable', names, { final, stands }),
      values: byGroup(
        names,
        places.map((i) => at(counted, i)),
      ),
    })
    if (outcome.allotment !== null) shareSteps(steps, room, outcome, counted, names, places)
  }
  return steps
}

function attendanceStep(room: CountedRoom): Step {
  // attendance; given: 1 when the chair said it, 0 when it is a sum
  return step('attendance', [], { attendance: room.attendance, given: room.attendanceGiven ? 1 : 0 })
}

function oneSteps(outcome: RulesOutcome): Step[] {
  if (outcome.elected !== null && outcome.tie === null) return [step('elect', [outcome.elected], {})]
  return tieSteps(outcome)
}

function shareSteps(
  steps: Step[],
  room: CountedRoom,
  outcome: RulesOutcome,
  counted: readonly number[],
  names: readonly string[],
  places: readonly number[],
): void {
  const { allotment } = outcome
  if (allotment === null || names.length === 0) {
    steps.push(step('none', [], {}))
    return
  }
  // delegates, base: members x delegates / base is the share; values: members
  const members = byGroup(
    names,
    places.map((i) => at(counted, i)),
  )
  steps.push({ ...step('raw', names, { delegates: room.seats, base: outcome.base }), values: members })
  for (const move of allotment.moves) {
    // count: the sum after rounding, or how many delegates were missing or too many; values: the state after it
    const which = move.which.map((i) => names[i] as string)
    const numbers = { count: move.count, delegates: room.seats }
    steps.push({ ...step(move.step, which, numbers), values: byGroup(names, move.after) })
  }
  steps.push(...tieSteps(outcome))
}

function tieSteps(outcome: RulesOutcome): Step[] {
  const { tie, settled } = outcome
  if (tie === null) return []
  // seats: how many of the tied get one more than is certain; gain, lose, leave or elect: how many of them do that
  const count = stays(tie) ? tie.among.length - tie.seats : tie.seats
  const tied = step('tie', tie.among, { seats: tie.seats, [tie.kind]: count })
  return settled?.ok ? [tied, step('settle', settled.winners, { seats: tie.seats })] : [tied]
}

function step(name: Step['step'], groups: readonly string[], numbers: Readonly<Record<string, number>>): Step {
  return { step: name, groups, numbers }
}
