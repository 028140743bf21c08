import type { Alignment } from '../../../grammar/intent.ts'
import type { Change, Outcome } from '../../reply.ts'
import { phoneShown } from '../shown.ts'
import type { Setting, Voice } from '../words.ts'

/** English. Never a carrier's word as a whole text, never a bare YES asked for, nothing outside GSM-7. */

export const letter: Readonly<Record<Alignment, string>> = { initial: 'I', final: 'F' }
export const call = (s: Setting): string => (s.hqPhone ? `call ${phoneShown(s.hqPhone)}` : 'call HQ')
const join = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
export const groups = (names: readonly string[], v: Voice): string => join(names.map(v.name))
export const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

export function delegates(outcome: Outcome, v: Voice): string {
  if (outcome.countsOnly) return `counted: ${v.tallies(outcome.counts)}`
  if (outcome.delegates.length === 0) return 'no delegates'
  if (outcome.seats === 1) return `1 delegate: ${outcome.delegates.map((d) => v.name(d.group)).join(', ')}`
  const total = outcome.delegates.reduce((sum, d) => sum + d.delegates, 0)
  return `${total} delegates: ${outcome.delegates.map((d) => `${v.name(d.group)} ${d.delegates}`).join(', ')}`
}

export function change(c: Change, v: Voice): string {
  if (c.alignment === 'attendance') return `attendance ${c.from} to ${c.to}`
  if (c.alignment === 'toss') return `winner ${v.name(c.group)}`
  return `${letter[c.alignment]} ${v.name(c.group)} ${c.from} to ${c.to}`
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
