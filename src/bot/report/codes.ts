import type { DecisionContext } from './decision.ts'
import type { State } from './state.ts'

/** Salts from here on are those of codes of eight digits: so the length of a code follows from the log alone. */
const longCodes = 100

/** @returns how many digits the code of this salt has: six, or eight where one replaces a code that somebody guessed at. */
export const codeLength = (salt: number): 6 | 8 => (salt < longCodes ? 6 : 8)

/** @returns whether a code is out that the first wrong one replaces: of six digits, for the counts in hand or a correction. */
export const isShort = (out: { readonly salt: number } | null): boolean => out !== null && codeLength(out.salt) === 6

/** @returns the code that is out for the counts in hand; '' where none is. */
export const pendingCode = ({ proposal }: State, context: DecisionContext): string =>
  proposal ? context.code(proposal.revision, proposal.salt) : ''

/** @returns the code that accepts the correction that is pending; '' where none is. */
export const codeOfCorrection = ({ correction }: State, context: DecisionContext): string =>
  correction ? context.code(correction.revision, correction.salt) : ''

/** @returns whether this code went out for the precinct before, so that a late one is known for what it is. */
export const isEarlierCode = ({ past }: State, code: string, context: DecisionContext): boolean =>
  past.some(({ revision, salt }) => context.code(revision, salt) === code)

/** @returns the digits of a precinct's code, as they stand and without zeros in front: a new code must equal neither. */
export const digitsOfPrecinct = (id: string): readonly string[] => {
  const digits = id.replace(/\D/g, '')
  return [digits, digits.replace(/^0+/, '')]
}

/**
 * Of six digits, until a wrong code comes; from then on until a report is on record each new code has eight. So nobody
 * gets short codes to guess at again by forging a change of the counts.
 * @returns the first salt whose code is neither pending elsewhere on this phone nor the code before
 */
export function freshSalt(state: State, context: DecisionContext): number {
  const before = state.past[0]
  const avoided = new Set([
    ...context.taken,
    pendingCode(state, context),
    codeOfCorrection(state, context),
    before ? context.code(before.revision, before.salt) : '',
  ])
  const least = state.wrongCodes > 0 ? longCodes : 0
  const length = codeLength(least)
  const used = state.past.filter((p) => p.revision === state.revision && codeLength(p.salt) === length).length
  let salt = least + used
  while (avoided.has(context.code(state.revision, salt))) salt += 1
  return salt
}
