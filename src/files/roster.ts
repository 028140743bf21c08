import type { CountryCode } from 'libphonenumber-js'
import * as z from 'zod'
import type { Precinct } from '../bot/caucus.ts'
import type { Language } from '../bot/event.ts'
import type { Phone, PrecinctId } from '../bot/ids.ts'
import { optionalText, optionalTimezone, precinctCodeCell, requiredText, telephone, wholeNumberCell } from './cells.ts'
import { rosterColumns } from './columns.ts'
import type { Checked, Problem } from './problem.ts'
import { byLine, readTable, repeatedLines, type TableLine } from './table.ts'

/** One precinct of roster.csv. */
export interface RosterLine extends Omit<Precinct, 'id'> {
  readonly precinct: PrecinctId
  readonly phone: Phone | null
  readonly backupPhone: Phone | null
  readonly chair: string | null
  readonly kind: 'precinct' | 'satellite'
  /** Registered voters. */
  readonly registered: number | null
  readonly pool: string | null
}

/** What of caucus.json a roster must agree with. */
export interface RosterTerms {
  readonly precinctCode: { readonly letters: number; readonly digits: number }
  readonly languages: readonly Language[]
  readonly country: CountryCode
  /** The number that chairs text: nobody's own. */
  readonly ownPhone: string
}

/**
 * The roster of roster.csv, every line checked. A blank phone, a phone twice in one precinct and a number that is not given out are
 * warnings; a phone of several precincts is nothing unusual.
 * @param counties the names of counties.csv, or null where there is none
 */
export function readRoster(
  file: string,
  bytes: Uint8Array,
  terms: RosterTerms,
  counties: ReadonlySet<string> | null,
): Checked<readonly RosterLine[]> {
  const table = readTable(file, bytes, rosterColumns, rosterSchema(terms))
  const between = [
    ...repeatedPrecincts(file, table.value),
    ...unknownCounties(file, table.value, counties),
    ...ownPhoneLines(file, table.value, terms),
  ]
  return {
    value: table.value.map(({ cells }) => toLine(cells)),
    problems: byLine([...table.problems, ...between]),
    warnings: table.value.flatMap((line) => phoneWarnings(file, line)),
  }
}

const registeredFix = 'write the whole number of registered voters, or leave it blank.'

function rosterSchema({ precinctCode: form, languages, country }: RosterTerms) {
  const language = z
    .string()
    .transform((cell) => cell.toLowerCase())
    .pipe(
      z.enum(languages as [Language, ...Language[]], `write one of the caucus' languages: ${languages.join(', ')}.`),
    )
  return z.object({
    precinct: precinctCodeCell(form),
    county: requiredText('the county is missing.'),
    name: requiredText('the name of the precinct is missing.'),
    congressional_district: requiredText('the congressional district is missing; write a dash where there is none.'),
    delegates: wholeNumberCell(1, 'write the whole number of delegates to elect, such as 7.'),
    phone: telephone(country),
    language,
    chair: optionalText.optional(),
    backup_phone: telephone(country).optional(),
    kind: z.enum(['', 'precinct', 'satellite'], 'write precinct or satellite, or leave it blank.').optional(),
    registered: z
      .union([z.literal('').transform(() => null), wholeNumberCell(0, registeredFix)], registeredFix)
      .optional(),
    pool: optionalText.optional(),
    timezone: optionalTimezone.optional(),
  })
}

type Cells = z.output<ReturnType<typeof rosterSchema>>
type Lines = readonly TableLine<Cells>[]

const toLine = (cells: Cells): RosterLine => ({
  precinct: cells.precinct,
  county: cells.county,
  name: cells.name,
  district: cells.congressional_district,
  delegates: cells.delegates,
  phone: cells.phone?.phone ?? null,
  backupPhone: cells.backup_phone?.phone ?? null,
  language: cells.language,
  chair: cells.chair ?? null,
  kind: cells.kind === 'satellite' ? 'satellite' : 'precinct',
  registered: cells.registered ?? null,
  pool: cells.pool ?? null,
  timezone: cells.timezone ?? null,
})

function repeatedPrecincts(file: string, lines: Lines): Problem[] {
  return repeatedLines(
    lines,
    ({ precinct }) => precinct,
    ({ line, cells: { precinct } }, firstLine) => {
      const fix = `this precinct stands in line ${firstLine} already. Keep one of the two.`
      return { file, line, column: 'precinct', word: precinct, fix }
    },
  )
}

function unknownCounties(file: string, lines: Lines, counties: ReadonlySet<string> | null): Problem[] {
  if (counties === null) return []
  const fix = 'this county is not in the file of counties. Write it as it stands there, or add it.'
  return lines
    .filter(({ cells }) => !counties.has(cells.county))
    .map(({ line, cells }) => ({ file, line, column: 'county', word: cells.county, fix }))
}

const phoneColumns = ['phone', 'backup_phone'] as const

/** A roster that names the caucus' own number as a chair's would make the bot talk to itself. */
function ownPhoneLines(file: string, lines: Lines, { ownPhone: own }: RosterTerms): Problem[] {
  const fix = 'this is the number that chairs text. Write the chair’s own.'
  return lines.flatMap(({ line, cells }) =>
    phoneColumns
      .filter((column) => cells[column]?.phone === own)
      .map((column) => ({ file, line, column, word: own, fix })),
  )
}

function phoneWarnings(file: string, { line, cells }: TableLine<Cells>): Problem[] {
  const { precinct, phone, backup_phone: backup } = cells
  const about = (column: string, word: string | null, fix: string): Problem => ({ file, line, column, word, fix })
  const warnings: Problem[] = []
  if (phone === null && !backup)
    warnings.push(about('phone', null, `${precinct} has no phone: its chair must call in, or text with a PIN.`))
  if (phone !== null && phone.phone === backup?.phone)
    warnings.push(about('backup_phone', phone.phone, 'this is the same phone again; it counts once.'))
  for (const column of phoneColumns)
    if (cells[column]?.odd)
      warnings.push(about(column, cells[column].phone, 'no such number is given out there. Check it with the chair.'))
  return warnings
}
