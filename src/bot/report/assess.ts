import type { Tallies } from '../../grammar/intent.ts'
import { compute, computeWithoutSteps } from '../../math/compute.ts'
import type { FindingCode } from '../../math/finding-codes.ts'
import { countsOnce } from '../../math/rules.ts'
import type {
  Finding,
  Groups,
  OpenTie,
  PrecinctInput,
  Result,
  ResultWithoutSteps,
  RuleSet,
  Winner,
} from '../../math/types.ts'
import type { ApprovedSnapshot } from '../event.ts'
import type { ReplyOutcome, ReplyRoom } from '../reply.ts'
import type { AssessmentContext } from './decision.ts'
import { peopleCounted } from './diff-counts.ts'
import type { Draft, State } from './state.ts'

/** The arithmetic's result, as it is told. */

/** A straw poll is counted and reported; delegates are won from its statewide total only (docs/arithmetic.md). */
export const electsNobody = (rules: RuleSet): boolean => rules.viability === 'none'

/** What is found about delegates, which here are nobody's to find. */
const ofDelegates: ReadonlySet<string> = new Set<FindingCode>([
  'TIE_NEEDS_WINNER',
  'TIE_WINNER_IMPOSSIBLE',
  'CHANCE_NOT_NEEDED',
  'CARDS_MISSING',
  'WINNER_MISSING',
])

/** The arithmetic of a precinct that elects nobody: its votes, no delegates, and no tie that anybody must settle. */
export const votesOnly = <T extends ResultWithoutSteps>(result: T): T => ({
  ...result,
  ...('raw' in result && { raw: {} }),
  delegates: {},
  tie: null,
  settled: null,
  findings: result.findings.filter(({ code }) => !ofDelegates.has(code)),
})

/** A room after its first count: largest groups first. */
export function replyRoom(counts: Tallies, { result }: Assessment, { rules }: AssessmentContext): ReplyRoom {
  const viable = result.threshold === null ? [] : result.viableInitial
  const full = rules.overFull === 'smallest_out' && viable.length > result.seats
  const bySize = [...counts].filter((t) => t.count > 0).sort((a, b) => b.count - a.count)
  return {
    attendance: result.attendance,
    threshold: result.threshold,
    viable: bySize.filter((t) => viable.includes(t.group)),
    others: bySize.filter((t) => !viable.includes(t.group)),
    roomFor: full ? result.seats : null,
  }
}

/** The result of the counts in hand as a reply tells it: delegates by group, most first, and what they rest on. */
export function replyOutcome(state: State, { result }: Assessment, context: AssessmentContext): ReplyOutcome {
  return {
    seats: result.seats,
    attendance: result.attendance,
    delegates: delegatesOf(result.delegates),
    counts: state.draft.final ?? state.draft.initial ?? [],
    finalNotNeeded: state.draft.final === null,
    countsOnly: electsNobody(context.rules),
  }
}

/** Those who have any, most first; equal ones in ballot order. */
export function delegatesOf(delegates: Readonly<Record<string, number>>): ReplyOutcome['delegates'] {
  const won = Object.entries(delegates).filter(([, n]) => n > 0)
  return won.map(([group, n]) => ({ group, delegates: n })).sort((a, b) => b.delegates - a.delegates)
}

/** The counts in hand, taken through the caucus arithmetic. */

const verdictOn = (draft: Draft, context: AssessmentContext): ResultWithoutSteps =>
  electsNobody(context.rules) ? votesOnly(decided(draft, context).verdict) : decided(draft, context).verdict

/** The same with the worksheet, filled in: for those who look into it. */
export function worksheetOf(draft: Draft, context: AssessmentContext): Result {
  const result = compute(decided(draft, context).input)
  return electsNobody(context.rules) ? votesOnly(result) : result
}

interface Decided {
  /** What the arithmetic is asked in the end. */
  readonly input: PrecinctInput
  readonly verdict: ResultWithoutSteps
}

function decided(draft: Draft, context: AssessmentContext): Decided {
  const input = inputOf(draft, context)
  const first = computeWithoutSteps(input)
  // No second alignment is held where every group is viable: the first is the final one (docs/arithmetic.md, step 3).
  const open =
    settledAtOnce(first) && !draft.final ? asked({ ...input, final: input.initial }) : { input, verdict: first }
  const winner = winnerOf(draft, open.verdict)
  return winner ? asked({ ...open.input, winner }) : open
}

