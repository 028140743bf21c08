import * as z from 'zod'
import type { PrecinctId } from '../bot/ids.ts'
import type { Vocabulary } from '../grammar/intent.ts'
import type { Groups } from '../math/types.ts'
import { precinctCodeCell, requiredText, wholeNumberCell } from './cells.ts'
import { reportColumns } from './columns.ts'
import type { Checked } from './problem.ts'
import { byLine, readTable, repeatedLines } from './table.ts'

/** What one precinct reported. Groups that are in no line counted nobody. */
export interface PrecinctReport {
  readonly precinct: PrecinctId
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
}

/**
 * A night's reports from reports.csv, every line checked against the caucus and its roster, in the order of the roster.
 * @param roster its precincts, or null where the roster has mistakes itself
 */
export function readReports(
  file: string,
  bytes: Uint8Array,
  vocabulary: Vocabulary,
  roster: readonly PrecinctId[] | null,
): Checked<readonly PrecinctReport[]> {
  const table = readTable(file, bytes, reportColumns, reportSchema(vocabulary))
  const inRoster = roster === null ? null : new Set<string>(roster)
  const unknown = table.value
    .filter(({ cells }) => inRoster?.has(cells.precinct) === false)
    .map(({ line, cells: { precinct } }) => {
      return { file, line, column: 'precinct', word: precinct, fix: 'this precinct is not in the roster.' }
    })
  const repeated = repeatedLines(
    table.value,
    ({ precinct, candidate }) => `${precinct} ${candidate}`,
    ({ line, cells: { precinct, candidate } }, firstLine) => {
      const fix = `${precinct} has this candidate in line ${firstLine} already.`
      return { file, line, column: 'candidate', word: candidate, fix }
    },
  )
  const cells = table.value.map((line) => line.cells)
  return {
    value: byPrecinctOfRoster(cells, roster ?? []),
    problems: byLine([...table.problems, ...unknown, ...repeated]),
    warnings: [],
  }
}

const people = wholeNumberCell(0, 'write the whole number of people, 0 where there was nobody.')

function reportSchema({ candidates, precinctCode: form }: Vocabulary) {
  const byName = new Map(
    candidates.flatMap(({ name, code }) => [
      [name.toLowerCase(), name],
      [code.toLowerCase(), name],
    ]),
  )
  const candidate = requiredText('the candidate is missing.').transform((cell, context) => {
    const name = byName.get(cell.toLowerCase())
    if (name !== undefined) return name
    context.addIssue({
      code: 'custom',
      message: `not a candidate of this caucus. They are ${candidates.map((c) => c.name).join(', ')}.`,
    })
    return z.NEVER
  })
  return z.object({
    precinct: precinctCodeCell(form),
    candidate,
    initial: people,
    final: people,
    delegates: wholeNumberCell(0, 'write the whole number of delegates, 0 where there were none.'),
    sde: z.string().regex(/^\d*\.?\d*$/, 'write a decimal number such as 0.1569.'),
  })
}

type Cells = z.output<ReturnType<typeof reportSchema>>

function byPrecinctOfRoster(lines: readonly Cells[], roster: readonly PrecinctId[]): PrecinctReport[] {
  const byPrecinct = Map.groupBy(lines, ({ precinct }) => precinct)
  return roster.flatMap((precinct) => {
    const ofPrecinct = byPrecinct.get(precinct)
    if (ofPrecinct === undefined) return []
    const column = (name: 'initial' | 'final' | 'delegates'): Groups =>
      Object.fromEntries(ofPrecinct.filter((cells) => cells[name] > 0).map((cells) => [cells.candidate, cells[name]]))
    return [{ precinct, initial: column('initial'), final: column('final'), delegates: column('delegates') }]
  })
}
