import type { Tallies } from '../grammar/intent.ts'
import type { Finding, Verdict } from '../math/types.ts'
import { settledAtOnce, verdictOn } from './arithmetic.ts'
import type { Seen } from './event.ts'
import { electsNobody } from './outcome.ts'
import type { Draft } from './state.ts'
import type { Facts } from './turn.ts'

/** What the counts in hand come to, and what is to be asked next. */
export interface Assessment {
  readonly result: Verdict
  /** Findings of severity `hold`: OK cannot pass them, KEEP can. */
  readonly problems: readonly Finding[]
  /** Findings to be confirmed: said in the proposal. */
  readonly warnings: readonly Finding[]
  /** Her worksheet's delegates against the computed ones. */
  readonly claims: readonly Finding[]
  readonly next: 'counts' | 'initial' | 'final' | 'keep' | 'toss' | 'elect' | 'approve'
}

/** Codes that speak of the chair's own delegates (caucus-math, section 11): told, and both ways on are offered. */
const claimCodes: ReadonlySet<string> = new Set([
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
const askedFor: ReadonlySet<string> = new Set([
  'WINNER_MISSING',
  'TIE_NEEDS_WINNER',
  'TIE_WINNER_IMPOSSIBLE',
  'CHANCE_NOT_NEEDED',
])

export const sumOf = (tallies: Tallies): number => tallies.reduce((sum, t) => sum + t.count, 0)

/**
 * The assessment that was asked for last: what a text is expected to be and what is then done about it rest on the same
 * counts, and neither is handed to the other.
 */
let last: { readonly draft: Draft; readonly facts: Facts; readonly assessment: Assessment } | null = null

/** @returns the arithmetic of the counts in hand and the one thing to ask for next. Pure and total. */
export function assess(draft: Draft, facts: Facts): Assessment {
  if (last?.draft === draft && last.facts === facts) return last.assessment
  const assessment = assessed(draft, facts)
  last = { draft, facts, assessment }
  return assessment
}

function assessed(draft: Draft, facts: Facts): Assessment {
  const result = verdictOn(draft, facts)
  const findings = result.findings.filter((f) => !askedFor.has(f.code) && !stillToCome(f.code, draft, facts))
  const checksums = [...checksumFindings(draft), ...nobodyFindings(draft)]
  const held = findings.filter((f) => f.severity === 'hold' && !claimCodes.has(f.code))
  // A line mixed up explains the group that shrank: the likely cause is said first.
  const problems = [...checksums, ...held.filter(isShift), ...held.filter((f) => !isShift(f))]
  return {
    result,
    problems,
    warnings: findings.filter((f) => f.severity === 'confirm' && !claimCodes.has(f.code)),
    claims: findings.filter((f) => claimCodes.has(f.code)),
    next: nextStep(draft, facts, result, problems.length > 0),
  }
}

function nextStep(draft: Draft, facts: Facts, result: Verdict, problem: boolean): Assessment['next'] {
  if (!draft.initial && !draft.final) return 'counts'
  if (problem) return draft.initial || facts.precinct.delegates === 1 ? 'keep' : 'initial'
  if (facts.precinct.delegates === 1 && facts.rules.oneDelegate === 'as_reported')
    return result.tie || !elected(result) ? 'elect' : 'approve'
  if (!draft.initial && facts.rules.reports.includes('initial')) return 'initial'
  if (draft.initial && !draft.final && !settledAtOnce(result)) return 'final'
  return result.tie && !electsNobody(facts.rules) ? 'toss' : 'approve'
}

const elected = (result: Verdict): boolean => Object.values(result.delegates).some((n) => n > 0)

/** Before the final count is in, its absence is no finding; nor is the first count's in an election of one. */
function stillToCome(code: string, draft: Draft, facts: Facts): boolean {
  if (code === 'FINAL_MISSING') return draft.final === null
  if (code === 'NO_VIABLE_GROUP') return draft.final === null
  if (code === 'INITIAL_MISSING') return facts.precinct.delegates === 1
  return false
}

function checksumFindings(draft: Draft): readonly Finding[] {
  return (['initial', 'final'] as const).flatMap((alignment) => {
    const said = draft.totals[alignment]
    const counts = draft[alignment]
    if (said === null || !counts) return []
    const numbers = { said, sum: sumOf(counts) }
    return [{ code: 'CHECKSUM_DIFFERS', severity: 'hold', groups: [alignment], numbers }] as const
  })
}

/** A form left blank passes every sum: nobody in any group is asked back, and held where it is so. */
function nobodyFindings({ initial, final }: Draft): readonly Finding[] {
  if (!(initial || final) || sumOf(initial ?? []) + sumOf(final ?? []) > 0) return []
  const code = final ? 'FINAL_MISSING' : 'INITIAL_MISSING'
  return [{ code, severity: 'hold', groups: [], numbers: { initial: 0, final: 0 } }]
}

/** What was asked for and never came, where a report is kept without it. */
function openIn({ next, result }: Assessment): readonly string[] {
  if (next === 'final') return ['FINAL_MISSING']
  const asked = ['TIE_NEEDS_WINNER', 'WINNER_MISSING']
  return next === 'toss' || next === 'elect' ? result.findings.map((f) => f.code).filter((c) => asked.includes(c)) : []
}

/** What an approval records: what the chair had before her eyes. */
export function seenIn(assessment: Assessment, revision: number): Seen {
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
