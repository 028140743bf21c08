/** A finding in words, for headquarters: the numbers, the usual cause, and what was learnt about it in February 2020. */
import type { Code } from './codes.ts'
import type { Sentence } from './sentences.ts'

export const hqSentences: Readonly<Record<Code, Sentence>> = {
  NOT_A_COUNT: (_, groups) => `"${groups}" is no whole number; nothing was stored.`,
  UNKNOWN_PRECINCT: (_, groups) => `"${groups}" is not on the roster; nothing was stored.`,
  UNKNOWN_GROUP: (_, groups) => `"${groups}" is not on the list of groups; nothing was stored.`,
  GROUP_TWICE: (_, groups) => `${groups} came with two numbers; nothing was stored.`,
  INITIAL_MISSING: (n) =>
    `No initial alignment, with ${n('final')} people in the final one: attendance and threshold are not known.`,
  FINAL_MISSING: (n) => `No final alignment, with ${n('initial')} people in the initial one.`,
  DELEGATES_MISSING: (n) => `The worksheet gives no delegates; the precinct elects ${n('delegates')}.`,
  ATTENDANCE_MISSING: (n) => `No attendance reported; the sum of the groups, ${n('attendance')}, is used.`,
  GROUP_SUM_EXCEEDS_ATTENDANCE: (n) =>
    `More people in groups (initial ${n('initial')}, final ${n('final')}) than signed in (${n('attendance')}). The attendance stays the divisor.`,
  UNDERCOUNT: (n) =>
    `${n('initial')} of ${n('attendance')} stand in groups; ${n('missing')} in none. A group may be missing, or people undecided.`,
  CHECKSUM_DIFFERS: (n, _, first) =>
    `The list (${first}) adds up to ${n('sum')}; the total given with it is ${n('said')}.`,
  FINAL_EXCEEDS_INITIAL: (n) =>
    `Final ${n('final')} exceeds initial ${n('initial')} by ${n('more')}: late joiners, or a miscount in one alignment.`,
  FINAL_BELOW_INITIAL: (n) =>
    `${n('fewer')} people left between the alignments (${n('initial')} to ${n('final')}); normal.`,
  VIABLE_GROUP_SHRANK: (n, groups, first) =>
    `Viable and locked, yet smaller: ${groups} (${first} ${n('initial')} to ${n('final')}). Often those who left were not counted.`,
  SMALLEST_DISBANDED: (n, groups) =>
    `${groups} shrank legally: ${n('viable')} viable groups for ${n('delegates')} delegates, the smallest dissolve.`,
  ADJACENT_SHIFT: (n, groups, first) =>
    `Likely a slip of one line (${groups}): ${first} falls from ${n('initial')} to 0, its neighbour rises from 0 to ${n('final')}.`,
  REALIGNED_THOUGH_ALL_VIABLE: (n, groups) =>
    `All ${n('viable')} groups were viable for ${n('delegates')} delegates; no realignment is due, yet ${groups} changed.`,
  NONVIABLE_IN_FINAL: (n, groups) =>
    `Below the threshold of ${n('threshold')} at the end, without delegates: ${groups}.`,
  NO_VIABLE_GROUP: (n) => {
    const fallback =
      n('lowered') > 0 ? ` Half of the leader (${n('lowered')}) was used instead; no text confirms this.` : ''
    return `Nobody reached ${n('threshold')} (largest ${n('largest')}).${fallback}`
  },
  MORE_VIABLE_THAN_DELEGATES: (n, groups) =>
    `${n('viable')} viable groups for ${n('delegates')} delegates (${groups}): the smallest counts as dissolved. Ask who realigned.`,
  DUPLICATE_OF_OTHER_PRECINCT: (n, groups) =>
    `All initial counts (${n('initial')} people) equal those of ${groups}${n('final') > 0 ? ', the final ones too' : ''}. One may be filed wrongly.`,
  TOO_MANY_DELEGATES: (n) => `Claimed ${n('claimed')}, to elect ${n('delegates')}.`,
  TOO_FEW_DELEGATES: (n) => `Claimed ${n('claimed')}, to elect ${n('delegates')}.`,
  NONVIABLE_GOT_DELEGATE: (n, groups) =>
    `Claimed for groups that are not viable: ${groups} (${n('members')} people; ${n('threshold')} needed).`,
  VIABLE_GOT_NONE: (n, groups) =>
    `Viable without a claimed delegate: ${groups} (${n('members')} people; ${n('threshold')} needed).`,
  LARGER_GOT_FEWER: (n, groups) =>
    `${groups}: ${n('members')} people claim ${n('claimed')}, ${n('otherMembers')} people claim ${n('otherClaimed')}.`,
  CLAIMED_DELEGATES_DIFFER: (n, groups, first) =>
    `The claim is no outcome of the rules: ${groups} (${first} claimed ${n('claimed')}, computed ${n('computed')}).`,
  USED_FINAL_TOTAL: (n) =>
    `The claim follows with the final total ${n('final')} as divisor instead of ${n('attendance')}.`,
  TIE_NEEDS_WINNER: (n, groups) => `Exact tie of ${groups}; ${n('seats')} of them get one more. No winner reported.`,
  CHANCE_NOT_NEEDED: (_, groups) =>
    `A game of chance was reported (${groups}), but nothing is tied; it was not applied.`,
  TIE_WINNER_IMPOSSIBLE: (n, groups) => {
    if (n('cards') > 0) return 'The cards reported are no draw of one deck among the tied groups; the tie stays open.'
    if (n('strangers') > 0) return `Reported as winner without being tied: ${groups}; the tie stays open.`
    return `Wrong number of winners (${groups}); ${n('seats')} expected; the tie stays open.`
  },
  CARDS_MISSING: (_, groups) => `Settled by name; the cards of ${groups} belong in the report.`,
  WINNER_MISSING: (_, groups) => `One delegate, no winner reported; largest: ${groups || 'nobody'}.`,
  ONE_DELEGATE_NOT_PLURALITY: (n, groups, first) =>
    `${first} was elected with ${n('members')} supporters; the largest group has ${n('largest')} (${groups}). The room's vote stands.`,
  BALLOT_SPOILED: (n) =>
    `Early ballots with fewer than three choices, left out of attendance and count: ${n('ballots')}.`,
  SDE_DIFFERS: (n, groups) =>
    `${groups}: reported SDE ${n('reported')}, computed ${n('computed')} (ten-thousandths). Delegates or county figures differ.`,
}
