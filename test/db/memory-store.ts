import type { Caucus, Precinct } from '../../src/bot/caucus.ts'
import type { Stored } from '../../src/bot/event.ts'
import {
  type MessageSid,
  type Person,
  type Phase,
  type PrecinctId,
  rosterStream,
  type StreamId,
} from '../../src/bot/ids.ts'
import type { RecentReply } from '../../src/bot/phone/auto-reply-guard.ts'
import type {
  Alert,
  Append,
  Binding,
  BindingRow,
  Commit,
  CommitResult,
  EventStore,
  Loaded,
  Outgoing,
  PhaseRow,
  PhoneRow,
  Receipt,
  ReportRow,
  Row,
} from '../../src/bot/ports.ts'
import type { LogEntry, RecordReader } from '../../src/db/event-store/record-reader.ts'
import { emptyStreams, refuseUnguardedRows } from '../../src/db/event-store/store.ts'

/** What a store in memory holds: the tables as maps. */
interface Held {
  readonly log: LogEntry[]
  readonly streams: Map<StreamId, Stored[]>
  readonly inbox: Map<MessageSid, Receipt>
  /** What was answered to each person, newest first. */
  readonly answers: Map<Person, readonly RecentReply[]>
  /** When strangers were answered. */
  readonly strangers: string[]
  readonly bindings: (Binding & { readonly person: Person })[]
  readonly pins: Map<string, PrecinctId>
  readonly reports: Map<string, ReportRow>
  readonly phones: Map<Person, PhoneRow>
  readonly queue: Map<string, Alert>
  readonly outbox: Map<string, Outgoing>
  phase: PhaseRow
}

const versionOf = (held: Held, stream: StreamId): number => held.streams.get(stream)?.length ?? 0

function append(held: Held, { stream, events }: Append): void {
  const copies = copy(events)
  held.streams.set(stream, [...(held.streams.get(stream) ?? []), ...copies])
  for (const event of copies) held.log.push({ seq: held.log.length + 1, stream, ...event })
}

function keepReceipt(held: Held, receipt: Receipt): void {
  const { sid, person, reply, at, kind } = receipt
  held.inbox.set(sid, copy(receipt))
  if (reply === '') return
  held.answers.set(person, [{ reply, at, kind }, ...(held.answers.get(person) ?? [])].slice(0, 20))
  if (kind === 'stranger') held.strangers.push(at)
}

function keepRow(held: Held, row: Row): void {
  if (row.table === 'reports') keepNewer(held.reports, `${row.phase}/${row.precinct}`, row)
  else if (row.table === 'phones') keepNewer(held.phones, row.person, row)
  else if (row.table === 'bindings') bind(held, row)
  else if (row.table === 'pins') held.pins.delete(row.hash)
  else if (row.version > held.phase.version) held.phase = row
}

/** A registered phone stays registered, whatever PIN it texts. */
function bind(held: Held, { person, precinct, kind, until }: BindingRow): void {
  const place = held.bindings.findIndex((b) => b.person === person && b.precinct === precinct)
  if (place === -1) held.bindings.push({ person, precinct, kind, until })
  else if (held.bindings[place]?.kind === 'borrowed') held.bindings[place] = { person, precinct, kind, until }
}

function keepNewer<K, R extends { readonly version: number }>(rows: Map<K, R>, key: K, row: R): void {
  if (row.version > (rows.get(key)?.version ?? 0)) rows.set(key, row)
}

function sorted<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** What is kept is a copy through JSON, as in a database: nobody can change the record from outside. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A caucus for a store that forgets it. */
interface MemoryCaucus {
  readonly caucus: Caucus
  readonly phase: Phase
  readonly precincts: readonly Precinct[]
  readonly bindings: readonly (Binding & { readonly person: Person })[]
  readonly pins?: readonly { readonly hash: string; readonly precinct: PrecinctId }[]
  /** The beginning of the stream `caucus`, where the log is to have it. */
  readonly events?: readonly Stored[]
}

export interface MemoryStore extends EventStore, RecordReader {}

/** A store in memory that passes the contract of the other two, which are compared with it. */
export function memoryStore(start: MemoryCaucus): MemoryStore {
  const events = start.events ?? []
  const held: Held = {
    log: [],
    streams: new Map(),
    inbox: new Map(),
    answers: new Map(),
    strangers: [],
    bindings: [...start.bindings],
    pins: new Map(start.pins?.map(({ hash, precinct }) => [hash, precinct])),
    reports: new Map(),
    phones: new Map(),
    queue: new Map(),
    outbox: new Map(),
    phase: { table: 'phase', phase: start.phase, version: Math.max(1, events.length) },
  }
  append(held, { stream: 'caucus', expected: 0, events })
  return {
    load: async (from, precinct, since) => load(held, start, from, precinct, since),
    commit: async (commit) => commitTo(held, commit),
    answered: async (sid) => held.inbox.get(sid)?.reply ?? null,
    ...readerOf(held),
  }
}

