import type { Intent } from '../grammar/intent.ts'
import { isCounting } from './counts.ts'
import type { State } from './state.ts'
import type { Facts } from './turn.ts'

/**
 * A phone let in by PIN (product.md, Strangers): it reports where nobody else has, and never replaces what a registered
 * phone or HQ sent, nor a report that is public. Nor is it sent a code that belongs to another.
 * @returns true where this text must change nothing and be told nothing
 */
export function mayNot(state: State, intent: Intent, facts: Facts): boolean {
  if (facts.standing !== 'borrowed') return false
  const others = state.by !== null && state.by !== facts.who
  const codeOfOther = state.proposal !== null && state.proposal.to !== facts.who
  if (others || codeOfOther || state.correction !== null) return intent.kind !== 'guide'
  return state.published !== null && (isCounting(intent) || intent.kind === 'unclear')
}
