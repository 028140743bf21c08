import type { Intent } from '../grammar/intent.ts'
import type { Precinct } from './caucus.ts'
import type { Alert } from './ports.ts'
import type { Reply } from './reply.ts'

/** How many strangers are answered in an hour, over all: what a flood can cost at most. */
export const strangerBudget = 60

export interface StrangerFacts {
  /** The precinct that the text names, where it exists. */
  readonly precinct: Precinct | null
  /** True where this phone has had its one answer. */
  readonly answered: boolean
  /** Answers to strangers in the last hour. */
  readonly answers: number
}

/**
 * A phone that nobody registered is not answered. Rooms elect another chair at the last minute, though: what reads as a
 * report for a real precinct goes to the top of HQ's queue, and gets one reply that says how to be let in.
 */
export function decideStranger(
  intent: Intent,
  { precinct, answered, answers }: StrangerFacts,
): { readonly reply: Reply; readonly alerts: readonly Pick<Alert, 'kind' | 'detail'>[] } {
  if (!precinct || !['report', 'fix', 'toss'].includes(intent.kind)) return { reply: { kind: 'none' }, alerts: [] }
  const reply: Reply =
    answered || answers >= strangerBudget ? { kind: 'none' } : { kind: 'pin_needed', precinct: precinct.id }
  return { reply, alerts: [{ kind: 'stranger', detail: intent.kind }] }
}
