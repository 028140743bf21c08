import type { ReadyLine } from '../ports.ts'

/** How a county stands in the days before. */
export interface Ready {
  readonly county: string
  readonly precincts: number
  readonly withPhone: number
  readonly checkedIn: number
  readonly practised: number
  /** Never heard from, or cannot be reached. */
  readonly unreached: number
}

/** Approved in practice, as on the night. */
const hasPractised = ({ practised }: ReadyLine): boolean => practised === 'approved'
const isUnreached = (line: ReadyLine): boolean => line.checkedIn === null && !line.heard

export const wanted = ['unreached', 'no_phone', 'not_checked_in', 'not_practised', 'unreachable'] as const
export type Wanted = (typeof wanted)[number]
export const isWanted = (text: string): text is Wanted => (wanted as readonly string[]).includes(text)

const tests: Readonly<Record<Wanted, (line: ReadyLine) => boolean>> = {
  unreached: isUnreached,
  no_phone: ({ phones }) => phones === 0,
  not_checked_in: ({ checkedIn }) => checkedIn === null,
  not_practised: (line) => !hasPractised(line),
  unreachable: ({ optedOut, failed }) => optedOut || failed,
}

export const wanting = (lines: readonly ReadyLine[], show: Wanted, county: string): readonly ReadyLine[] =>
  lines.filter((line) => tests[show](line) && (county === '' || line.county === county))

/** Counties, the least ready first. */
export function counted(lines: readonly ReadyLine[]): readonly Ready[] {
  const count = (of: readonly ReadyLine[], test: (line: ReadyLine) => boolean): number => of.filter(test).length
  return [...Map.groupBy(lines, ({ county }) => county)]
    .map(([county, of]) => ({
      county,
      precincts: of.length,
      withPhone: count(of, ({ phones }) => phones > 0),
      checkedIn: count(of, ({ checkedIn }) => checkedIn !== null),
      practised: count(of, hasPractised),
      unreached: count(of, isUnreached),
    }))
    .sort((a, b) => a.checkedIn / a.precincts - b.checkedIn / b.precincts || a.county.localeCompare(b.county))
}
