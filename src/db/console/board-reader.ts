import { parseConfig } from '../../bot/config.ts'
import type { Phase, PrecinctId } from '../../bot/ids.ts'
import type { BoardReader, ChangeMark, ConsoleSetting, PrecinctLine, ReadyLine } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { jsonList, type Query, queryOn } from '../connection/sql.ts'

/** With this many changes a board reads everything again. */
const MOST_CHANGES = 2000

/** Where all precincts stand. */
export function boardReader(database: Database): BoardReader {
  const ask = queryOn(database)
  return {
    setting: settingReader(ask),
    mark: async () => (await ask<ChangeMark>(MARK))[0] ?? { seq: 0, queued: 0, open: 0, snapshot: 0, phase: 'setup' },
    lines: (phase, only) =>
      only
        ? ask<PrecinctLine>(
            `${LINES} where p.id in (select value from json_each(?)) order by p.id`,
            phase,
            jsonList(only),
          )
        : ask<PrecinctLine>(`${LINES} order by p.id`, phase),
    async changed(phase, after) {
      const rows = await ask(
        `select distinct stream from events where seq > ? and (stream = 'caucus' or substr(stream, 1, ?) = ?
           or substr(stream, 1, 6) = 'phone/' or substr(stream, 1, 7) = 'roster/') limit ?`,
        after,
        phase.length + 1,
        `${phase}/`,
        MOST_CHANGES,
      )
      const streams = rows.map((row) => String(row.stream))
      if (streams.length === MOST_CHANGES || streams.includes('caucus')) return 'all'
      return precinctsOf(ask, streams)
    },
    async shown(phase, after) {
      const rows = await ask(
        'select body from snapshots where phase = ? and sequence > ? order by sequence',
        phase,
        after,
      )
      return rows.flatMap((row) => changesOf(String(row.body)))
    },
    ready: async () =>
      (await ask<ReadyLine>(READY)).map((line) => ({
        ...line,
        optedOut: Boolean(line.optedOut),
        failed: Boolean(line.failed),
        heard: Boolean(line.heard),
      })),
  }
}

const MARK = `select (select coalesce(max(seq), 0) from events) as seq, (select count(*) from queue) as queued,
  (select count(*) from queue where outcome is null) as open,
  (select coalesce(max(sequence), 0) from snapshots where phase = case caucus.phase when 'live' then 'live' when 'closed' then 'live' else 'practice' end) as snapshot,
  phase from caucus where id = 1`

const LINES = `select p.id as id, p.county as county, p.name as name, p.delegates as delegates, r.stage as stage, r.at as at,
    json_extract(r.published, '$.number') as open,
    (select min(f.checked_in) from bindings b join phones f on f.person = b.person where b.precinct = p.id) as checked_in
  from precincts p left join reports r on r.precinct = p.id and r.phase = ?`

/** Streams as the precincts that they concern: a phone's are those that it is bound to. */
async function precinctsOf(ask: Query, streams: readonly string[]): Promise<readonly PrecinctId[]> {
  const named = streams
    .filter((stream) => !stream.startsWith('phone/'))
    .map((stream) => stream.slice(stream.indexOf('/') + 1))
  const people = streams.filter((stream) => stream.startsWith('phone/')).map((stream) => stream.slice('phone/'.length))
  const bound =
    people.length === 0
      ? []
      : await ask(
          'select distinct precinct from bindings where person in (select value from json_each(?))',
          jsonList(people),
        )
  return [...new Set([...named, ...bound.map((row) => String(row.precinct))])] as PrecinctId[]
}

interface SnapshotBody {
  readonly changes: readonly { readonly precinct: PrecinctId; readonly entry: { readonly number: number } | null }[]
}
const changesOf = (body: string) =>
  (JSON.parse(body) as SnapshotBody).changes.map(({ precinct, entry }) => ({ precinct, number: entry?.number ?? null }))

/** The configuration is parsed once, and again when another one was loaded. */
function settingReader(ask: Query): () => Promise<ConsoleSetting> {
  let cached: { readonly loaded: string; readonly setting: Omit<ConsoleSetting, 'phase'> } | null = null
  return async () => {
    const [row] = await ask('select config, loaded, phase from caucus where id = 1')
    if (!row) throw new Error('no caucus is loaded in this database: run init')
    const loaded = String(row.loaded)
    const setting = cached?.loaded === loaded ? cached.setting : parsed(String(row.config))
    cached = { loaded, setting }
    return { ...setting, phase: String(row.phase) as Phase }
  }
}

function parsed(config: string): Omit<ConsoleSetting, 'phase'> {
  const read = parseConfig(JSON.parse(config))
  if (!read.ok) throw new Error(`the loaded configuration is not valid: ${read.problems.join('; ')}`)
  return { caucus: read.caucus, quiet: read.file.quiet_hours ?? null }
}

const READY = `select p.id as precinct, p.county as county, p.name as name,
    (select count(*) from bindings b where b.precinct = p.id and b.kind <> 'borrowed') as phones,
    (select min(f.checked_in) from bindings b join phones f on f.person = b.person where b.precinct = p.id) as checked_in,
    (select max(f.opted_out) from bindings b join phones f on f.person = b.person where b.precinct = p.id) as opted_out,
    (select r.stage from reports r where r.phase = 'practice' and r.precinct = p.id) as practised,
    exists (select 1 from outbox o where o.precinct = p.id and o.state = 'failed') as failed,
    exists (select 1 from inbox i where i.precinct = p.id) as heard
  from precincts p order by p.id`