const asked = (input: PrecinctInput): Decided => ({ input, verdict: computeWithoutSteps(input) })

/** People who stand nowhere may still join a group: then there is a second alignment after all. */
const settledAtOnce = ({ finalNotNeeded, findings }: ResultWithoutSteps): boolean =>
  finalNotNeeded && !findings.some((f) => f.code === 'UNDERCOUNT')

/** A toss holds only while the tie is the one it was for; an election of one holds as said. */
function winnerOf({ toss, claimed }: Draft, { seats, tie, delegates }: ResultWithoutSteps): Winner | null {
  if (toss && (seats === 1 || sameGroupNames(toss.among, tie?.among ?? []))) return toss.cards ?? toss.winners
  return tie && claimed ? claimedWinners(tie, delegates, groupsOf(claimed)) : null
}

/** The worksheet's delegates tell who won, where they are one of the ways the tie can end. */
function claimedWinners(tie: OpenTie, certain: Groups, claim: Groups): Winner | null {
  const winners = tie.among.filter((g) => (claim[g] ?? 0) === (certain[g] ?? 0) + 1)
  const fits = Object.keys({ ...certain, ...claim }).every(
    (g) => (claim[g] ?? 0) === (certain[g] ?? 0) + (winners.includes(g) ? 1 : 0),
  )
  return fits && winners.length === tie.seats ? winners : null
}

/** Whether two lists hold the same names in any order, each once. */
export const sameGroupNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((g) => b.includes(g))

function inputOf(draft: Draft, context: AssessmentContext): PrecinctInput {
  return {
    rules: context.rules,
    delegates: context.precinct.delegates,
    attendance: draft.attendance,
    initial: draft.initial && groupsOf(draft.initial),
    final: draft.final && groupsOf(draft.final),
    order: context.order,
    ...(draft.claimed && !electsNobody(context.rules) && { reported: groupsOf(draft.claimed) }),
  }
}

function groupsOf(tallies: Tallies): Groups {
  const groups: Record<string, number> = {}
  for (const { group, count } of tallies) groups[group] = count
  return groups
}

/** What the counts in hand come to, and what is to be asked next. */
export interface Assessment {
  readonly result: ResultWithoutSteps
  /** Findings of severity `hold`: OK cannot pass them, KEEP can. */
  readonly problems: readonly Finding[]
  /** Findings to be confirmed: said in the proposal. */
  readonly warnings: readonly Finding[]
  /** The delegates of the chair's worksheet against the computed ones. */
  readonly claims: readonly Finding[]
  readonly next: 'counts' | 'initial' | 'final' | 'keep' | 'toss' | 'elect' | 'approve'
}

/** Codes that speak of the chair's own delegates: told, and both ways on are offered (docs/decisions.md, 12). */
const claimCodes: ReadonlySet<string> = new Set<FindingCode>([
  'DELEGATES_MISSING',
  'TOO_MANY_DELEGATES',
  'TOO_FEW_DELEGATES',
  'NONVIABLE_GOT_DELEGATE',
  'VIABLE_GOT_NONE',
  'LARGER_GOT_FEWER',
  'CLAIMED_DELEGATES_DIFFER',
  'USED_FINAL_TOTAL',
])
const isShift = (f: Finding): boolean => f.code === 'ADJACENT_SHIFT'

/** Asked for in the conversation itself, so they are no problems of their own. */
const askedFor: ReadonlySet<string> = new Set<FindingCode>([
  'WINNER_MISSING',
  'TIE_NEEDS_WINNER',
  'TIE_WINNER_IMPOSSIBLE',
  'CHANCE_NOT_NEEDED',
])

/**
 * The assessment that was asked for last: what a text is expected to be and what is then done about it rest on the same
 * counts, and neither is handed to the other.
 */
let last: { readonly draft: Draft; readonly context: AssessmentContext; readonly assessment: Assessment } | null = null

/**
 * The arithmetic of the counts in hand, and the one thing to ask for next. Pure and total.
 * @returns `problems` (an OK cannot pass them), `warnings` (told with the result), `claims` (about the chair's own delegates),
 *   and in `next` what is due: a missing part, a winner, an approval (`approve`), or one that will be held (`keep`)
 */
