import { and, asc, eq, gt, inArray, max, sql } from 'drizzle-orm'
import { parseConfig } from '../bot/config.ts'
import type { Actor, PrecinctEvent } from '../bot/event.ts'
import type { PrecinctId, ReportingPhase } from '../bot/ids.ts'
import type { Logged, ReadRow, ResultsReader, Setting, Snapshot } from '../results/ports.ts'
import type { Database } from './database.ts'
import { caucus, counties, events, precincts, queue, reports, snapshots } from './schema.ts'

/** What publication reads and adds, on either database. One table a query: see `Together` for why. */
export const resultsReader = (database: Database): ResultsReader => ({ ...reading(database), ...adding(database) })

function reading({ db }: Database): Omit<ResultsReader, 'add' | 'alert'> {
  const caucusRow = async () => {
    const [row] = await db.select().from(caucus)
    if (!row) throw new Error('no caucus is loaded in this database: run init')
    return row
  }
  return {
    async setting() {
      const { config } = await caucusRow()
      const places = await db.select().from(precincts).orderBy(asc(precincts.id))
      const list = await db.select().from(counties).orderBy(asc(counties.name))
      return settingOf(config, places, list)
    },
    phase: async () => (await caucusRow()).phase,
    async end() {
      const [row] = await db.select({ end: max(events.seq) }).from(events)
      return row?.end ?? 0
    },
    async events(phase, after) {
      const of = and(streamsOf(phase), gt(events.seq, after))
      const rows = await db.select().from(events).where(of).orderBy(asc(events.seq))
      return rows.map((row) => logged(phase, row))
    },
    async rows(phase, only) {
      const { precinct, version, published } = reports
      const all = eq(reports.phase, phase)
      const of = only === null ? all : and(all, inArray(precinct, [...only]))
      const rows = await db.select({ precinct, version, published }).from(reports).where(of)
      return new Map<PrecinctId, ReadRow>(rows.map((row) => [row.precinct, row]))
    },
    async snapshots(phase, after) {
      const of = and(eq(snapshots.phase, phase), gt(snapshots.sequence, after))
      const rows = await db.select().from(snapshots).where(of).orderBy(asc(snapshots.sequence))
      return rows.map((row) => JSON.parse(row.body) as Snapshot)
    },
  }
}

function adding({ db, atomically }: Database): Pick<ResultsReader, 'add' | 'alert'> {
  return {
    async add(snapshot) {
      const { phase, sequence, at, root, signature } = snapshot
      const row = { phase, sequence, at, root, signature, body: JSON.stringify(snapshot) }
      await atomically([db.insert(snapshots).values(row).onConflictDoNothing()])
      const of = and(eq(snapshots.phase, phase), eq(snapshots.sequence, sequence))
      const [kept] = await db.select({ body: snapshots.body }).from(snapshots).where(of)
      return kept?.body === row.body
    },
    async alert(alert) {
      await atomically([
        db
          .insert(queue)
          .values({ ...alert })
          .onConflictDoNothing({ target: queue.id }),
      ])
    },
  }
}

/**
 * Every stream of the phase's precincts and no other ('0' follows '/'). The plus keeps SQLite from the index on streams:
 * what is asked for is the end of the log, and that lies at the end of the table.
 */
const streamsOf = (phase: ReportingPhase) =>
  and(sql`+${events.stream} >= ${`${phase}/`}`, sql`+${events.stream} < ${`${phase}0`}`)

function logged(phase: ReportingPhase, row: typeof events.$inferSelect): Logged {
  const event = { type: row.type, data: JSON.parse(row.data) as unknown } as PrecinctEvent
  const { seq: position, version, at, cause, hash } = row
  const stored = { event, version, at, actor: row.actor as Actor, cause, hash }
  return { position, precinct: row.stream.slice(phase.length + 1) as PrecinctId, stored }
}

type PrecinctRow = typeof precincts.$inferSelect
type CountyRow = typeof counties.$inferSelect

function settingOf(config: string, places: readonly PrecinctRow[], list: readonly CountyRow[]): Setting {
  const parsed = parseConfig(JSON.parse(config))
  if (!parsed.ok) throw new Error(`the loaded configuration is not valid: ${parsed.problems.join('; ')}`)
  const { national, satellite_pools: pools, issuer } = parsed.file
  return {
    caucus: parsed.caucus,
    places,
    counties: list.flatMap(({ name: county, countyDelegates, stateDelegates }) =>
      countyDelegates === null || stateDelegates === null ? [] : [{ county, countyDelegates, stateDelegates }],
    ),
    national: national ? { districts: national.districts, atLarge: national.at_large, pleo: national.pleo } : null,
    pools: pools ?? {},
    issuer: issuer ?? null,
  }
}
