import type { Stored } from '../bot/event.ts'
import type { MessageSid, Person, PrecinctId, StreamId } from '../bot/ids.ts'
import type { Answered } from '../bot/loop.ts'
import type {
  Alert,
  Append,
  Binding,
  BindingRow,
  Outgoing,
  PhaseRow,
  PhoneRow,
  Receipt,
  ReportRow,
  Row,
} from '../bot/ports.ts'
import type { LogEntry } from './reader.ts'

/** What a store in memory holds: the tables as maps. */
export interface Held {
  readonly log: LogEntry[]
  readonly streams: Map<StreamId, Stored[]>
  readonly inbox: Map<MessageSid, Receipt>
  /** What was answered to each person, newest first. */
  readonly answers: Map<Person, readonly Answered[]>
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

export const versionOf = (held: Held, stream: StreamId): number => held.streams.get(stream)?.length ?? 0

export function append(held: Held, { stream, events }: Append): void {
  const copies = copy(events)
  held.streams.set(stream, [...(held.streams.get(stream) ?? []), ...copies])
  for (const event of copies) held.log.push({ seq: held.log.length + 1, stream, ...event })
}

export function keepReceipt(held: Held, receipt: Receipt): void {
  const { sid, person, reply, at, kind } = receipt
  held.inbox.set(sid, copy(receipt))
  if (reply === '') return
  held.answers.set(person, [{ reply, at, kind }, ...(held.answers.get(person) ?? [])].slice(0, 20))
  if (kind === 'stranger') held.strangers.push(at)
}

export function keepRow(held: Held, row: Row): void {
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

export function sorted<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  return [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** What is kept is a copy through JSON, as in a database: nobody can change the record from outside. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
