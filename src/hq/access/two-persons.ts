import type { AccountRow } from '../rows.ts'

type Account = Pick<AccountRow, 'id' | 'madeBy' | 'resetBy'>

/**
 * Two persons are two accounts of which neither made the other, nor gave the other a new password: whoever did could
 * sit on both chairs.
 */
export function areTwoPersons(a: Account, b: Account): boolean {
  const had = (author: Account, other: Account): boolean => other.madeBy === author.id || other.resetBy === author.id
  return a.id !== b.id && !had(a, b) && !had(b, a)
}
