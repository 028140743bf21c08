import { CsvError, parse } from 'csv-parse/sync'
import type * as z from 'zod'
import type { Columns } from './columns.ts'
import type { Checked, Problem } from './problem.ts'

/** A line of a table that was read whole. */
export interface TableLine<T> {
  readonly line: number
  readonly cells: T
}

/**
 * A CSV file as people's spreadsheets write it (BOM, CRLF, quoted commas and line breaks, blank lines), read against a
 * schema of one line. Every wrong cell of every line is named; an issue's message in the schema is the fix.
 * @param file the name by which problems call it
 */
export function readTable<T>(
  file: string,
  bytes: Uint8Array,
  columns: Columns,
  schema: z.ZodType<T>,
): Checked<readonly TableLine<T>[]> {
  const { records, problems } = splitCsv(file, bytes)
  const header = records[0]
  if (header === undefined) {
    const empty = problems.length > 0 ? [] : [aboutFile(file, `the file is empty. ${listColumns(columns)}`)]
    return { value: [], problems: [...problems, ...empty], warnings: [] }
  }
  const names = header.fields.map((name) => name.toLowerCase())
  const wrong = headerProblems(file, header.line, names, columns)
  if (wrong.length > 0) return { value: [], problems: [...problems, ...wrong], warnings: [] }
  const lineProblems: Problem[] = [...problems]
  const lines: TableLine<T>[] = []
  for (const record of records.slice(1)) {
    const result = readLine(file, record, names, schema)
    if ('cells' in result) lines.push(result)
    else lineProblems.push(...result.problems)
  }
  if (lines.length === 0 && lineProblems.length === 0)
    lineProblems.push(aboutFile(file, 'there is a header but no line below it.'))
  return { value: lines, problems: byLine(lineProblems), warnings: [] }
}

/** Problems in the order of their lines; those of the whole file first. */
export const byLine = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))

/** A problem for each line whose key an earlier line has, in the order of the lines. `problem` is told the first such line. */
export function repeatedLines<T>(
  lines: readonly TableLine<T>[],
  keyOf: (cells: T) => string,
  problem: (line: TableLine<T>, firstLine: number) => Problem,
): Problem[] {
  const firstLines = new Map<string, number>()
  return lines.flatMap((line) => {
    const key = keyOf(line.cells)
    const firstLine = firstLines.get(key)
    if (firstLine !== undefined) return [problem(line, firstLine)]
    firstLines.set(key, line.line)
    return []
  })
}

interface CsvRecord {
  readonly line: number
  readonly fields: readonly string[]
}

function readLine<T>(
  file: string,
  record: CsvRecord,
  names: readonly string[],
  schema: z.ZodType<T>,
): TableLine<T> | { problems: Problem[] } {
  const { line, fields } = record
  if (fields.length !== names.length) {
    const fix = `${fields.length} cells where the header has ${names.length}. Put quotes around a cell that holds a comma.`
    return { problems: [{ file, line, column: null, word: null, fix }] }
  }
  const cells = Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']))
  const read = schema.safeParse(cells)
  if (read.success) return { line, cells: read.data }
  return {
    problems: read.error.issues.map((issue) => {
      const column = String(issue.path[0] ?? '')
      return { file, line, column, word: cells[column] ?? null, fix: issue.message }
    }),
  }
}

/** Splits bytes into lines of cells. A quote that is never closed ends the reading, at the line where it was opened. */
function splitCsv(file: string, bytes: Uint8Array): { records: readonly CsvRecord[]; problems: Problem[] } {
  const records: CsvRecord[] = []
  let text: string
  try {
    // One kind of line end: csv-parse counts CRLF inside quotes as two lines.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n')
  } catch {
    return { records, problems: [aboutFile(file, 'this is not UTF-8 text. Save it again as "CSV UTF-8".')] }
  }
  let next = 1
  try {
    parse(text, {
      bom: true,
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
      onRecord: (fields: string[], { lines }) => {
        if (fields.some((cell) => cell !== '')) records.push({ line: next, fields })
        next = lines + 1
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const fix = 'a quote is opened here and not closed. Close it; the lines below could not be read.'
    return { records, problems: [{ file, line: next, column: null, word: null, fix }] }
  }
  return { records, problems: [] }
}

function headerProblems(file: string, line: number, names: readonly string[], columns: Columns): Problem[] {
  const knownColumns = new Set([...columns.required, ...columns.optional])
  const at = (column: string, fix: string): Problem => ({ file, line, column, word: null, fix })
  const missing = columns.required.filter((name) => !names.includes(name))
  const commas = names.length === 1 && /[;\t]/.test(names[0] ?? '') ? ' Separate cells by commas.' : ''
  return [
    ...missing.map((name) => at(name, `this column is missing.${commas}`)),
    ...names
      .filter((name) => !knownColumns.has(name))
      .map((name) => at(name === '' ? '(no name)' : name, `this column is not known. ${listColumns(columns)}`)),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map((name) => at(name, 'this column stands in the header twice.')),
  ]
}

const listColumns = ({ required, optional }: Columns): string =>
  `Columns are ${required.join(', ')}${optional.length === 0 ? '' : `; these may be added: ${optional.join(', ')}`}.`

const aboutFile = (file: string, fix: string): Problem => ({ file, line: null, column: null, word: null, fix })
