import { type Exact, exact, fourDecimals, total } from '../../math/fraction.ts'
import { totalOf } from '../../math/groups.ts'
import type { Groups } from '../../math/types.ts'
import type { ExactTotals } from '../publish/totals.ts'
import type { View } from '../view.ts'

/** Numbers and times as pages write them. */

const thousands = new Intl.NumberFormat('en-US')
export const number = (n: number): string => thousands.format(n)

/** "26.2%", half up, by whole-number division. "–" where there is nothing to share. */
export function percent(part: Exact, whole: Exact): string {
  const tenths = tenthsOf(part, whole)
  return tenths === null ? '–' : `${tenths / 10n}.${tenths % 10n}%`
}

/** Tenths of a percent, half up; null where the whole is nothing. */
export function tenthsOf(part: Exact, whole: Exact): bigint | null {
  if (whole.n === 0n) return null
  const n = part.n * whole.d * 1000n
  const d = part.d * whole.n
  return (2n * n + d) / (2n * d)
}

export const percentOf = (n: number, of: number): string => percent(exact(n), exact(of))

/** A length for a chart, in percent of the largest. For drawing only. */
export const widthOf = (part: Exact, largest: Exact): string => {
  const tenths = tenthsOf(part, largest) ?? 0n
  return `${tenths / 10n}.${tenths % 10n}%`
}

export const sdeTotal = (totals: ExactTotals): Exact => total(totals.sde.values())
export const sdeOfGroup = (totals: ExactTotals, group: string): Exact => totals.sde.get(group) ?? exact(0)
export const sdeWords = (value: Exact): string => {
  const [whole = '0', places = '0000'] = fourDecimals(value).split('.')
  return `${number(Number(whole))}.${places}`
}

/** A signed difference with a true minus: "+12", "−3", "0". */
export const signedDifference = (n: number): string => (n === 0 ? '0' : n > 0 ? `+${number(n)}` : `−${number(-n)}`)

/** "Sanders 3, Buttigieg 2": who has any, largest first. */
export const groupsText = (groups: Groups | null): string =>
  Object.entries(groups ?? {})
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([group, n]) => `${group} ${n}`)
    .join(', ') || 'none'

export const peopleWords = (groups: Groups | null): string => (groups === null ? '–' : number(totalOf(groups)))

/** "9:41 PM CST, February 3". */
export function timeWords(at: string, view: View): string {
  const timeZone = view.setting.caucus.timezone
  const date = new Date(at)
  const time = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(date)
  const day = new Intl.DateTimeFormat('en-US', { timeZone, month: 'long', day: 'numeric' }).format(date)
  return `${time}, ${day}`
}

/** "9:41:07 PM". */
export const clockWords = (at: string, view: View): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: view.setting.caucus.timezone, timeStyle: 'medium' }).format(new Date(at))

/** "Monday, February 3, 2020", of a date without a time. */
export const dateWords = (date: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'full' }).format(new Date(`${date}T12:00:00Z`))
