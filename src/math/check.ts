/**
 * Can this report be right? Findings in the order to ask in: missing parts, sums, groups, chance, delegates. One cause
 * may fire several; a finding never changes a number. Apart from what is said otherwise the checks are for two delegates
 * or more: with one there are no viable groups, no lock, and the final list may be empty.
 */
import { claimFindings } from './check-claims.ts'
import { groupFindings } from './check-groups.ts'
import { finding } from './finding-codes.ts'
import { at, byGroup, countsByPosition, sum } from './groups.ts'
import { leaders, type RulesOutcome } from './outcome.ts'
import type { CountedRoom } from './room.ts'
import { countsOnce } from './rules.ts'
import { electsOne } from './threshold.ts'
import { isListOfNames, isPossibleEnding, namesIn } from './tie.ts'
import type { Finding, PrecinctInput } from './types.ts'

/**
 * Every finding about one precinct's report, in the order to ask in; none where it is sound. Checks of claims only where
 * `reported` is given. Pure; throws nothing.
 * @example of one: { code: 'UNDERCOUNT', severity: 'confirm', groups: [], numbers: { attendance: 113, initial: 110, missing: 3 } }
 */
export function findingsIn(room: CountedRoom, outcome: RulesOutcome, input: PrecinctInput): Finding[] {
  const claim = countsByPosition(room.names, input.reported ?? null)
  const findings: Finding[] = []
  checkMissingParts(findings, room, claim)
  checkSums(findings, room)
  if (room.attendance === 0 || room.seats === 0) return findings
  groupFindings(findings, room, outcome, input.order ?? [])
  checkChance(findings, room, outcome, input, claim)
  if (electsOne(room.rules, room.seats)) checkOneDelegate(findings, room, outcome, input, claim)
  if (claim !== null) claimFindings(findings, room, outcome, claim)
  return findings
}

function checkMissingParts(findings: Finding[], room: CountedRoom, claim: readonly number[] | null): void {
  const { rules, attendance, initialTotal, finalTotal } = room
  const claimed = claim === null ? 0 : sum(claim)
  if (!countsOnce(rules) && initialTotal === 0 && finalTotal + claimed > 0) {
    findings.push(finding('INITIAL_MISSING', [], { final: finalTotal }))
  }
  if (room.final !== null && finalTotal === 0 && initialTotal > 0) findings.push(finalMissing(room))
  if (claim !== null && claimed === 0) findings.push(finding('DELEGATES_MISSING', [], { delegates: room.seats }))
  const needed = rules.reports.includes('attendance')
  if (!room.attendanceGiven && (needed || !countsOnce(rules))) {
    findings.push(finding('ATTENDANCE_MISSING', [], { attendance }, needed ? 'confirm' : 'note'))
  }
  if (room.spoiledBallots > 0) findings.push(finding('BALLOT_SPOILED', [], { ballots: room.spoiledBallots }))
}

/** The finding for a final alignment that is not there though it should be. */
export function finalMissing(room: Pick<CountedRoom, 'seats' | 'initialTotal'>): Finding {
  return finding('FINAL_MISSING', [], { initial: room.initialTotal }, room.seats === 1 ? 'note' : 'hold')
}

function checkSums(findings: Finding[], room: CountedRoom): void {
  const { attendance, initialTotal: initial, finalTotal: final } = room
  if (room.attendanceGiven && Math.max(initial, final) > attendance) {
    findings.push(finding('GROUP_SUM_EXCEEDS_ATTENDANCE', [], { attendance, initial, final }))
  }
  if (room.attendanceGiven && initial > 0 && initial < attendance) {
    findings.push(finding('UNDERCOUNT', [], { attendance, initial, missing: attendance - initial }))
  }
  if (initial === 0 || final === 0) return
  if (final > initial) findings.push(finding('FINAL_EXCEEDS_INITIAL', [], { initial, final, more: final - initial }))
  if (final < initial) findings.push(finding('FINAL_BELOW_INITIAL', [], { initial, final, fewer: initial - final }))
}

function checkChance(
  findings: Finding[],
  room: CountedRoom,
  outcome: RulesOutcome,
  input: PrecinctInput,
  claim: readonly number[] | null,
): void {
  const { tie, settled } = outcome
  const { winner } = input
  if (settled !== null && !settled.ok) {
    const seats = tie?.seats ?? 1
    const strangers = settled.why === 'not_tied' ? 1 : 0
    const cards = settled.why === 'bad_cards' ? 1 : 0
    findings.push(finding('TIE_WINNER_IMPOSSIBLE', settled.groups, { seats, strangers, cards }))
  }
  if (tie !== null && settled === null && !showsWinner(room, outcome, claim)) {
    findings.push(finding('TIE_NEEDS_WINNER', tie.among, { seats: tie.seats }))
  }
  if (winner === undefined) return
  const oneDelegate = electsOne(room.rules, room.seats)
  const needless = oneDelegate ? outcome.elected !== null && !isListOfNames(winner) : outcome.counted !== null
  if (needless && tie === null) findings.push(finding('CHANCE_NOT_NEEDED', namesIn(winner), {}))
  if (tie !== null && settled?.ok && isListOfNames(winner) && room.rules.chance === 'cards') {
    findings.push(finding('CARDS_MISSING', tie.among, {}))
  }
}

/** A claim equal to one of the ways the tie can end tells the winner; the tie itself stays open until it is named. */
function showsWinner(room: CountedRoom, outcome: RulesOutcome, claim: readonly number[] | null): boolean {
  if (claim === null) return false
  return isPossibleEnding(byGroup(room.names, outcome.certain), outcome.tie, (group) =>
    at(claim, room.names.indexOf(group)),
  )
}

function checkOneDelegate(
  findings: Finding[],
  room: CountedRoom,
  outcome: RulesOutcome,
  input: PrecinctInput,
  claim: readonly number[] | null,
): void {
  const largest = leaders(room)
  const reported = room.rules.oneDelegate === 'as_reported'
  if (reported && input.winner === undefined && room.initialTotal + room.finalTotal > 0) {
    findings.push(finding('WINNER_MISSING', largest, {}))
  }
  const elected = reportedElected(room, outcome, input, claim)
  if (elected === null || largest.length === 0 || largest.includes(elected)) return
  const members = room.final !== null && room.finalTotal > 0 ? room.final : (room.initial as readonly number[])
  findings.push(
    finding('ONE_DELEGATE_NOT_PLURALITY', [elected, ...largest], {
      members: at(members, room.names.indexOf(elected)),
      largest: Math.max(...members),
    }),
  )
}

/** The person said to be elected: by the chair's word, or where there is none by the worksheet's one delegate. */
function reportedElected(
  room: CountedRoom,
  outcome: RulesOutcome,
  input: PrecinctInput,
  claim: readonly number[] | null,
): string | null {
  const { winner } = input
  if (winner !== undefined && isListOfNames(winner) && winner.length === 1 && outcome.tie === null)
    return winner[0] as string
  if (outcome.elected !== null && winner !== undefined) return outcome.elected
  if (claim === null || sum(claim) !== 1) return null
  return room.names[claim.indexOf(1)] as string
}
