/**
 * Every finding there is, with its severity, and what its `groups` and `numbers` hold. The codes are stable: other
 * programs read them. `refuse`: cannot be read; `hold`: ask, and if the chair insists keep it out of the totals;
 * `confirm`: ask; `note`: for headquarters only. If several groups are named, numbers about a group are the first's.
 *
 * Not every `hold` keeps a report out of the totals: those about the delegates that the chair claims (`claimCodes` in
 * src/bot/report/assess.ts) pass by OK, and DUPLICATE_OF_OTHER_PRECINCT, which no precinct sees alone, only alerts.
 */
import type { Finding, Severity } from './types.ts'

export const severities = {
  /** groups: what was written. */
  NOT_A_COUNT: 'refuse',
  UNKNOWN_PRECINCT: 'refuse',
  UNKNOWN_GROUP: 'refuse',
  GROUP_TWICE: 'refuse',
  /** final: people in the final alignment. */
  INITIAL_MISSING: 'hold',
  /** initial: people in the initial alignment. A note where one delegate is elected: such a room does not realign. */
  FINAL_MISSING: 'hold',
  /** delegates: to elect. */
  DELEGATES_MISSING: 'confirm',
  /** attendance: the sum used instead. `confirm` where the rules require an attendance. */
  ATTENDANCE_MISSING: 'note',
  /** attendance; initial, final: the totals (0 where there is none), one of them larger than the attendance. */
  GROUP_SUM_EXCEEDS_ATTENDANCE: 'hold',
  /** attendance, initial, missing: people in no group. */
  UNDERCOUNT: 'confirm',
  /** groups: initial or final; said: the total the chair gave with the list; sum. Found where the text is read. */
  CHECKSUM_DIFFERS: 'hold',
  /** initial, final, more. */
  FINAL_EXCEEDS_INITIAL: 'hold',
  /** initial, final, fewer: people went home, which is normal. */
  FINAL_BELOW_INITIAL: 'note',
  /** groups: viable and locked, yet smaller now; initial, final: of the first. */
  VIABLE_GROUP_SHRANK: 'hold',
  /** groups: dissolved because there were more viable groups than delegates; viable, delegates. */
  SMALLEST_DISBANDED: 'note',
  /** groups: the one whose people are gone, then its neighbour on the list that has them; initial, final. */
  ADJACENT_SHIFT: 'hold',
  /** groups: those that changed; viable, delegates. */
  REALIGNED_THOUGH_ALL_VIABLE: 'confirm',
  /** groups: people who stayed put; threshold, members. */
  NONVIABLE_IN_FINAL: 'note',
  /** threshold, largest; lowered: the bar of half the largest group where the rules have it, else 0. */
  NO_VIABLE_GROUP: 'hold',
  /** groups: the viable ones; viable, delegates. */
  MORE_VIABLE_THAN_DELEGATES: 'confirm',
  /** groups: the codes of the other precincts with the same counts; initial; final: 1 where that is the same too. */
  DUPLICATE_OF_OTHER_PRECINCT: 'hold',
  /** claimed, delegates. */
  TOO_MANY_DELEGATES: 'hold',
  TOO_FEW_DELEGATES: 'hold',
  /** groups; threshold, members, claimed. */
  NONVIABLE_GOT_DELEGATE: 'hold',
  /** groups; threshold, members. */
  VIABLE_GOT_NONE: 'hold',
  /** groups: the larger, the smaller; members, claimed: of the larger; otherMembers, otherClaimed: of the smaller. */
  LARGER_GOT_FEWER: 'hold',
  /** groups: those with another number than computed; claimed, computed: of the first. */
  CLAIMED_DELEGATES_DIFFER: 'hold',
  /** attendance: the right divisor; final: the one that gives the claim. */
  USED_FINAL_TOTAL: 'note',
  /** groups: the tied; seats: how many of them get one more. */
  TIE_NEEDS_WINNER: 'confirm',
  /** groups: the winners that were reported. */
  CHANCE_NOT_NEEDED: 'confirm',
  /** groups: those reported; seats; strangers: 1 where some did not tie; cards: 1 where the cards cannot be right. */
  TIE_WINNER_IMPOSSIBLE: 'hold',
  /** groups: the tied. Settled by names where the rules ask for the cards drawn. */
  CARDS_MISSING: 'note',
  /** groups: the largest groups, if any. */
  WINNER_MISSING: 'confirm',
  /** groups: the elected, then the largest; members: of the elected; largest. */
  ONE_DELEGATE_NOT_PLURALITY: 'confirm',
  /** ballots: early ballots with fewer than three choices, not counted. */
  BALLOT_SPOILED: 'note',
  /** groups; reported, computed: in ten-thousandths of a state delegate. */
  SDE_DIFFERS: 'hold',
} as const satisfies Readonly<Record<string, Severity>>

/** The code of a finding. */
export type FindingCode = keyof typeof severities

/** A finding with the severity of its code, unless the case at hand has another. */
export function finding(
  code: FindingCode,
  groups: readonly string[],
  numbers: Readonly<Record<string, number>>,
  severity: Severity = severities[code],
): Finding {
  return { code, severity, groups, numbers }
}

/** Whether a code is one of ours: a newer program may have written others. */
export function isCode(code: string): code is FindingCode {
  return Object.hasOwn(severities, code)
}
