import { and, eq, sql } from 'drizzle-orm'
import type { Actor, PrecinctEvent } from '../../bot/event.ts'
import type { Phase, PrecinctId, ReportingPhase } from '../../bot/ids.ts'
import type { Logged, ReadRow, ResultsReader, Snapshot } from '../../results/ports.ts'
import { type Database, plannerOpaque, prepared, type RawRow, type Statement } from '../connection/database.ts'
import { queue, snapshots } from '../schema.ts'
import { othersTurn, resultsSetting } from './setting.ts'

/** What publication reads and adds, on either database. */
export const resultsReader = (database: Database): ResultsReader => ({
  ...resultsSetting(database),
  ...reading(database),
  ...adding(database),
})

const phaseRead = prepared(sql`select phase from caucus where id = 1`)({})
const endRead = prepared(sql`select coalesce(max(seq), 0) as seq from events`)({})
/**
 * Every stream of the phase's precincts and no other ('0' follows '/'). The plus keeps SQLite from the index on streams:
 * what is asked for is the end of the log, and that lies at the end of the table.
 */
const eventsRead = prepared(sql`select seq, stream, version, type, data, at, actor, cause, hash from events
  where seq > ${plannerOpaque('after')} and +stream >= ${sql.placeholder('phase')} || '/' and +stream < ${sql.placeholder('phase')} || '0'
  order by seq limit ${plannerOpaque('most')}`)
/** One value however many are asked for: D1 takes a hundred at most. */
const rowsRead = prepared(sql`select precinct, version, published from reports
  where phase = ${sql.placeholder('phase')} and precinct in (select value from json_each(${sql.placeholder('of')}))`)
const snapshotsRead = prepared(sql`select body from snapshots
  where phase = ${sql.placeholder('phase')} and sequence > ${plannerOpaque('after')} order by sequence limit ${plannerOpaque('most')}`)

function reading(database: Database): Pick<ResultsReader, 'phase' | 'end' | 'events' | 'rows' | 'snapshots'> {
  const rowsOf = async (read: Statement): Promise<readonly RawRow[]> => (await database.batchRead([read]))[0] ?? []
  return {
    async phase() {
      const [row] = await rowsOf(phaseRead)
      if (!row) throw new Error('no caucus is loaded in this database: run init')
      return row.phase as Phase
    },
    end: async () => Number((await rowsOf(endRead))[0]?.seq ?? 0),
    async events(phase, after, most) {
      const rows = await rowsOf(eventsRead({ phase, after, most }))
      return rows.map((row) => logged(phase, row))
    },
    async rows(phase, of) {
      const rows = await rowsOf(rowsRead({ phase, of: JSON.stringify(of) }))
      return new Map(rows.map((row) => [row.precinct as PrecinctId, readRow(row)]))
    },
    async snapshots(phase, after, most) {
      const rows = await rowsOf(snapshotsRead({ phase, after, most }))
      return parsed(rows.map((row) => String(row.body)))
    },
  }
}

function adding({ db, batchWrite }: Database): Pick<ResultsReader, 'add' | 'alert'> {
  return {
    async add(snapshot) {
      const { phase, sequence, at, root, signature } = snapshot
      const row = { phase, sequence, at, root, signature, body: JSON.stringify(snapshot) }
      await batchWrite([db.insert(snapshots).values(row).onConflictDoNothing()])
      const of = and(eq(snapshots.phase, phase), eq(snapshots.sequence, sequence))
      const [kept] = await db.select({ body: snapshots.body }).from(snapshots).where(of)
      return kept?.body === row.body
    },
    async alert(alert) {
      await batchWrite([
        db
          .insert(queue)
          .values({ ...alert })
          .onConflictDoNothing({ target: queue.id }),
      ])
    },
  }
}

/** Letters of JSON that are parsed in a millisecond or two. */
const AT_ONCE = 200_000

/** Most snapshots hold a few reports; those of a first publication hold hundreds each. */
async function parsed(bodies: readonly string[]): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = []
  let letters = 0
  for (const body of bodies) {
    snapshots.push(JSON.parse(body) as Snapshot)
    letters += body.length
    if (letters < AT_ONCE) continue
    letters = 0
    await othersTurn()
  }
  return snapshots
}

const readRow = ({ version, published }: RawRow): ReadRow => ({
  version: Number(version),
  published: published === null ? null : String(published),
})

function logged(phase: ReportingPhase, row: RawRow): Logged {
  const event = { type: row.type, data: JSON.parse(String(row.data)) } as PrecinctEvent
  const stored = {
    event,
    version: Number(row.version),
    at: String(row.at),
    actor: row.actor as Actor,
    cause: String(row.cause),
    hash: String(row.hash),
  }
  const precinct = String(row.stream).slice(phase.length + 1) as PrecinctId
  return { position: Number(row.seq), precinct, stored }
}
