import type { Violation } from './world/night.ts'

/**
 * Faults of the present program that the simulator has found and an open issue mends. A run counts them apart; whoever
 * mends one deletes its entry, and from then on it fails. Each recognises one kind of violation and nothing else.
 */
export interface KnownFault {
  readonly name: string
  readonly invariant: number
  readonly recognises: (violation: Violation) => boolean
  /** What is wrong, for people. */
  readonly sentence: string
  /** The issue that mends it. */
  readonly issue: 13 | 14 | 15 | 19
}

export const knownFaults: readonly KnownFault[] = []

export const knownFault = (violation: Violation): KnownFault | null =>
  knownFaults.find((fault) => fault.invariant === violation.invariant && fault.recognises(violation)) ?? null
