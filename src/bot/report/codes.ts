import type { DecisionContext } from './decision.ts'
import type { State } from './state.ts'

/** @returns the code that is out for the counts in hand; '' where none is. */
export const pendingCode = ({ proposal }: State, context: DecisionContext): string =>
  proposal ? context.code(proposal.revision, proposal.salt) : ''

/** @returns the code that accepts the correction that is pending; '' where none is. */
export const codeOfCorrection = ({ correction }: State, context: DecisionContext): string =>
  correction ? context.code(correction.revision, correction.salt) : ''

/** @returns whether this code went out for the precinct before, so that a late one is known for what it is. */
export const isEarlierCode = ({ past }: State, code: string, context: DecisionContext): boolean =>
  past.some(({ revision, salt }) => context.code(revision, salt) === code)

/** @returns the first salt whose code is neither pending elsewhere on this phone nor the code before. */
export function freshSalt(state: State, context: DecisionContext): number {
  const before = state.past[0]
  const avoided = new Set([
    ...context.taken,
    pendingCode(state, context),
    before ? context.code(before.revision, before.salt) : '',
  ])
  const used = state.past.filter((p) => p.revision === state.revision).length
  let salt = used
  while (avoided.has(context.code(state.revision, salt))) salt += 1
  return salt
}
