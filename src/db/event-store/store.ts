import type { Caucus, Precinct } from '../../bot/caucus.ts'
import type { Stored } from '../../bot/event.ts'
import { type Person, type Phase, type PrecinctId, phoneStream, precinctStream, type StreamId } from '../../bot/ids.ts'
import type { RecentReply } from '../../bot/phone/auto-reply-guard.ts'
import type { Binding, Commit, EventStore, HqEventStore, Loaded } from '../../bot/ports.ts'
import type { Database, RawRow, Statement } from '../connection/database.ts'
import { StoreError } from '../connection/errors.ts'
import { plannerOpaque, prepared, queryOn, rowsAs } from '../connection/sql.ts'
import { appendToLog, endAlerts, insertAlert, insertOutgoing, textReceipt } from './append.ts'
import { storedOf, streamOf } from './event-row.ts'
import { configRead, replyTo, streamReader, textReads } from './read.ts'
import { upsertRow } from './read-table-rows.ts'

/** Makes a caucus of the configuration that was loaded. It was checked then; what it throws goes up. */
type ParseCaucus = (configJson: string) => Caucus

/**
 * The store of the bot on SQL: one body for both databases.
 * @throws (each method) StoreError; never a message with a bound value in it.
 */
export function eventStore(database: Database, parse: ParseCaucus): EventStore {
  const caucusOf = caucusCache(database, parse)
  const answered: EventStore['answered'] = async (sid) => {
    const [rows] = await database.batchRead([replyTo(sid)])
    const reply = rows?.[0]?.reply
    return reply === undefined ? null : String(reply)
  }
  return {
    answered,
    async load(from, precinct, since = '9999') {
      const reads = textReads(from, precinct ?? null, since)
      const [caucus, bindings, precincts, events, recent, pins, strangers] = await database.batchRead(reads)
      const row = caucus?.[0]
      if (!row) throw notLoaded()
      return loadedOf(await caucusOf(String(row.loaded)), row.phase as Phase, from, {
        bindings: rowsAs(bindings),
        precincts: rowsAs(precincts),
        events: events ?? [],
        recent: rowsAs(recent),
        asked: pins && strangers ? { pins, strangers } : null,
      })
    },
    async commit(commit) {
      refuseUnguardedRows(commit)
      const { receipt, appends, rows, alerts, alertEnds = [], outbox } = commit
      const appended = await appendToLog(database, {
        receipt: [...textReceipt(receipt), ...guards(commit)],
        appends,
        // One statement a row: D1 binds at most 100 values in one.
        rows: [
          ...rows.map(upsertRow),
          ...alertEnds.map(endAlerts),
          ...alerts.flatMap(insertAlert),
          ...outbox.map(insertOutgoing),
        ],
      })
      if (appended === 'done') return { ok: true }
      if (appended !== 'repeated') return { ok: false, reason: 'conflict' }
      return { ok: false, reason: 'duplicate', reply: (await answered(receipt.sid)) ?? '' }
    },
  }
}

/** The bot's store with what headquarters asks besides: one whole stream, and who may speak for a precinct. */
export function hqEventStore(database: Database, store: EventStore): HqEventStore {
  const ask = queryOn(database)
  return {
    ...store,
    stream: streamReader(database),
    chairs: (precinct) =>
      ask(
        `select person, precinct, kind, until from bindings where precinct = ? and kind <> 'borrowed'
         order by case kind when 'registered' then 0 else 1 end, person`,
        precinct,
      ),
  }
}

const notLoaded = () => new StoreError('not_loaded', 'no caucus is loaded in this database: run init first')

/** Without events nothing refuses a stale commit, and its rows would overwrite newer ones. */
export function refuseUnguardedRows(commit: Pick<Commit, 'rows' | 'appends'>): void {
  if (commit.rows.length > 0 && commit.appends.every((append) => append.events.length === 0)) {
    throw new Error('rows of read tables come only with the events that guard them')
  }
}

/** Stops the commit where a stream has grown since it was read: an answer must not rest on what is no longer so. */
const unchanged = prepared(`insert into guards (stop) select 1
  where coalesce((select max(version) from events where stream = ${plannerOpaque('stream')}), 0) <> :version`)

/** The receipt of the answer itself is there already, and counted. */
const notTooMany = prepared(`insert into guards (stop) select 1
  where (select count(*) from inbox where kind = 'stranger' and answered = 1 and at > ${plannerOpaque('since')}) > :most`)

const guards = ({ readVersions = [], strangers }: Commit): readonly Statement[] => [
  ...readVersions.map(unchanged),
  ...(strangers ? [notTooMany({ ...strangers })] : []),
]

interface LoadedRows {
  readonly bindings: readonly Binding[]
  readonly precincts: readonly Precinct[]
  readonly events: readonly RawRow[]
  readonly recent: readonly RecentReply[]
  readonly asked: { readonly pins: readonly RawRow[]; readonly strangers: readonly RawRow[] } | null
}

function loadedOf(caucus: Caucus, phase: Phase, from: Person, rows: LoadedRows): Loaded {
  const { bindings, precincts, recent, asked } = rows
  const streams = emptyStreams(
    from,
    phase,
    precincts.map((precinct) => precinct.id),
  )
  for (const row of rows.events) {
    const stream = streamOf(row)
    const events = streams.get(stream)
    if (events) events.push(storedOf(row))
    else streams.set(stream, [storedOf(row)])
  }
  return {
    caucus,
    phase,
    bindings,
    precincts,
    streams,
    lastReply: recent[0]?.reply ?? null,
    recent,
    asked: asked && {
      pins: asked.pins.map(({ hash }) => String(hash)),
      strangersAnswered: Number(asked.strangers[0]?.answers ?? 0),
    },
  }
}

/** Each stream that belongs to the answer, without its events. In setup there are no reports, so no streams of them. */
export function emptyStreams(from: Person, phase: Phase, precincts: readonly PrecinctId[]): Map<StreamId, Stored[]> {
  const reporting =
    phase === 'setup' ? [] : precincts.map((id) => precinctStream(phase === 'practice' ? 'practice' : 'live', id))
  return new Map([phoneStream(from), ...reporting].map((stream) => [stream, []]))
}

/** The configuration is read and parsed once, and again when another one was loaded. */
function caucusCache(database: Database, parse: ParseCaucus): (loaded: string) => Promise<Caucus> {
  let parsed: { readonly loaded: string; readonly caucus: Caucus } | null = null
  return async (loaded) => {
    if (parsed?.loaded === loaded) return parsed.caucus
    const [rows] = await database.batchRead([configRead])
    const row = rows?.[0]
    if (!row) throw notLoaded()
    parsed = { loaded: String(row.loaded), caucus: parse(String(row.config)) }
    return parsed.caucus
  }
}
