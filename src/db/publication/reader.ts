import type { Phase, PrecinctId, ReportingPhase } from '../../bot/ids.ts'
import type { Logged, ReadRow, ResultsReader, Snapshot } from '../../results/ports.ts'
import type { Database, RawRow, Statement } from '../connection/database.ts'
import { plannerOpaque, prepared, statement } from '../connection/sql.ts'
import { insertItem } from '../event-store/append.ts'
import { EVENT_COLUMNS, storedOf } from '../event-store/event-row.ts'
import { resultsSetting, yieldToOthers } from './setting.ts'

/** What publication reads and adds, on either database. @throws (each method) StoreError */
export const resultsReader = (database: Database): ResultsReader => ({
  ...resultsSetting(database),
  ...reading(database),
  ...adding(database),
})

const phaseRead = prepared(`select phase from caucus where id = 1`)({})
const endRead = prepared(`select coalesce(max(seq), 0) as seq from events`)({})
/**
 * Every stream of the phase's precincts and no other ('0' follows '/'). The plus keeps SQLite from the index on streams:
 * what is asked for is the end of the log, and that lies at the end of the table.
 */
const eventsRead = prepared(`select seq, ${EVENT_COLUMNS} from events
  where seq > ${plannerOpaque('after')} and +stream >= :phase || '/' and +stream < :phase || '0'
  order by seq limit ${plannerOpaque('most')}`)
/** One value however many are asked for: D1 takes a hundred at most. */
const rowsRead = prepared(`select precinct, version, published from reports
  where phase = :phase and precinct in (select value from json_each(:of))`)
const snapshotsRead = prepared(`select body from snapshots
  where phase = :phase and sequence > ${plannerOpaque('after')} order by sequence limit ${plannerOpaque('most')}`)

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

function adding({ batchRead, batchWrite }: Database): Pick<ResultsReader, 'add' | 'alert'> {
  return {
    async add(snapshot) {
      const { phase, sequence, at, root, signature } = snapshot
      const body = JSON.stringify(snapshot)
      await batchWrite([
        statement(
          'insert into snapshots (phase, sequence, at, root, signature, body) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
          ...[phase, sequence, at, root, signature, body],
        ),
      ])
      const own = statement(
        'select 1 from snapshots where phase = ? and sequence = ? and body = ?',
        phase,
        sequence,
        body,
      )
      return (await batchRead([own]))[0]?.length === 1
    },
    alert: (alert) => batchWrite([insertItem({ ...alert })]),
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
    await yieldToOthers()
  }
  return snapshots
}

const readRow = ({ version, published }: RawRow): ReadRow => ({
  version: Number(version),
  published: published === null ? null : String(published),
})

function logged(phase: ReportingPhase, row: RawRow): Logged {
  const stored = storedOf(row) as Logged['stored']
  const precinct = String(row.stream).slice(phase.length + 1) as PrecinctId
  return { position: Number(row.seq), precinct, stored }
}
