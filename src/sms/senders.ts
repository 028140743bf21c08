import { phone } from '../bot/ids.ts'
import type { Inbound } from '../bot/ports.ts'

/**
 * Whether a text may be answered at all. Short codes, letters as a sender and our own numbers are kept but never
 * answered: there is a machine at the other end, and two machines never stop.
 */
function answerable(from: string, to: string, own: readonly string[]): boolean {
  return phone(from) !== null && from !== to && !own.includes(from)
}

/**
 * A text as the bot is to hear it. Whether it may be answered must be known before the bot decides: what it stores as
 * answered counts against the strangers' budget.
 */
export const heard = (text: Inbound, own: readonly string[]): Inbound =>
  answerable(text.from, text.to, own) ? text : { ...text, machine: true }
