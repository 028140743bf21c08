import type Sqlite from 'better-sqlite3'
import { parseConfig } from '../src/bot/config.ts'
import { openSqlite, type SqliteDatabase } from '../src/db/connection/better-sqlite3.ts'
import { compute } from '../src/math/compute.ts'
import { seeded } from '../src/sms/simulated/chance.ts'
import { type Counts, place, smallSetting, world } from '../test/results/world.ts'

/** One report: five events and the row of its precinct, as `reportWriter` binds them. */
export interface Report {
  readonly events: readonly (readonly (string | number)[])[]
  readonly row: readonly (string | number | null)[]
}

/** @returns a function that writes reports in one transaction. */
export function reportWriter(client: Sqlite.Database): (reports: readonly Report[]) => void {
  const event = client.prepare(
    'insert into events (seq, stream, version, type, data, at, actor, cause, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const row = client.prepare(
    `insert into reports (phase, precinct, version, stage, revision, number, at, draft, published)
     values ('live', ?, ?, 'approved', 1, 1, '2028-02-08T02:00:00.000Z', '{}', ?)
     on conflict (phase, precinct) do update set version = excluded.version, published = excluded.published`,
  )
  return client.transaction((reports: readonly Report[]) => {
    for (const report of reports) {
      for (const values of report.events) event.run(...values)
      row.run(...report.row)
    }
  }).immediate
}

const COUNTIES = 99
const DELEGATES = 7
const names = [
  'Biden',
  'Bloomberg',
  'Buttigieg',
  'Gabbard',
  'Klobuchar',
  'Patrick',
  'Sanders',
  'Steyer',
  'Warren',
  'Yang',
]
const config = {
  ...{ name: 'Bench', date: '2028-02-07', timezone: 'America/Chicago', rules: 'ia2020', phone: '+15155550000' },
  candidates: names.map((name, i) => ({ name, code: `C${i}` })),
}
const chance = seeded(2028)

/** Loads a caucus into a new file. `report` makes the next precinct's report, in turn and again; it stores nothing. */
export function reportedCaucus(
  path: string,
  precincts: number,
): { readonly database: SqliteDatabase; report(): Report } {
  const parsed = parseConfig(config)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const each = COUNTIES * Math.ceil(precincts / COUNTIES)
  const counties = Array.from({ length: COUNTIES }, (_, i) => ({
    county: `County ${i}`,
    countyDelegates: (DELEGATES * each) / COUNTIES,
    stateDelegates: 5 + ((i * 7) % 40),
  }))
  const places = Array.from({ length: precincts }, (_, i) =>
    place(`P${String(i).padStart(5, '0')}`, `County ${i % COUNTIES}`, DELEGATES),
  )
  const made = world({ ...smallSetting(), caucus: parsed.caucus, places, counties })
  const database = openSqlite(path)
  const { client } = database
  client.transaction(() => {
    client.exec(`insert into caucus (id, config, loaded, phase, phase_version, loaded_at)
      values (1, '${JSON.stringify(parsed.file)}', 'x', 'live', 1, '2028-02-07T00:00:00.000Z')`)
    const county = client.prepare('insert into counties values (?, ?, ?)')
    for (const c of counties) county.run(c.county, c.countyDelegates, c.stateDelegates)
    const precinct = client.prepare(
      `insert into precincts (id, county, name, district, delegates, language) values (?, ?, ?, '1', ?, 'en')`,
    )
    for (const p of places) precinct.run(p.id, p.county, p.name, p.delegates)
  })()
  let turn = 0
  return {
    database,
    report() {
      const id = places[turn++ % precincts]?.id ?? ''
      const before = made.log.length
      made.report(id, room(parsed.caucus.rules))
      const row = made.rows.get(`live/${id}`)
      return {
        events: made.log.slice(before).map(({ position, stored: s }) => {
          const { type, data } = s.event
          return [position, `live/${id}`, s.version, type, JSON.stringify(data), s.at, s.actor, s.cause, s.hash]
        }),
        row: [id, row?.version ?? 0, row?.published ?? null],
      }
    },
  }
}

/** A room of random counts, without a tie or anything that headquarters would hold. */
function room(rules: Parameters<typeof compute>[0]['rules']): Counts {
  for (;;) {
    const initial = Object.fromEntries(
      names.filter(() => chance.share() < 0.6).map((name) => [name, 1 + chance.below(60)]),
    )
    const attendance = Object.values(initial).reduce((a, b) => a + b, 0)
    const viable = Object.entries(initial).filter(([, n]) => n * 100 >= attendance * 15)
    const [first, ...others] = viable
    if (first === undefined || others.length === 0) continue
    const rest = attendance - viable.reduce((sum, [, n]) => sum + n, 0)
    const final = Object.fromEntries([[first[0], first[1] + rest], ...others])
    const order = names.filter((name) => name in initial)
    const { tie, findings } = compute({ rules, delegates: DELEGATES, attendance, initial, final, order })
    if (tie === null && findings.every(({ severity }) => severity !== 'hold')) return { attendance, initial, final }
  }
}
