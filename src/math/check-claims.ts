/** The chair's own worksheet against the rules. A claim is right when it is one of the ways the result can end. */
import { namesAt } from './check-groups.ts'
import { finding } from './finding-codes.ts'
import { at, byGroup, positions, sum } from './groups.ts'
import { applyRules, knownDelegates, type RulesOutcome } from './outcome.ts'
import type { CountedRoom } from './room.ts'
import { electsOne, threshold } from './threshold.ts'
import { isPossibleEnding } from './tie.ts'
import type { Finding } from './types.ts'

/** Appends what differs; `claim` by position. With no claimed delegate at all no group is compared. */
export function claimFindings(
  findings: Finding[],
  room: CountedRoom,
  outcome: RulesOutcome,
  claim: readonly number[],
): void {
  const claimed = sum(claim)
  if (outcome.counted === null) return
  const { overFull } = room.rules
  const viable = outcome.viable.filter(Boolean).length
  const delegates = overFull === 'extra_delegates' ? Math.max(room.seats, viable) : room.seats
  if (claimed > delegates) findings.push(finding('TOO_MANY_DELEGATES', [], { claimed, delegates }))
  if (claimed < delegates) findings.push(finding('TOO_FEW_DELEGATES', [], { claimed, delegates }))
  if (claimed === 0) return
  if (!electsOne(room.rules, room.seats)) {
    groupClaims(findings, room, outcome, outcome.counted, claim, viable)
  }
  findDifference(findings, room, outcome, claim)
}

function groupClaims(
  findings: Finding[],
  room: CountedRoom,
  outcome: RulesOutcome,
  counted: readonly number[],
  claim: readonly number[],
  viable: number,
): void {
  const limit = room.threshold ?? 0
  const undue = positions(claim, (claimed, i) => claimed > 0 && !outcome.viable[i])
  const first = undue[0]
  if (first !== undefined) {
    const numbers = { threshold: limit, members: at(counted, first), claimed: at(claim, first) }
    findings.push(finding('NONVIABLE_GOT_DELEGATE', namesAt(room, undue), numbers))
  }
  const without = positions(claim, (claimed, i) => claimed === 0 && outcome.viable[i] === true)
  const left = without[0]
  if (left !== undefined && viable <= room.seats && room.rules.minOne) {
    findings.push(finding('VIABLE_GOT_NONE', namesAt(room, without), { threshold: limit, members: at(counted, left) }))
  }
  for (let large = 0; large < counted.length; large += 1) {
    const small = counted.findIndex((members, i) => members < at(counted, large) && at(claim, i) > at(claim, large))
    if (small === -1) continue
    findings.push(
      finding('LARGER_GOT_FEWER', namesAt(room, [large, small]), {
        members: at(counted, large),
        claimed: at(claim, large),
        otherMembers: at(counted, small),
        otherClaimed: at(claim, small),
      }),
    )
    return
  }
}

function findDifference(findings: Finding[], room: CountedRoom, outcome: RulesOutcome, claim: readonly number[]): void {
  if (electsOne(room.rules, room.seats) && outcome.elected === null && outcome.tie === null) return
  const result = knownDelegates(room, outcome)
  if (isOutcome(room, outcome, result, claim)) return
  const open = outcome.settled?.ok ? [] : (outcome.tie?.among ?? [])
  const among = new Set(open)
  const other = positions(room.names, (name, i) => {
    const more = at(claim, i) - at(result, i)
    return more !== 0 && !(more === 1 && among.has(name))
  })
  // Nothing but tied groups differs: then too few or too many of them were given one.
  const shown = other.length > 0 ? other : open.map((name) => room.names.indexOf(name))
  const first = shown[0] as number
  const numbers = { claimed: at(claim, first), computed: at(result, first) }
  findings.push(finding('CLAIMED_DELEGATES_DIFFER', namesAt(room, shown), numbers))
  usedFinalTotal(findings, room, claim)
}

function isOutcome(
  room: CountedRoom,
  outcome: RulesOutcome,
  result: readonly number[],
  claim: readonly number[],
): boolean {
  const tie = outcome.settled?.ok ? null : outcome.tie
  return isPossibleEnding(byGroup(room.names, result), tie, (name) => at(claim, room.names.indexOf(name)))
}

/** A likely cause worth telling: the worksheet was divided by the final total instead of the attendance. */
function usedFinalTotal(findings: Finding[], room: CountedRoom, claim: readonly number[]): void {
  const { finalTotal: final, attendance, rules, seats } = room
  if (rules.denominator !== 'attendance' || electsOne(rules, seats) || final === 0 || final === attendance) return
  const mistaken: CountedRoom = { ...room, attendance: final, threshold: threshold(rules, seats, final) }
  const outcome = applyRules(mistaken, undefined)
  if (!isOutcome(mistaken, outcome, knownDelegates(mistaken, outcome), claim)) return
  findings.push(finding('USED_FINAL_TOTAL', [], { attendance, final }))
}
