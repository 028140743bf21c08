import * as z from 'zod'
import { whole, words } from './cells.ts'
import type { Checked, Problem } from './problem.ts'
import type { RosterLine } from './roster.ts'
import { inOrder, readTable } from './table.ts'

/** One county of counties.csv: what one of its delegates is worth is `stateDelegates / countyDelegates`. */
export interface CountyLine {
  readonly county: string
  readonly countyDelegates: number
  readonly stateDelegates: number
}

const countyColumns = { required: ['county', 'county_delegates', 'state_delegates'], optional: [] } as const

const countySchema = z.object({
  county: words('the county is missing.'),
  county_delegates: whole(1, 'write the whole number of delegates to the county convention, such as 51.'),
  state_delegates: whole(0, 'write the whole number of delegates to the state convention, such as 4.'),
})

/** The counties, every line checked. */
export function readCounties(file: string, bytes: Uint8Array): Checked<readonly CountyLine[]> {
  const table = readTable(file, bytes, countyColumns, countySchema)
  const first = new Map<string, number>()
  const twice: Problem[] = []
  for (const { line, cells } of table.value) {
    const before = first.get(cells.county)
    if (before === undefined) first.set(cells.county, line)
    else
      twice.push({
        file,
        line,
        column: 'county',
        word: cells.county,
        fix: `this county stands in line ${before} already.`,
      })
  }
  return {
    value: table.value.map(({ cells }) => ({
      county: cells.county,
      countyDelegates: cells.county_delegates,
      stateDelegates: cells.state_delegates,
    })),
    problems: inOrder([...table.problems, ...twice]),
    warnings: [],
  }
}

/**
 * Counties whose delegates are not the sum of their precincts'. It is no error (a county may elect some otherwise),
 * but state delegate equivalents are figured with the county's number.
 */
export function countyDoubts(file: string, counties: readonly CountyLine[], roster: readonly RosterLine[]): Problem[] {
  const sums = new Map<string, number>()
  for (const { county, delegates, kind } of roster)
    sums.set(county, (sums.get(county) ?? 0) + (kind === 'precinct' ? delegates : 0))
  const about = (county: string, fix: string): Problem => ({
    file,
    line: null,
    column: 'county_delegates',
    word: county,
    fix,
  })
  return counties.flatMap(({ county, countyDelegates }) => {
    const sum = sums.get(county)
    if (sum === undefined) return [about(county, 'the roster has no precinct in this county.')]
    if (sum === countyDelegates) return []
    return [
      about(
        county,
        `the file says ${countyDelegates} delegates, its precincts in the roster elect ${sum}. Check which is right.`,
      ),
    ]
  })
}
