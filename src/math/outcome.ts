import { type Allotment, apportion } from './apportion.ts'
import { at, positions, sum } from './groups.ts'
import type { CountedRoom } from './room.ts'
import { electsOne, viable } from './threshold.ts'
import { isListOfNames, openTie, settleTie, type TieSettled } from './tie.ts'
import type { OpenTie, Winner } from './types.ts'

/**
 * What the rules make of a counted room, by position in `room.names`: before anybody asks whether the report can be right
 * (check.ts), writes down the way to it (steps.ts) or gives it out by names (compute.ts).
 */
export interface RulesOutcome {
  /** The alignment that counts: the final one, or the initial one where no second is held; null until it is known. */
  readonly counted: readonly number[] | null
  readonly viable: readonly boolean[]
  /** The lowered bar where nobody reached the threshold and the rules then take half of the largest group. */
  readonly lowered: number | null
  readonly base: number
  readonly allotment: Allotment | null
  /** What is certain without the game of chance. */
  readonly certain: readonly number[]
  readonly tie: OpenTie | null
  readonly settled: TieSettled | null
  /** One delegate: who is elected, null while open or where the rules share more than one. */
  readonly elected: string | null
}

/** Applies the rules to one room. The checks apply them again to another attendance, to find a likely mistake. */
export function applyRules(room: CountedRoom, winner: Winner | undefined): RulesOutcome {
  const counted = room.final ?? (room.finalNotNeeded ? room.initial : null)
  const nothing: RulesOutcome = {
    counted,
    viable: counted === null ? room.viableInitial : room.names.map(() => false),
    lowered: null,
    base: room.attendance,
    allotment: null,
    certain: room.names.map(() => 0),
    tie: null,
    settled: null,
    elected: null,
  }
  if (room.attendance === 0 || room.seats === 0) return nothing
  const electedOne = electOne(room, winner)
  if (electedOne !== null) return { ...nothing, ...electedOne }
  return counted === null ? nothing : shareDelegates(room, counted, winner, nothing)
}

function shareDelegates(
  room: CountedRoom,
  counted: readonly number[],
  winner: Winner | undefined,
  nothing: RulesOutcome,
): RulesOutcome {
  const bar = viableOrLowered(room, counted)
  const places = positions(bar.viable, (isViable) => isViable)
  const members = places.map((i) => at(counted, i))
  const base = denominator(room, counted, members)
  const allotment = apportion(room.rules, room.seats, base, members)
  const certain = room.names.map(() => 0)
  for (let i = 0; i < places.length; i += 1) certain[at(places, i)] = at(allotment.delegates, i)
  const { draw } = allotment
  if (draw === null) return { ...nothing, ...bar, counted, base, allotment, certain }
  const among = draw.among.map((i) => at(places, i))
  if (draw.kind === 'lose') for (const i of among) certain[i] = at(certain, i) - 1
  const tie = openTie({ kind: draw.kind, among: among.map((i) => room.names[i] as string), count: draw.count })
  const settled = winner === undefined ? null : settleTie(tie, winner)
  return { ...nothing, ...bar, counted, base, allotment, certain, tie, settled }
}

/**
 * Who is viable in the alignment that counts. If nobody is, `half_of_leader` (nv2020, prop15) takes the groups of at least
 * half of the largest: our reading, which no published rule confirms (docs/arithmetic.md, Special cases).
 */
function viableOrLowered(room: CountedRoom, counted: readonly number[]): { viable: boolean[]; lowered: number | null } {
  const reached = viable(room.threshold, counted)
  const largest = Math.max(...counted)
  if (room.rules.nobodyViable === 'ask' || reached.includes(true) || largest === 0) {
    return { viable: reached, lowered: null }
  }
  return { viable: counted.map((m) => 2 * m >= largest && m > 0), lowered: (largest + (largest % 2)) / 2 }
}

function denominator(room: CountedRoom, counted: readonly number[], members: readonly number[]): number {
  switch (room.rules.denominator) {
    case 'attendance':
      return room.attendance
    case 'viable':
      return sum(members)
    case 'all_votes':
      // Votes for nobody on the list are in the total too; a total below the list cannot be one.
      return Math.max(room.attendance, sum(counted))
  }
}

/** The winners of a tie that is settled, else nobody. */
export function winnersOf(outcome: RulesOutcome): readonly string[] {
  return outcome.settled?.ok ? outcome.settled.winners : []
}

/** Delegates by position as far as they are known: with the winners of a settled tie, without them while it is open. */
export function knownDelegates(room: CountedRoom, outcome: RulesOutcome): readonly number[] {
  const more = outcome.elected === null ? winnersOf(outcome) : [outcome.elected]
  if (more.length === 0) return outcome.certain
  return outcome.certain.map((d, i) => (more.includes(room.names[i] as string) ? d + 1 : d))
}

/**
 * One delegate. Iowa: "The caucus shall not divide into preference groups. The delegate is elected by a simple majority":
 * the winner is whoever the chair reports, listed supporters or not. Nevada: the largest final group; equal ones draw.
 */
type ElectedOne = Pick<RulesOutcome, 'tie' | 'settled' | 'elected'> & Partial<RulesOutcome>

const undecided: ElectedOne = { tie: null, settled: null, elected: null }

/** Who is elected, or that this is open; null where the rules share delegates among groups as usual. */
function electOne(room: CountedRoom, winner: Winner | undefined): ElectedOne | null {
  if (!electsOne(room.rules, room.seats)) return null
  const among = leaders(room)
  const tie: OpenTie | null = among.length > 1 ? { kind: 'elect', among, seats: 1 } : null
  return room.rules.oneDelegate === 'plurality' ? plurality(room, among, tie, winner) : asReported(among, tie, winner)
}

/** The largest group or groups: of the final counts, or of the initial ones where the final list is empty. */
export function leaders(room: CountedRoom): string[] {
  const counts = room.final !== null && sum(room.final) > 0 ? room.final : (room.initial ?? [])
  const largest = Math.max(0, ...counts)
  return largest === 0 ? [] : room.names.filter((_, i) => counts[i] === largest)
}

/** The room's own vote stands, whatever the counts say; only cards need a tie to be about. */
function asReported(among: readonly string[], tie: OpenTie | null, winner: Winner | undefined): ElectedOne {
  if (winner === undefined) return undecided
  const reported = isListOfNames(winner) ? oneNamed(winner) : byCards(tie, winner)
  if (!reported.ok) return { ...undecided, settled: reported }
  const elected = reported.winners[0] as string
  return { tie: tie !== null && among.includes(elected) ? tie : null, settled: reported, elected }
}

function oneNamed(winner: readonly string[]): TieSettled {
  return new Set(winner).size === 1 && winner.length === 1
    ? { ok: true, winners: winner }
    : { ok: false, why: 'wrong_number', groups: winner }
}

function byCards(tie: OpenTie | null, winner: Winner): TieSettled {
  return tie === null ? { ok: false, why: 'not_tied', groups: Object.keys(winner) } : settleTie(tie, winner)
}

/** Nothing is known before the final count: groups may still change. */
function plurality(
  room: CountedRoom,
  among: readonly string[],
  tie: OpenTie | null,
  winner: Winner | undefined,
): ElectedOne {
  if (room.final === null || among.length === 0) return undecided
  if (tie === null) return { ...undecided, elected: among[0] as string }
  const settled = winner === undefined ? null : settleTie(tie, winner)
  return { tie, settled, elected: settled?.ok ? (settled.winners[0] as string) : null }
}