function load(held: Held, start: MemoryCaucus, from: Person, asked?: PrecinctId, since = '9999'): Loaded {
  const bindings = held.bindings.filter((binding) => binding.person === from)
  const ids = new Set<string | undefined>([asked, ...bindings.map((binding) => binding.precinct)])
  const precincts = sorted(
    start.precincts.filter((precinct) => ids.has(precinct.id)),
    (precinct) => precinct.id,
  )
  const names = precincts.map((precinct) => precinct.id)
  const streams = emptyStreams(from, held.phase.phase, names)
  if (asked && held.streams.has(rosterStream(asked))) streams.set(rosterStream(asked), [])
  const recent = held.answers.get(from) ?? []
  for (const [stream, events] of streams) events.push(...copy(held.streams.get(stream) ?? []))
  return {
    caucus: start.caucus,
    phase: held.phase.phase,
    bindings: sorted(bindings, (binding) => binding.precinct).map(({ person: _, ...binding }) => binding),
    precincts,
    streams,
    lastReply: recent[0]?.reply ?? null,
    recent,
    asked: asked
      ? {
          pins: [...held.pins].flatMap(([hash, of]) => (of === asked ? [hash] : [])),
          strangersAnswered: held.strangers.filter((at) => at > since).length,
        }
      : null,
  }
}

/** Everything is checked before anything is kept, and nothing is awaited in between: that makes it atomic. */
function commitTo(held: Held, commit: Commit): CommitResult {
  refuseUnguardedRows(commit)
  const { receipt } = commit
  const seen = held.inbox.get(receipt.sid)
  if (seen) return { ok: false, reason: 'duplicate', reply: seen.reply }
  const appends = commit.appends.filter(({ events }) => events.length > 0)
  const free = appends.map((each) => follows(held, each))
  if (free.includes(false)) return { ok: false, reason: 'conflict' }
  if (commit.readVersions?.some(({ stream, version }) => versionOf(held, stream) !== version)) {
    return { ok: false, reason: 'conflict' }
  }
  const { strangers } = commit
  if (strangers && held.strangers.filter((at) => at > strangers.since).length >= strangers.most) {
    return { ok: false, reason: 'conflict' }
  }
  const taken = commit.outbox.find((text) => held.outbox.has(text.id))
  if (taken) throw new Error(`the outbox has a text ${taken.id} already`)

  for (const each of appends) append(held, each)
  for (const row of commit.rows) keepRow(held, copy(row))
  for (const alert of commit.alerts) keepAlert(held, copy(alert))
  for (const text of commit.outbox) held.outbox.set(text.id, copy(text))
  keepReceipt(held, receipt)
  return { ok: true }
}

/** As the two statements of `insertAlert`; ends are not kept here, since nobody reads them. */
function keepAlert(held: Held, { onePer, ...alert }: Alert): void {
  const same = sorted(held.queue.values(), (item) => `${item.at} ${item.id}`).filter(
    ({ kind, phase, person, precinct }) =>
      kind === alert.kind &&
      phase === alert.phase &&
      (onePer === 'phone' ? person === alert.person : onePer === 'precinct' && precinct === alert.precinct),
  )
  const last = same.at(-1)
  if (last === undefined) {
    if (!held.queue.has(alert.id)) held.queue.set(alert.id, alert)
    return
  }
  const { detail } = last
  const isNamed = last.precinct === alert.precinct || `${detail},`.includes(` ${alert.precinct},`)
  if (onePer !== 'phone' || isNamed || detail.endsWith(' and more')) return
  const also = detail.includes(', also ') ? `, ${alert.precinct}` : `, also ${alert.precinct}`
  held.queue.set(last.id, { ...last, detail: detail + (detail.length > 100 ? ' and more' : also) })
}

/** False where another was faster. @throws where the versions have a gap: a mistake in the program. */
function follows(held: Held, { stream, expected, events }: Append): boolean {
  const version = versionOf(held, stream)
  if (expected > version || events.some((event, i) => event.version !== expected + i + 1)) {
    throw new Error(`${stream}: an event does not follow version ${version}`)
  }
  return expected === version
}

function readerOf(held: Held): RecordReader {
  return {
    entries: async (after = 0, limit = 1000) => copy(held.log.slice(after, after + limit)),
    texts: async (after = 0, limit = 1000) => {
      const texts = [...held.inbox.values()].map(({ media: _, ...text }, i) => ({ seq: i + 1, ...text }))
      return texts.slice(after, after + limit)
    },
    reports: async () => sorted(held.reports.values(), (row) => `${row.phase}/${row.precinct}`),
    phones: async () => sorted(held.phones.values(), (row) => row.person),
    phase: async () => held.phase,
    alerts: async () => sorted(held.queue.values(), (alert) => `${alert.at} ${alert.id}`),
    outgoing: async () => sorted(held.outbox.values(), (text) => `${text.due} ${text.id}`),
  }
}
