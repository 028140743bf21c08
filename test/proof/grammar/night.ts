import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

/** The real night as the generator needs it. Read here, from the files, and from nothing of the product. */
export interface Room {
  readonly precinct: string
  readonly initial: readonly (readonly [string, number])[]
  readonly final: readonly (readonly [string, number])[]
  readonly delegates: readonly (readonly [string, number])[]
  readonly present: number
}

export interface Candidate {
  readonly name: string
  readonly code: string
  readonly aliases: readonly string[]
}

export interface Night {
  readonly rooms: readonly Room[]
  readonly candidates: readonly Candidate[]
}

/** @param data the folder that `sharedData` found */
export function readNight(data: string): Night {
  const config = JSON.parse(readFileSync(`${data}/iowa2020/caucus.json`, 'utf8')) as { candidates: Candidate[] }
  const rows = parse(readFileSync(`${data}/iowa2020/reports.csv`), { columns: true }) as Record<string, string>[]
  const rooms = new Map<string, Record<string, string>[]>()
  for (const row of rows) rooms.set(row.precinct!, [...(rooms.get(row.precinct!) ?? []), row])
  return {
    rooms: [...rooms]
      .map(([precinct, lines]) => roomOf(precinct, lines))
      .filter(({ initial, final }) => initial.length > 0 && final.length > 0),
    candidates: config.candidates,
  }
}

function roomOf(precinct: string, lines: readonly Record<string, string>[]): Room {
  const column = (name: string): [string, number][] =>
    lines.map((line): [string, number] => [line.candidate!, Number(line[name])]).filter(([, n]) => n > 0)
  const initial = column('initial')
  return {
    precinct,
    initial,
    final: column('final'),
    delegates: column('delegates'),
    present: initial.reduce((sum, [, n]) => sum + n, 0),
  }
}
