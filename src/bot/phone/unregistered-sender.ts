import type { Intent } from '../../grammar/intent.ts'
import type { AlertDraft } from '../alert.ts'
import type { Precinct } from '../caucus.ts'
import type { Phase } from '../ids.ts'
import type { Commit } from '../ports.ts'
import type { Reply } from '../reply.ts'
import { isCounting } from '../report/merge-counts.ts'

/** How many strangers are answered in an hour, over all: what a flood can cost at most. */
export const strangerBudget = 60

const hour = 3_600_000

/** An answer to a stranger, held to the budget once more as it is committed: many may be decided at one moment. */
export const replyBudget = (commit: Commit, at: string): Commit =>
  commit.receipt.reply === ''
    ? commit
    : { ...commit, strangers: { since: new Date(Date.parse(at) - hour).toISOString(), most: strangerBudget } }

interface UnregisteredContext {
  /** The precinct that the text names, where it exists. */
  readonly precinct: Precinct | null
  readonly phase: Phase
  /** A short code and its like: there is nobody to be let in. */
  readonly machine: boolean
  /** True where this phone has had its one answer. */
  readonly answered: boolean
  /** Answers to strangers in the last hour. */
  readonly answers: number
}

/**
 * A phone that nobody registered is not answered. Rooms elect another chair at the last minute, though: what reads as a
 * report for a real precinct goes to HQ's queue, and gets one reply that says how to be let in. A phone has one item there,
 * however many precincts it names; in a flood a precinct has one an hour, because what HQ does is to call the registered
 * number. A machine texts for many people, so it may have several.
 */
export function decideUnregistered(
  intent: Intent,
  { precinct, phase, machine, answered, answers }: UnregisteredContext,
): { readonly reply: Reply; readonly alerts: readonly AlertDraft[] } {
  if (!precinct || !readsAsReport(intent)) return { reply: { kind: 'none' }, alerts: [] }
  // A machine has any number of senders: it counts as a flood by itself.
  const flood = machine || answers >= strangerBudget
  const { id } = precinct
  const answer: Reply =
    phase === 'closed' ? { kind: 'phase', phase, precincts: [id] } : { kind: 'pin_needed', precinct: id }
  const reply: Reply = answered || flood ? { kind: 'none' } : answer
  const item = { kind: 'stranger', detail: intent.kind, once: flood ? 'flood' : true } as const
  return { reply, alerts: [machine ? item : { ...item, onePer: 'phone' }] }
}

/** A list that only lacks its letter is a report, too. */
const readsAsReport = (intent: Intent): boolean =>
  isCounting(intent) || (intent.kind === 'unclear' && intent.groups !== null)

/** A borrowed phone whose three hours are over: it is told, since it was answered until now. */
export function decideOverBudget(intent: Intent, precinct: Precinct): ReturnType<typeof decideUnregistered> {
  if (intent.kind === 'unclear' && intent.reason === 'carrier_word') return { reply: { kind: 'none' }, alerts: [] }
  const detail = 'texted after its three hours by PIN were over'
  return { reply: { kind: 'pin_over', precinct: precinct.id }, alerts: [{ kind: 'unconfirmed', detail, once: true }] }
}
