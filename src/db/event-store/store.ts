import type { Caucus } from '../../bot/caucus.ts'
import type { Stored } from '../../bot/event.ts'
import { type Person, type Phase, type PrecinctId, phoneStream, precinctStream, type StreamId } from '../../bot/ids.ts'
import type { CommitResult, EventStore, Loaded } from '../../bot/ports.ts'
import type { Database, RawRow } from '../connection/database.ts'
import { StoreError, storeError } from '../connection/errors.ts'
import { bindingOf, configRead, phaseOf, precinctOf, replyTo, storedOf, streamOf, textReads } from './read.ts'
import { writesOf } from './write.ts'

/** Makes a caucus of the configuration that was loaded. It was checked then; what it throws goes up. */
type ParseCaucus = (configJson: string) => Caucus

/**
 * The store of the bot on SQL: one body for both databases.
 * @throws (each method) StoreError; never a message with a bound value in it.
 */
export function eventStore(database: Database, parse: ParseCaucus): EventStore {
  const writes = writesOf(database.db)
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
      if (!row) throw new StoreError('not_loaded', 'no caucus is loaded in this database: run init first')
      return loadedOf(await caucusOf(String(row.loaded)), phaseOf(row), from, {
        bindings: bindings ?? [],
        precincts: precincts ?? [],
        events: events ?? [],
        recent: recent ?? [],
        asked: pins && strangers ? { pins, strangers } : null,
      })
    },
    async commit(commit) {
      refuseUnguardedRows(commit)
      try {
        await database.batchWrite(writes(commit))
        return { ok: true }
      } catch (error) {
        return refusal(storeError(error), () => answered(commit.receipt.sid))
      }
    },
  }
}

/** Without events nothing refuses a stale commit, and its rows would overwrite newer ones. */
export function refuseUnguardedRows(commit: Parameters<EventStore['commit']>[0]): void {
  if (commit.rows.length > 0 && commit.appends.every((append) => append.events.length === 0)) {
    throw new Error('rows of read tables come only with the events that guard them')
  }
}

async function refusal(error: StoreError, answered: () => Promise<string | null>): Promise<CommitResult> {
  if (error.constraint === 'guard_refused') return { ok: false, reason: 'conflict' }
  if (error.code !== 'unique') throw error
  if (error.constraint === 'inbox.sid') return { ok: false, reason: 'duplicate', reply: (await answered()) ?? '' }
  if (error.constraint?.startsWith('events.')) return { ok: false, reason: 'conflict' }
  throw error
}

interface Found {
  readonly bindings: readonly RawRow[]
  readonly precincts: readonly RawRow[]
  readonly events: readonly RawRow[]
  readonly recent: readonly RawRow[]
  readonly asked: { readonly pins: readonly RawRow[]; readonly strangers: readonly RawRow[] } | null
}

function loadedOf(caucus: Caucus, phase: Phase, from: Person, found: Found): Loaded {
  const precincts = found.precincts.map(precinctOf)
  const streams = emptyStreams(
    from,
    phase,
    precincts.map((precinct) => precinct.id),
  )
  for (const row of found.events) {
    const stream = streamOf(row)
    const events = streams.get(stream)
    if (events) events.push(storedOf(row))
    else streams.set(stream, [storedOf(row)])
  }
  return {
    caucus,
    phase,
    bindings: found.bindings.map(bindingOf),
    precincts,
    streams,
    lastReply: found.recent[0] ? String(found.recent[0].reply) : null,
    recent: found.recent.map(({ reply, at, kind }) => ({ reply: String(reply), at: String(at), kind: String(kind) })),
    asked: found.asked && {
      pins: found.asked.pins.map(({ hash }) => String(hash)),
      strangersAnswered: Number(found.asked.strangers[0]?.answers ?? 0),
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
  let known: { readonly loaded: string; readonly caucus: Caucus } | null = null
  return async (loaded) => {
    if (known?.loaded === loaded) return known.caucus
    const [rows] = await database.batchRead([configRead])
    const row = rows?.[0]
    if (!row) throw new StoreError('not_loaded', 'no caucus is loaded in this database: run init first')
    known = { loaded: String(row.loaded), caucus: parse(String(row.config)) }
    return known.caucus
  }
}
