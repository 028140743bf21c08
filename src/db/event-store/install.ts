import type { Caucus, Precinct } from '../../bot/caucus.ts'
import { chainEvents } from '../../bot/handle/chain-events.ts'
import type { Person, Phase, PrecinctId } from '../../bot/ids.ts'
import type { Append, Binding, Keys } from '../../bot/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { bulkInsert, columnsOf, statement, stopWhere } from '../connection/sql.ts'
import { appendToLog } from './append.ts'
import { storedOf } from './event-row.ts'
import { lastEvent } from './read.ts'

/** A precinct as the roster has it; what the arithmetic does not need may be missing. */
export interface InstalledPrecinct extends Precinct {
  readonly kind?: string | null
  /** Registered voters. */
  readonly registered?: number | null
  /** The satellite pool that shares its state delegates. */
  readonly pool?: string | null
}

interface County {
  readonly name: string
  readonly countyDelegates: number | null
  readonly stateDelegates: number | null
}

/** A whole caucus, checked before: the configuration, the roster, and who may speak for what. */
export interface Installation {
  /** caucus.json as it was read. */
  readonly configJson: string
  readonly caucus: Pick<Caucus, 'name' | 'rules'>
  readonly precincts: readonly InstalledPrecinct[]
  readonly counties: readonly County[]
  readonly people: readonly { readonly person: Person; readonly phone: string; readonly name?: string | null }[]
  readonly bindings: readonly (Omit<Binding, 'until'> & { readonly person: Person })[]
  readonly pins?: readonly { readonly hash: string; readonly precinct: PrecinctId }[]
  /** ISO 8601, UTC. */
  readonly at: string
}

type Installed =
  | { readonly ok: true }
  /** A caucus is there that left setup or has reports: it is not overwritten. */
  | { readonly ok: false; readonly reason: 'started'; readonly phase: Phase }
  /** Somebody else was loading one at the same time. */
  | { readonly ok: false; readonly reason: 'conflict' }

/**
 * Loads a caucus, all or nothing, in one atomic list of statements on both databases. A caucus that is still in setup
 * and without reports is replaced; texts that came in before are kept.
 * @throws StoreError
 */
export async function install(database: Database, keys: Keys, installation: Installation): Promise<Installed> {
  const [phases, last = []] = await database.batchRead([statement('select phase from caucus'), lastEvent('caucus')])
  const { caucus, precincts, at } = installation
  const before = last.map(storedOf)
  const version = (before[0]?.version ?? 0) + 1
  const data = { name: caucus.name, rules: caucus.rules.name, precincts: precincts.length }
  const origin = { keys, at, actor: 'system', cause: `load:${version}` } as const
  const appends = chainEvents('caucus', before, [{ type: 'CaucusLoaded', data }], origin)
  const appended = await appendToLog(database, {
    receipt: [stopWhere(STARTED)],
    appends,
    rows: [...CLEARED, ...rosterRows(installation), caucusRow(installation, appends)],
  })
  if (appended === 'done') return { ok: true }
  if (appended === 'stopped') return { ok: false, reason: 'started', phase: (phases?.[0]?.phase ?? 'setup') as Phase }
  return { ok: false, reason: 'conflict' }
}

const STARTED = `exists (select 1 from caucus where phase <> 'setup')
  or exists (select 1 from events where stream >= 'live/' and stream < 'live0' or stream >= 'practice/' and stream < 'practice0')`

const CLEARED = ['bindings', 'pins', 'precincts', 'counties'].map((table) => statement(`delete from ${table}`))

const caucusRow = ({ configJson, at }: Installation, appends: readonly Append[]): Statement => {
  const loaded = appends[0]?.events[0]
  return statement(
    `insert into caucus (id, config, loaded, phase, phase_version, loaded_at) values (1, ?, ?, 'setup', ?, ?)
     on conflict (id) do update set config = excluded.config, loaded = excluded.loaded, phase = excluded.phase,
       phase_version = excluded.phase_version, loaded_at = excluded.loaded_at`,
    configJson,
    loaded?.hash,
    loaded?.version,
    at,
  )
}

function rosterRows({ counties, precincts, people, bindings, pins = [] }: Installation): readonly Statement[] {
  const insert = (table: string, columns: string, rows: readonly object[], conflict = '') =>
    bulkInsert(table, rows.map(columnsOf), conflict, columns.split(' '))
  const overwrite = 'on conflict (person) do update set phone = excluded.phone, name = excluded.name'
  return [
    ...insert('counties', 'name county_delegates state_delegates', counties),
    ...insert('precincts', 'id county name district delegates language timezone kind registered pool', precincts),
    ...insert('people', 'person phone name', people, overwrite),
    ...insert('bindings', 'person precinct kind', bindings),
    ...insert('pins', 'hash precinct', pins),
  ]
}
