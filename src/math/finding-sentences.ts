import { type FindingCode, isCode } from './finding-codes.ts'
import type { Finding } from './types.ts'

/** A finding in words, for headquarters: the numbers, the usual cause, and what was learnt about it in February 2020. */

const hqSentences: Readonly<Record<FindingCode, Sentence>> = {
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

/**
 * A finding in words, for the chair: what does not add up, and what to do about it. Plain, short, without blame. The
 * texts of the bot are its own (they must fit a segment, in each language); pages, console and command line use these.
 */

/** Numbers by key, 0 where absent; the finding's groups; the first of them. */
type Sentence = (n: (key: string) => number, groups: string, first: string) => string

/** The sentence a chair understands. An unknown code (from a newer program) is named as it is. */
export function findingForChair(finding: Finding): string {
  return sentenceOf(chairSentences, finding)
}

/** The sentence for headquarters: the numbers, and what it may mean. */
export function findingForHq(finding: Finding): string {
  return sentenceOf(hqSentences, finding)
}

function sentenceOf(sentences: Readonly<Record<FindingCode, Sentence>>, finding: Finding): string {
  const { code, groups, numbers } = finding
  if (!isCode(code)) return `${code}.`
  return sentences[code]((key) => numbers[key] ?? 0, listed(groups), groups[0] ?? '')
}

/** "A", "A and B", "A, B and C". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** "1 delegate", "3 delegates". */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : several}`
}

const chairSentences: Readonly<Record<FindingCode, Sentence>> = {
  NOT_A_COUNT: (_, groups) => `"${groups}" is not a whole number of people.`,
  UNKNOWN_PRECINCT: (_, groups) => `There is no precinct "${groups}".`,
  UNKNOWN_GROUP: (_, groups) => `There is no group "${groups}".`,
  GROUP_TWICE: (_, groups) => `${groups} has two different numbers. Send the right one.`,
  INITIAL_MISSING: () => 'The first count is missing. Send the number of people in each group at first alignment.',
  FINAL_MISSING: () => 'The final count is missing. Send the number of people in each group after realigning.',
  DELEGATES_MISSING: (n) =>
    `No group has a delegate on your worksheet, but ${plural(n('delegates'), 'delegate')} must be elected.`,
  ATTENDANCE_MISSING: (n) =>
    `You gave no attendance, so the ${n('attendance')} people in the groups are taken for everybody present.`,
  GROUP_SUM_EXCEEDS_ATTENDANCE: (n) =>
    `The groups add up to ${Math.max(n('initial'), n('final'))}, more than the ${n('attendance')} people present. Recount.`,
  UNDERCOUNT: (n) =>
    `${plural(n('missing'), 'person', 'people')} of the ${n('attendance')} present are in no group. Is a group missing?`,
  CHECKSUM_DIFFERS: (n, _, first) =>
    `The ${first} count adds up to ${n('sum')}, not to the ${n('said')} you gave. Recount.`,
  FINAL_EXCEEDS_INITIAL: (n) =>
    `The final total ${n('final')} is more than the ${n('initial')} at first count. Nobody may join late. Recount.`,
  FINAL_BELOW_INITIAL: (n) =>
    `${plural(n('fewer'), 'person', 'people')} fewer than at first count, which is all right: people go home.`,
  VIABLE_GROUP_SHRANK: (n, _, first) =>
    `${first} was viable with ${n('initial')} and now has ${n('final')}. People of a viable group stay in it, even if they go home.`,
  SMALLEST_DISBANDED: (_, groups) => `${groups} dissolved, because there were more viable groups than delegates.`,
  ADJACENT_SHIFT: (n, groups, first) =>
    `${first} lost all of its ${n('initial')} people, and a neighbour on the list has ${n('final')}. Was the number put in the wrong line (${groups})?`,
  REALIGNED_THOUGH_ALL_VIABLE: (_, groups) =>
    `All groups were viable at first, so nobody had to move, but the final count of ${groups} differs.`,
  NONVIABLE_IN_FINAL: (n, groups) => `${groups} stayed below the ${n('threshold')} needed and wins no delegate.`,
  NO_VIABLE_GROUP: (n) =>
    `No group has the ${n('threshold')} people needed; the largest has ${n('largest')}. The room must align again.`,
  MORE_VIABLE_THAN_DELEGATES: (n) =>
    `${n('viable')} groups are viable, but only ${plural(n('delegates'), 'delegate')} can be elected. The smallest group must join others.`,
  DUPLICATE_OF_OTHER_PRECINCT: (_, groups) =>
    `These are the same numbers as those of ${groups}. Is the precinct right?`,
  TOO_MANY_DELEGATES: (n) =>
    `The worksheet gives ${n('claimed')} delegates, but the precinct elects ${n('delegates')}.`,
  TOO_FEW_DELEGATES: (n) => `The worksheet gives only ${n('claimed')} of the ${n('delegates')} delegates.`,
  NONVIABLE_GOT_DELEGATE: (n, _, first) =>
    `The worksheet gives ${first} ${plural(n('claimed'), 'delegate')}, but it is not viable with ${plural(n('members'), 'person', 'people')}.`,
  VIABLE_GOT_NONE: (_, groups) => `${groups} is viable and must have a delegate, but has none on the worksheet.`,
  LARGER_GOT_FEWER: (_, groups) => `Of ${groups}, the first is larger but has fewer delegates on the worksheet.`,
  CLAIMED_DELEGATES_DIFFER: (n, _, first) =>
    `The worksheet gives ${first} ${plural(n('claimed'), 'delegate')}; by the rules it is ${n('computed')}.`,
  USED_FINAL_TOTAL: (n) =>
    `It looks as if the worksheet was divided by the ${n('final')} people at the end. Divide by the ${n('attendance')} present at first.`,
  TIE_NEEDS_WINNER: (n, groups) =>
    `${groups} are tied for ${plural(n('seats'), 'delegate')}. Settle it by chance, and report who won.`,
  CHANCE_NOT_NEEDED: () => 'No groups are tied, so no game of chance was needed. The rules decide.',
  TIE_WINNER_IMPOSSIBLE: (n, groups) => {
    if (n('cards') > 0) return 'The cards cannot be right: each tied group draws one, and no card is drawn twice.'
    if (n('strangers') > 0) return `${groups} cannot have won: not among the tied groups.`
    return `${plural(n('seats'), 'winner')} must be named, once.`
  },
  CARDS_MISSING: (_, groups) => `Report the cards that ${groups} drew.`,
  WINNER_MISSING: () => 'One delegate is elected. Report who it is.',
  ONE_DELEGATE_NOT_PLURALITY: (n, _, first) =>
    `${first} was elected with ${plural(n('members'), 'supporter')}, though another group has ${n('largest')}. Is that right?`,
  BALLOT_SPOILED: (n) => `${plural(n('ballots'), 'early ballot')} with fewer than three choices cannot be counted.`,
  SDE_DIFFERS: (_, groups) => `The state delegate equivalents of ${groups} do not follow from the delegates.`,
}
