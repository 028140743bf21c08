import { phone } from '../bot/ids.ts'

/**
 * Whether a text may be answered at all. Short codes, letters as a sender and our own numbers are kept but never
 * answered: there is a machine at the other end, and two machines never stop.
 */
export function answerable(from: string, to: string, own: readonly string[]): boolean {
  return phone(from) !== null && from !== to && !own.includes(from)
}
