import * as z from 'zod'
import { requiredText, wholeNumberCell } from './cells.ts'
import { countyColumns } from './columns.ts'
import type { Checked, Problem } from './problem.ts'
import type { RosterLine } from './roster.ts'
import { byLine, readTable, repeatedLines } from './table.ts'

/** One county of counties.csv: what one of its delegates is worth is `stateDelegates / countyDelegates`. */
export interface CountyLine {
  readonly county: string
  readonly countyDelegates: number
  readonly stateDelegates: number
}

const countySchema = z.object({
  county: requiredText('the county is missing.'),
  county_delegates: wholeNumberCell(1, 'write the whole number of delegates to the county convention, such as 51.'),
  state_delegates: wholeNumberCell(0, 'write the whole number of delegates to the state convention, such as 4.'),
})

/** The counties of counties.csv, every line checked. */
export function readCounties(file: string, bytes: Uint8Array): Checked<readonly CountyLine[]> {
  const table = readTable(file, bytes, countyColumns, countySchema)
  const repeated = repeatedLines(
    table.value,
    ({ county }) => county,
    ({ line, cells: { county } }, firstLine) => {
      return { file, line, column: 'county', word: county, fix: `this county stands in line ${firstLine} already.` }
    },
  )
  return {
    value: table.value.map(({ cells }) => ({
      county: cells.county,
      countyDelegates: cells.county_delegates,
      stateDelegates: cells.state_delegates,
    })),
    problems: byLine([...table.problems, ...repeated]),
    warnings: [],
  }
}

/**
 * Counties whose delegates are not the sum of their precincts'. It is no error (a county may elect some otherwise),
 * but state delegate equivalents are figured with the county's number.
 */
export function countyWarnings(
  file: string,
  counties: readonly CountyLine[],
  roster: readonly RosterLine[],
): Problem[] {
  const sums = new Map<string, number>()
  for (const { county, delegates, kind } of roster)
    sums.set(county, (sums.get(county) ?? 0) + (kind === 'precinct' ? delegates : 0))
  return counties.flatMap(({ county, countyDelegates }) => {
    const sum = sums.get(county)
    if (sum === countyDelegates) return []
    const fix =
      sum === undefined
        ? 'the roster has no precinct in this county.'
        : `the file says ${countyDelegates} delegates, its precincts in the roster elect ${sum}. Check which is right.`
    return [{ file, line: null, column: 'county_delegates', word: county, fix }]
  })
}
