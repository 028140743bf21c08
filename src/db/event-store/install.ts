import { sql } from 'drizzle-orm'
import type { Caucus, Precinct } from '../../bot/caucus.ts'
import type { Stored } from '../../bot/event.ts'
import type { Person, Phase, PrecinctId } from '../../bot/ids.ts'
import type { Binding, Keys } from '../../bot/ports.ts'
import { type Database, prepared, type Statement } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { bulkInsert, stopWhere } from '../connection/sql.ts'
import { eventValues, insertEvent } from './write.ts'

/** A precinct as the roster has it; what the arithmetic does not need may be missing. */
export interface RosterPrecinct extends Precinct {
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
  readonly precincts: readonly RosterPrecinct[]
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
  const head = await headOf(database)
  try {
    await database.batchWrite(statements(database, loadedEvent(keys, installation, head), installation))
    return { ok: true }
  } catch (thrown) {
    const error = storeError(thrown)
    if (error.constraint === 'guard_refused') return { ok: false, reason: 'started', phase: head.phase }
    if (error.code === 'unique' && error.constraint?.startsWith('events.')) return { ok: false, reason: 'conflict' }
    throw error
  }
}

interface Head {
  readonly version: number
  readonly hash: string
  readonly phase: Phase
}

const headRead = prepared(sql`select version, hash, (select phase from caucus where id = 1) as phase
  from events where stream = 'caucus' order by version desc limit 1`)({})

async function headOf(database: Database): Promise<Head> {
  const [rows] = await database.batchRead([headRead])
  const row = rows?.[0]
  if (!row) return { version: 0, hash: '', phase: 'setup' }
  return { version: Number(row.version), hash: String(row.hash), phase: String(row.phase) as Phase }
}

function loadedEvent(keys: Keys, { caucus, precincts, at }: Installation, head: Head): Stored {
  const data = { name: caucus.name, rules: caucus.rules.name, precincts: precincts.length }
  const event = { type: 'CaucusLoaded', data } as const
  const version = head.version + 1
  const hash = keys.chain(head.hash, 'caucus', version, event, at, 'system')
  return { event, version, hash, at, actor: 'system', cause: `load:${version}` }
}

const started = sql`exists (select 1 from caucus where phase <> 'setup')
  or exists (select 1 from events where stream >= 'live/' and stream < 'live0' or stream >= 'practice/' and stream < 'practice0')`

const cleared = ['bindings', 'pins', 'precincts', 'counties'].map((table) =>
  prepared(sql.raw(`delete from ${table}`))({}),
)

const setCaucus = prepared(sql`insert into caucus (id, config, loaded, phase, phase_version, loaded_at)
  values (1, ${sql.placeholder('config')}, ${sql.placeholder('loaded')}, 'setup', ${sql.placeholder('version')}, ${sql.placeholder('at')})
  on conflict (id) do update set config = excluded.config, loaded = excluded.loaded, phase = excluded.phase,
    phase_version = excluded.phase_version, loaded_at = excluded.loaded_at`)

function statements({ db }: Database, event: Stored, load: Installation): readonly [Statement, ...Statement[]] {
  const append = { stream: 'caucus', expected: event.version - 1, events: [event] } as const
  return [
    stopWhere(started),
    insertEvent(db)(eventValues(append, 0)),
    ...cleared,
    ...roster(load),
    setCaucus({ config: load.configJson, loaded: event.hash, version: event.version, at: load.at }),
  ]
}

function roster({ counties, precincts, people, bindings, pins = [] }: Installation): readonly Statement[] {
  const countyRows = counties.map((c) => ({
    name: c.name,
    county_delegates: c.countyDelegates,
    state_delegates: c.stateDelegates,
  }))
  const known = 'on conflict (person) do update set phone = excluded.phone, name = excluded.name'
  return [
    ...bulkInsert('counties', ['name', 'county_delegates', 'state_delegates'], countyRows),
    ...bulkInsert(
      'precincts',
      PRECINCT,
      precincts.map((row) => ({ ...row })),
    ),
    ...bulkInsert(
      'people',
      ['person', 'phone', 'name'],
      people.map((row) => ({ ...row })),
      known,
    ),
    ...bulkInsert(
      'bindings',
      ['person', 'precinct', 'kind'],
      bindings.map((row) => ({ ...row })),
    ),
    ...bulkInsert(
      'pins',
      ['hash', 'precinct'],
      pins.map((row) => ({ ...row })),
    ),
  ]
}

const PRECINCT = ['id', 'county', 'name', 'district', 'delegates', 'language', 'timezone', 'kind', 'registered', 'pool']
