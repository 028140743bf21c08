import type { Caucus, Precinct } from '../../src/bot/caucus.ts'
import type { CaucusEvent, Event, Stored } from '../../src/bot/event.ts'
import type { MessageSid, Person, Phone, PrecinctId, StreamId } from '../../src/bot/ids.ts'
import type { Alert, Append, Commit, EventStore, Outgoing, Receipt, ReportRow } from '../../src/bot/ports.ts'
import type { Installation } from '../../src/db/event-store/install.ts'
import type { RecordReader } from '../../src/db/event-store/record-reader.ts'
import { createKeys } from '../../src/keys/keys.ts'

/** A small caucus for the stores: what a report means is of no concern here, so its contents are the plainest. */
export const keys = createKeys('a-secret-that-only-the-tests-of-the-stores-know')
export const at = '2020-02-04T01:41:00.000Z'
export const phoneOne = '+15155550101' as Phone
export const phoneTwo = '+15155550102' as Phone
export const chair = keys.person(phoneOne)
export const other = keys.person(phoneTwo)
export const stranger = keys.person('+15155559999')

const precinct = (id: string, name: string): Precinct => ({
  id: id as PrecinctId,
  county: 'Adair',
  name,
  district: '3',
  delegates: 7,
  language: 'en',
  timezone: id === 'P0413' ? 'America/Denver' : null,
})
export const [p0412, p0413, p0414] = [precinct('P0412', 'One'), precinct('P0413', 'Two’s'), precinct('P0414', 'Three')]

/** The stores hand the caucus on as it is: a name and a rule set stand for it. */
export const caucus = { name: 'Tests', rules: { name: 'ia2020' } } as unknown as Caucus
export const parse = (json: string): Caucus => JSON.parse(json) as Caucus

export const installation: Installation = {
  configJson: JSON.stringify(caucus),
  caucus,
  precincts: [p0412, { ...p0413, kind: 'satellite', registered: 900, pool: 'CD1' }, p0414],
  counties: [{ name: 'Adair', countyDelegates: 51, stateDelegates: 4 }],
  people: [
    { person: chair, phone: phoneOne, name: 'Ada' },
    { person: other, phone: phoneTwo },
  ],
  bindings: [
    { person: chair, precinct: p0413.id, kind: 'registered' },
    { person: chair, precinct: p0412.id, kind: 'registered' },
    { person: other, precinct: p0412.id, kind: 'backup' },
  ],
  pins: [{ hash: keys.pinHash(p0412.id, '739204'), precinct: p0412.id }],
  at,
}

/** A store with the caucus above, live. */
export interface Subject {
  readonly store: EventStore
  readonly reader: RecordReader
  close(): Promise<void>
}

/** The store of the test that is running. */
export type Current = () => Subject

export const attendance = (count: number): Event => ({ type: 'AttendanceReported', data: { count } }) as Event

export function append(stream: StreamId, expected: number, events: readonly Event[], cause = 'SM'): Append {
  return {
    stream,
    expected,
    events: events.map((event, i): Stored => {
      const version = expected + i + 1
      return { event, version, at, actor: `chair:${chair}`, cause, hash: `${stream}#${version}#${cause}` }
    }),
  }
}

export function receipt(sid: string, more: Partial<Receipt> = {}): Receipt {
  const from = more.from ?? phoneOne
  return {
    sid: sid as MessageSid,
    carrier: 'simulated',
    person: keys.person(from),
    from,
    body: `body of ${sid}`,
    reply: `reply to ${sid}`,
    at,
    precinct: null,
    kind: 'report',
    media: [],
    ...more,
  }
}

export function commitOf(sid: string, parts: Partial<Commit> = {}): Commit {
  return { appends: [], rows: [], alerts: [], outbox: [], receipt: receipt(sid), ...parts }
}

export function reportRow(version: number, more: Partial<ReportRow> = {}): ReportRow {
  return {
    table: 'reports',
    phase: 'live',
    precinct: p0412.id,
    version,
    stage: 'initial',
    revision: version,
    number: 0,
    at,
    draft: `{"attendance":${version}}`,
    record: null,
    published: null,
    ...more,
  }
}

export const alert = (id: string, detail = 'held'): Alert => ({
  id,
  kind: 'held',
  phase: 'live',
  precinct: p0412.id,
  person: chair,
  at,
  detail,
})

export const outgoing = (id: string, person: Person = chair): Outgoing => ({
  id,
  person,
  body: `to ${id}`,
  due: at,
  priority: 1,
  precinct: p0412.id,
  cause: 'SM',
})

const phaseChange = (from: string, to: string): CaucusEvent =>
  ({ type: 'PhaseChanged', data: { from, to, by: null } }) as CaucusEvent

/** As headquarters does it: an event of the caucus, and the row that shows it. */
export async function changePhase(store: EventStore, expected: number, from: string, to: string): Promise<void> {
  const row = { table: 'phase', version: expected + 1, phase: to } as const
  const result = await store.commit(
    commitOf(`hq:phase-${expected + 1}`, {
      appends: [append('caucus', expected, [phaseChange(from, to)])],
      rows: [row as Commit['rows'][number]],
      receipt: receipt(`hq:phase-${expected + 1}`, { from: 'hq', reply: '' }),
    }),
  )
  if (!result.ok) throw new Error('the phase could not be changed')
}

/** All that a store holds, to be compared before and after. */
export async function everything(reader: RecordReader): Promise<unknown> {
  return {
    entries: await reader.entries(),
    texts: await reader.texts(),
    reports: await reader.reports(),
    phones: await reader.phones(),
    phase: await reader.phase(),
    alerts: await reader.alerts(),
    outgoing: await reader.outgoing(),
  }
}
