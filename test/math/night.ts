/** Iowa's night of 3 February 2020 as the arithmetic sees it, from the files beside the checkout. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Groups } from '../../src/math/types.ts'

type Row = Readonly<Record<string, string>>

export interface Site {
  readonly code: string
  readonly initial: Groups
  readonly final: Groups
  /** Delegates as reported; empty for satellites, whose SDE was published only. */
  readonly reported: Groups
  readonly sde: Readonly<Record<string, string>>
}

export interface Precinct extends Site {
  readonly county: string
  readonly district: string
  readonly delegates: number
}

export interface Satellite extends Site {
  readonly pool: string
}

export interface Night {
  readonly order: readonly string[]
  readonly precincts: readonly Precinct[]
  readonly counties: ReadonlyMap<string, { countyDelegates: number; stateDelegates: number }>
  readonly satellites: readonly Satellite[]
}

const nobody: Night = { order: [], precincts: [], counties: new Map(), satellites: [] }

/** The precinct, satellite and county files of the folder given; an empty night where there is none, whose tests are skipped. */
export function night(folder: string | null): Night {
  if (folder === null) return nobody
  const rows = (name: string) => parse(readFileSync(`${folder}/iowa2020/${name}`), { columns: true }) as Row[]
  const config = JSON.parse(readFileSync(`${folder}/iowa2020/caucus.json`, 'utf8')) as {
    candidates: { name: string }[]
  }
  const reports = Map.groupBy(rows('reports.csv'), (row) => row.precinct!)
  const visits = Map.groupBy(rows('satellite_reports.csv'), (row) => row.site!)
  return {
    order: config.candidates.map(({ name }) => name),
    precincts: rows('roster.csv').map((row) => ({
      ...site(row.precinct!, reports.get(row.precinct!) ?? []),
      county: row.county!,
      district: row.congressional_district!,
      delegates: Number(row.delegates),
    })),
    counties: new Map(
      rows('counties.csv').map((row) => [
        row.county!,
        { countyDelegates: Number(row.county_delegates), stateDelegates: Number(row.state_delegates) },
      ]),
    ),
    satellites: rows('satellites.csv').map((row) => ({
      ...site(row.site!, visits.get(row.site!) ?? []),
      pool: row.pool!,
    })),
  }
}

function site(code: string, rows: readonly Row[]): Site {
  const column = (name: string) => Object.fromEntries(rows.map((row) => [row.candidate!, Number(row[name] ?? 0)]))
  return {
    code,
    initial: column('initial'),
    final: column('final'),
    reported: rows[0]?.delegates === undefined ? {} : column('delegates'),
    sde: Object.fromEntries(rows.map((row) => [row.candidate!, row.sde!])),
  }
}