export function assess(draft: Draft, context: AssessmentContext): Assessment {
  if (last?.draft === draft && last.context === context) return last.assessment
  const assessment = assessed(draft, context)
  last = { draft, context, assessment }
  return assessment
}

function assessed(draft: Draft, context: AssessmentContext): Assessment {
  const result = verdictOn(draft, context)
  const findings = result.findings.filter(
    (f) => !askedFor.has(f.code) && !stillToCome(f.code as FindingCode, draft, context),
  )
  const checksums = [...checksumFindings(draft), ...nobodyFindings(draft)]
  const held = findings.filter((f) => f.severity === 'hold' && !claimCodes.has(f.code))
  // A line mixed up explains the group that shrank: the likely cause is said first.
  const problems = [...checksums, ...held.filter(isShift), ...held.filter((f) => !isShift(f))]
  return {
    result,
    problems,
    warnings: findings.filter((f) => f.severity === 'confirm' && !claimCodes.has(f.code)),
    claims: findings.filter((f) => claimCodes.has(f.code)),
    next: nextStep(draft, context, result, problems.length > 0),
  }
}

function nextStep(
  draft: Draft,
  context: AssessmentContext,
  result: ResultWithoutSteps,
  problem: boolean,
): Assessment['next'] {
  if (!draft.initial && !draft.final) return 'counts'
  if (problem) return draft.initial || context.precinct.delegates === 1 ? 'keep' : 'initial'
  if (context.precinct.delegates === 1 && context.rules.oneDelegate === 'as_reported')
    return result.tie || !elected(result) ? 'elect' : 'approve'
  if (!draft.initial && !countsOnce(context.rules)) return 'initial'
  if (draft.initial && !draft.final && !settledAtOnce(result)) return 'final'
  return result.tie && !electsNobody(context.rules) ? 'toss' : 'approve'
}

const elected = (result: ResultWithoutSteps): boolean => Object.values(result.delegates).some((n) => n > 0)

/** Before the final count is in, its absence is no finding; nor is the first count's in an election of one. */
function stillToCome(code: FindingCode, draft: Draft, context: AssessmentContext): boolean {
  if (code === 'FINAL_MISSING') return draft.final === null
  if (code === 'NO_VIABLE_GROUP') return draft.final === null
  if (code === 'INITIAL_MISSING') return context.precinct.delegates === 1
  return false
}

function checksumFindings(draft: Draft): readonly Finding[] {
  return (['initial', 'final'] as const).flatMap((alignment) => {
    const statedTotal = draft.totals[alignment]
    const counts = draft[alignment]
    if (statedTotal === null || !counts) return []
    const numbers = { said: statedTotal, sum: peopleCounted(counts) }
    return [{ code: 'CHECKSUM_DIFFERS', severity: 'hold', groups: [alignment], numbers }] as const
  })
}

/** A form left blank passes every sum: nobody in any group is asked back, and held where it is so. */
function nobodyFindings({ initial, final }: Draft): readonly Finding[] {
  if (!(initial || final) || peopleCounted(initial) + peopleCounted(final) > 0) return []
  const code = final ? 'FINAL_MISSING' : 'INITIAL_MISSING'
  return [{ code, severity: 'hold', groups: [], numbers: { initial: 0, final: 0 } }]
}

/** The parts that a report is kept without: asked for, and they never came. */
function openIn({ next, result }: Assessment): readonly string[] {
  if (next === 'final') return ['FINAL_MISSING']
  const asked = ['TIE_NEEDS_WINNER', 'WINNER_MISSING']
  return next === 'toss' || next === 'elect' ? result.findings.map((f) => f.code).filter((c) => asked.includes(c)) : []
}

/** @returns what an approval records: the result and the findings that the chair had before them. */
export function approvedSnapshot(assessment: Assessment, revision: number): ApprovedSnapshot {
  const { result } = assessment
  return {
    revision,
    rules: result.rules,
    seats: result.seats,
    attendance: result.attendance,
    delegates: result.delegates,
    findings: [
      ...[...assessment.problems, ...assessment.warnings, ...assessment.claims].map((f) => f.code),
      ...openIn(assessment),
    ],
  }
}
