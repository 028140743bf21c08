/**
 * One delegate. Iowa: "The caucus shall not divide into preference groups. The delegate is elected by a simple majority":
 * the winner is whoever the chair reports, listed supporters or not. Nevada: the largest final group; equal ones draw.
 */
import { sum } from './apportion.ts'
import type { Outcome } from './outcome.ts'
import type { Room } from './room.ts'
import { electsOne } from './threshold.ts'
import { isNames, type Settled, settle } from './tie.ts'
import type { OpenTie, Winner } from './types.ts'

type One = Pick<Outcome, 'tie' | 'settled' | 'elected'> & Partial<Outcome>

const open: One = { tie: null, settled: null, elected: null }

/** Who is elected, or that this is open; null where the rules share delegates among groups as usual. */
export function electOne(room: Room, winner: Winner | undefined): One | null {
  if (!electsOne(room.rules, room.seats)) return null
  const among = leaders(room)
  const tie: OpenTie | null = among.length > 1 ? { kind: 'elect', among, seats: 1 } : null
  return room.rules.oneDelegate === 'plurality' ? plurality(room, among, tie, winner) : asReported(among, tie, winner)
}

/** The largest group or groups: of the final counts, or of the initial ones where the final list is empty. */
export function leaders(room: Room): string[] {
  const counts = room.final !== null && sum(room.final) > 0 ? room.final : (room.initial ?? [])
  const largest = Math.max(0, ...counts)
  return largest === 0 ? [] : room.names.filter((_, i) => counts[i] === largest)
}

/** The room's own vote stands, whatever the counts say; only cards need a tie to be about. */
function asReported(among: readonly string[], tie: OpenTie | null, winner: Winner | undefined): One {
  if (winner === undefined) return open
  const reported = isNames(winner) ? named(winner) : drawn(tie, winner)
  if (!reported.ok) return { ...open, settled: reported }
  const elected = reported.winners[0] as string
  return { tie: tie !== null && among.includes(elected) ? tie : null, settled: reported, elected }
}

function named(winner: readonly string[]): Settled {
  return new Set(winner).size === 1 && winner.length === 1
    ? { ok: true, winners: winner }
    : { ok: false, why: 'wrong_number', groups: winner }
}

function drawn(tie: OpenTie | null, winner: Winner): Settled {
  return tie === null ? { ok: false, why: 'not_tied', groups: Object.keys(winner) } : settle(tie, winner)
}

/** Nothing is known before the final count: groups may still change. */
function plurality(room: Room, among: readonly string[], tie: OpenTie | null, winner: Winner | undefined): One {
  if (room.final === null || among.length === 0) return open
  if (tie === null) return { ...open, elected: among[0] as string }
  const settled = winner === undefined ? null : settle(tie, winner)
  return { tie, settled, elected: settled?.ok ? (settled.winners[0] as string) : null }
}
