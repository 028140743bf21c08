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

const kind =
  (...kinds: readonly string[]) =>
  (violation: Violation): boolean =>
    kinds.includes(violation.kind)

export const knownFaults: readonly KnownFault[] = [
  {
    name: 'code guessed',
    invariant: 4,
    recognises: kind('guessed'),
    sentence: 'A code has four digits and five guesses: whoever forges a number hits it now and then.',
    issue: 19,
  },
]

export const knownFault = (violation: Violation): KnownFault | null =>
  knownFaults.find((fault) => fault.invariant === violation.invariant && fault.recognises(violation)) ?? null
