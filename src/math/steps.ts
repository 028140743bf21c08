/** The worksheet, filled in, as data. */
import type { Allotment } from './apportion.ts'
import { at, byGroup, positions } from './groups.ts'
import type { RulesOutcome } from './outcome.ts'
import type { CountedRoom } from './room.ts'
import { electsOne } from './threshold.ts'
import { keepsUnlessHit } from './tie.ts'
import type { Groups, Step } from './types.ts'

/**
 * Every step that led to the result, in the order of the worksheet; step-sentences.ts says them. `groups` are the groups a
 * step is about, `values` numbers by group; the keys of `numbers` are named beside each step.
 */
export function stepsOf(room: CountedRoom, outcome: RulesOutcome): Step[] {
  // attendance; given: 1 when the chair said it, 0 when it is a sum
  const given = room.attendanceGiven ? 1 : 0
  const steps: Step[] = [step('attendance', [], { attendance: room.attendance, given })]
  if (room.earlyBallots > 0) steps.push(step('ballots', [], { ballots: room.earlyBallots }))
  if (room.threshold !== null) {
    // threshold; delegates; people: what it is a share of, votes: 1 when these are the votes cast, not the attendance
    const votes = room.rules.viability === 'share' ? 1 : 0
    const numbers = { threshold: room.threshold, delegates: room.seats, people: room.thresholdOf, votes }
    steps.push(step('threshold', [], numbers))
  }
  const counted = outcome.counted ?? room.initial
  if (room.attendance === 0 || room.seats === 0 || counted === null) return steps
  if (electsOne(room.rules, room.seats)) return [...steps, ...oneDelegateSteps(outcome)]
  const places = positions(room.names, (_, i) => outcome.viable[i] === true)
  const names = places.map((i) => room.names[i] as string)
  const members = byGroup(
    names,
    places.map((i) => at(counted, i)),
  )
  if (outcome.lowered !== null) steps.push(step('lowered', [], { threshold: outcome.lowered }))
  // final: 1 for the alignment that counts, 0 for the initial one before it; stands: 1 if that one needs no second
  const final = outcome.counted === null ? 0 : 1
  const stands = room.final === null ? final : 0
  steps.push(step('viable', names, { final, stands }, members))
  if (outcome.allotment === null) return steps
  if (names.length === 0) return [...steps, step('none', [], {})]
  return [...steps, ...shareSteps(room, outcome, outcome.allotment, names, members)]
}

function oneDelegateSteps(outcome: RulesOutcome): Step[] {
  if (outcome.elected !== null && outcome.tie === null) return [step('elect', [outcome.elected], {})]
  return tieSteps(outcome)
}

/** `names` are the viable groups by position in the allotment, `members` their people. */
function shareSteps(
  room: CountedRoom,
  outcome: RulesOutcome,
  allotment: Allotment,
  names: readonly string[],
  members: Groups,
): Step[] {
  return [
    // delegates, base: members x delegates / base is the share; values: members
    step('raw', names, { delegates: room.seats, base: outcome.base }, members),
    // count: the sum after rounding, or how many delegates were missing or too many; values: the state after it
    ...allotment.moves.map((move) =>
      step(
        move.step,
        move.which.map((i) => names[i] as string),
        { count: move.count, delegates: room.seats },
        byGroup(names, move.after),
      ),
    ),
    ...tieSteps(outcome),
  ]
}

function tieSteps(outcome: RulesOutcome): Step[] {
  const { tie, settled } = outcome
  if (tie === null) return []
  // seats: how many of the tied get one more than is certain; gain, lose, leave or elect: how many of them do that
  const count = keepsUnlessHit(tie) ? tie.among.length - tie.seats : tie.seats
  const tied = step('tie', tie.among, { seats: tie.seats, [tie.kind]: count })
  return settled?.ok ? [tied, step('settle', settled.winners, { seats: tie.seats })] : [tied]
}

function step(name: Step['step'], groups: readonly string[], numbers: Groups, values?: Groups): Step {
  return values === undefined ? { step: name, groups, numbers } : { step: name, groups, numbers, values }
}
