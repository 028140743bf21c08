import type { PrecinctReply, ReplyOutcome } from '../reply.ts'
import { delegatesOf, electsNobody } from './assess.ts'
import type { DecisionContext } from './decision.ts'
import { sameCounts } from './diff-counts.ts'
import { lastRecorded, type Recorded, type State } from './state.ts'

/** What stands on record, against the counts in hand. */

/** True while the counts in hand say what the record says, however they came to. */
function sayTheSame({ draft }: State, report: Recorded): boolean {
  const { attendance, initial, final, toss } = draft
  return (
    (attendance ?? report.seen.attendance) === report.seen.attendance &&
    sameCounts(initial, report.initial) &&
    (final === null || sameCounts(final, report.final ?? report.initial)) &&
    (toss?.winners.join() ?? '') === (report.toss?.winners.join() ?? '')
  )
}

/** A borrowed phone's report is on record and unconfirmed, and here is a phone that can confirm it by sending the same. */
export function canConfirm(state: State, { standing }: DecisionContext): boolean {
  const report = lastRecorded(state)
  const registered = standing === 'registered' || standing === 'backup'
  return registered && report !== null && !report.confirmed && sayTheSame(state, report)
}

/** True while nothing awaits this sender's answer: the counts in hand are those on record. */
export function matchesRecord(state: State, context: DecisionContext): boolean {
  const report = lastRecorded(state)
  return report !== null && sayTheSame(state, report) && !canConfirm(state, context)
}

/** True while the public may not see the last report: it was kept, is unconfirmed, or HQ holds it. */
const isHeld = (state: State, report: Recorded): boolean => state.published?.number !== report.number

export function already(state: State, report: Recorded, context: DecisionContext): PrecinctReply {
  const { number, at } = report
  const outcome = recordedOutcome(report, context)
  return { kind: 'already', precinct: context.precinct.id, number, at, held: isHeld(state, report), outcome }
}

/** After the close nothing changes by text: what stands, and whom to call. */
export function closed(state: State, context: DecisionContext): PrecinctReply {
  const report = lastRecorded(state)
  const stands = report && {
    number: report.number,
    held: isHeld(state, report),
    outcome: recordedOutcome(report, context),
  }
  return { kind: 'closed', precinct: context.precinct.id, stands }
}

const recordedOutcome = ({ seen, final, initial }: Recorded, { rules }: DecisionContext): ReplyOutcome => ({
  seats: seen.seats,
  attendance: seen.attendance,
  delegates: delegatesOf(seen.delegates),
  counts: final ?? initial ?? [],
  finalNotNeeded: false,
  countsOnly: electsNobody(rules),
})
