import * as z from 'zod'
import type { PrecinctId } from '../bot/ids.ts'
import type { Vocabulary } from '../grammar/intent.ts'
import type { Groups } from '../math/types.ts'
import { precinctCode, whole, words } from './cells.ts'
import type { Checked, Problem } from './problem.ts'
import { inOrder, readTable, type TableLine } from './table.ts'

/** What one precinct reported. Groups that are in no line counted nobody. */
export interface ReportedNight {
  readonly precinct: PrecinctId
  readonly initial: Groups
  readonly final: Groups
  readonly delegates: Groups
}

const reportColumns = {
  required: ['precinct', 'candidate', 'initial', 'final', 'delegates', 'sde'],
  optional: [],
} as const

/**
 * A night's reports, every line checked against the caucus and its roster, in the order of the roster.
 * @param roster its precincts, or null where the roster has mistakes itself
 */
export function readReports(
  file: string,
  bytes: Uint8Array,
  vocabulary: Vocabulary,
  roster: readonly PrecinctId[] | null,
): Checked<readonly ReportedNight[]> {
  const table = readTable(file, bytes, reportColumns, reportSchema(vocabulary))
  const known = roster === null ? null : new Set<string>(roster)
  const strangers = table.value
    .filter(({ cells }) => known?.has(cells.precinct) === false)
    .map(({ line, cells }) => ({
      file,
      line,
      column: 'precinct',
      word: cells.precinct,
      fix: 'this precinct is not in the roster.',
    }))
  return {
    value: gather(
      table.value.map(({ cells }) => cells),
      roster ?? [],
    ),
    problems: inOrder([...table.problems, ...strangers, ...twice(file, table.value)]),
    warnings: [],
  }
}

const people = whole(0, 'write the whole number of people, 0 where there was nobody.')

function reportSchema({ candidates, precinctCode: form }: Vocabulary) {
  const byName = new Map(
    candidates.flatMap(({ name, code }) => [
      [name.toLowerCase(), name],
      [code.toLowerCase(), name],
    ]),
  )
  const candidate = words('the candidate is missing.').transform((cell, context) => {
    const name = byName.get(cell.toLowerCase())
    if (name !== undefined) return name
    context.addIssue({
      code: 'custom',
      message: `not a candidate of this caucus. They are ${candidates.map((c) => c.name).join(', ')}.`,
    })
    return z.NEVER
  })
  return z.object({
    precinct: precinctCode(form),
    candidate,
    initial: people,
    final: people,
    delegates: whole(0, 'write the whole number of delegates, 0 where there were none.'),
    sde: z.string().regex(/^\d*\.?\d*$/, 'write a decimal number such as 0.1569.'),
  })
}

type Cells = z.output<ReturnType<typeof reportSchema>>

function twice(file: string, lines: readonly TableLine<Cells>[]): Problem[] {
  const first = new Map<string, number>()
  return lines.flatMap(({ line, cells: { precinct, candidate } }) => {
    const before = first.get(`${precinct} ${candidate}`)
    if (before === undefined) first.set(`${precinct} ${candidate}`, line)
    const fix = `${precinct} has this candidate in line ${before} already.`
    return before === undefined ? [] : [{ file, line, column: 'candidate', word: candidate, fix }]
  })
}

function gather(lines: readonly Cells[], roster: readonly PrecinctId[]): ReportedNight[] {
  const byPrecinct = Map.groupBy(lines, ({ precinct }) => precinct)
  const column = (of: readonly Cells[], name: 'initial' | 'final' | 'delegates'): Groups =>
    Object.fromEntries(of.filter((cells) => cells[name] > 0).map((cells) => [cells.candidate, cells[name]]))
  return roster.flatMap((precinct) => {
    const of = byPrecinct.get(precinct)
    if (of === undefined) return []
    return [
      { precinct, initial: column(of, 'initial'), final: column(of, 'final'), delegates: column(of, 'delegates') },
    ]
  })
}
