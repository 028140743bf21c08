import type { Alignment } from '../../../grammar/intent.ts'
import type { Change, Outcome } from '../../reply.ts'
import { phoneShown } from '../shown.ts'
import type { Setting, Voice } from '../words.ts'

/** Spanish that stays inside GSM-7: words without a, i, o, u accented where they can be chosen, else without the accent. */

export const letter: Readonly<Record<Alignment, string>> = { initial: 'I', final: 'F' }
export const call = (s: Setting): string => (s.hqPhone ? `llame al ${phoneShown(s.hqPhone)}` : 'llame a la central')
const join = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} y ${items.at(-1)}`
export const groups = (names: readonly string[], v: Voice): string => join(names.map(v.name))
export const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

export function delegates(outcome: Outcome, v: Voice): string {
  if (outcome.countsOnly) return `cuenta: ${v.tallies(outcome.counts)}`
  if (outcome.delegates.length === 0) return 'sin delegados'
  if (outcome.seats === 1) return `1 delegado: ${outcome.delegates.map((d) => v.name(d.group)).join(', ')}`
  const total = outcome.delegates.reduce((sum, d) => sum + d.delegates, 0)
  return `${total} delegados: ${outcome.delegates.map((d) => `${v.name(d.group)} ${d.delegates}`).join(', ')}`
}

export function change(c: Change, v: Voice): string {
  if (c.alignment === 'attendance') return `presentes ${c.from} a ${c.to}`
  if (c.alignment === 'toss') return `gana ${v.name(c.group)}`
  return `${letter[c.alignment]} ${v.name(c.group)} ${c.from} a ${c.to}`
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
