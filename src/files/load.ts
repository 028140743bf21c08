import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Caucus } from '../bot/caucus.ts'
import type { CaucusFile } from '../bot/config.ts'
import { readCaucusFile } from './caucus-file.ts'
import { type CountyLine, countyWarnings, readCounties } from './counties.ts'
import type { Checked, Problem } from './problem.ts'
import { type PrecinctReport, readReports } from './reports.ts'
import { type RosterLine, readRoster } from './roster.ts'

/** The paths of a caucus' files. */
export interface Paths {
  readonly config: string
  readonly roster: string
  readonly counties?: string
  readonly reports?: string
}

export interface Files {
  readonly caucus: Caucus
  /** caucus.json as it was written. */
  readonly file: CaucusFile
  readonly roster: readonly RosterLine[]
  readonly counties: readonly CountyLine[]
  /** Empty where no file of reports was given. */
  readonly reports: readonly PrecinctReport[]
}

type Loading =
  | { readonly ok: true; readonly files: Files; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads and checks all files of a caucus: the whole of it, or every problem in any of them and nothing. */
export function loadFiles(paths: Paths): Loading {
  const read = {
    config: openFile(paths.config),
    roster: openFile(paths.roster),
    counties: openFile(paths.counties),
    reports: openFile(paths.reports),
  }
  const unreadable = Object.values(read).flatMap((file) => (file !== null && 'problem' in file ? [file.problem] : []))
  const { config, roster, counties, reports } = read
  if (
    isUnreadable(config) ||
    isUnreadable(roster) ||
    isUnreadable(counties) ||
    isUnreadable(reports) ||
    config === null ||
    roster === null
  )
    return { ok: false, problems: unreadable }
  const caucus = readCaucusFile(config.name, config.bytes)
  const county = counties === null ? null : readCounties(counties.name, counties.bytes)
  // Against a file with bad lines, good lines elsewhere would look bad: they are checked once that file is right.
  const names = county === null || county.problems.length > 0 ? null : new Set(county.value.map((line) => line.county))
  const precincts = readRoster(roster.name, roster.bytes, caucus.terms, names)
  const night = reportsOf(reports, caucus.caucus?.caucus ?? null, precincts)
  const problems = [...caucus.problems, ...(county?.problems ?? []), ...precincts.problems, ...night.problems]
  if (problems.length > 0 || caucus.caucus === null) return { ok: false, problems }
  const doubts =
    county === null || counties === null ? [] : countyWarnings(counties.name, county.value, precincts.value)
  return {
    ok: true,
    files: { ...caucus.caucus, roster: precincts.value, counties: county?.value ?? [], reports: night.value },
    warnings: [...caucus.warnings, ...doubts, ...precincts.warnings],
  }
}

type OpenedFile = { readonly name: string; readonly bytes: Uint8Array } | { readonly problem: Problem } | null

const isUnreadable = (file: OpenedFile): file is { readonly problem: Problem } => file !== null && 'problem' in file

function openFile(path: string | undefined): OpenedFile {
  if (path === undefined) return null
  try {
    return { name: basename(path), bytes: readFileSync(path) }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const fix = missing ? 'there is no such file.' : 'this file cannot be read.'
    return { problem: { file: path, line: null, column: null, word: null, fix } }
  }
}

function reportsOf(
  file: Exclude<OpenedFile, { problem: Problem }>,
  caucus: Caucus | null,
  roster: Checked<readonly RosterLine[]>,
): Pick<Checked<readonly PrecinctReport[]>, 'value' | 'problems'> {
  if (file === null || caucus === null) return { value: [], problems: [] }
  const precincts = roster.problems.length > 0 ? null : roster.value.map(({ precinct }) => precinct)
  return readReports(file.name, file.bytes, caucus.vocabulary, precincts)
}
