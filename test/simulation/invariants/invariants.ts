import type { World } from '../world/world.ts'
import { answered, everybodyDone, noneUnanswered } from './answered.ts'
import { approved, entersRightly } from './approved.ts'
import { bounded, gatesHold, nothingBreaks, rowsFollow } from './bounded.ts'
import { needsAnItem, queueIsSeen } from './hq-sees.ts'
import { nobodyVanishes } from './nobody-vanishes.ts'
import { nothingPrivate } from './nothing-private.ts'
import { published } from './published.ts'
import { readRight } from './read-right.ts'
import { saidIsSafe, stillSafe } from './said-is-safe.ts'

/** One way in which a sentence did not hold. */
export interface Finding {
  /** Short and without names: what a broken copy is found by. */
  readonly kind: string
  readonly what: string
}

/** A sentence that must hold, by its number in docs/simulation.md. */
export interface Invariant {
  readonly number: number
  readonly name: string
  readonly check: (world: World) => readonly Finding[] | Promise<readonly Finding[]>
}

/** Checked after every step. */
export const whenever: readonly Invariant[] = [saidIsSafe, nobodyVanishes, readRight, approved, entersRightly, answered]
/** Checked every half hour, and at the end: they read pages. */
export const nowAndThen: readonly Invariant[] = [published, queueIsSeen, nothingPrivate]
/** Checked when the night is over. */
export const atTheEnd: readonly Invariant[] = [
  stillSafe,
  noneUnanswered,
  needsAnItem,
  everybodyDone,
  bounded,
  gatesHold,
  nothingBreaks,
  rowsFollow,
]
