import type { Caucus } from '../src/bot/caucus.ts'
import type { Stored } from '../src/bot/event.ts'
import { type Person, type PrecinctId, precinctStream } from '../src/bot/ids.ts'
import type { Commit, EventStore } from '../src/bot/ports.ts'
import { openSqlite, type SqliteDatabase } from '../src/db/connection/better-sqlite3.ts'
import { install } from '../src/db/event-store/install.ts'
import { eventStore } from '../src/db/event-store/store.ts'
import { createKeys } from '../src/keys/keys.ts'

/** A caucus several times Iowa's, so that no stream grows longer than in a night; and texts that nobody has to read. */
export const PRECINCTS = 12_000
const keys = createKeys('a-secret-for-measuring')
const at = '2020-02-04T01:41:00.000Z'

const phoneOf = (n: number): string => `+1515${5_550_000 + n}`
export const personOf = (n: number): Person => keys.person(phoneOf(n))
const idOf = (n: number): PrecinctId => `P${String(n + 1).padStart(5, '0')}` as PrecinctId

/** @param stored how many texts lie there already, put in at once. */
export async function night(
  file: string,
  stored: number,
): Promise<{ readonly database: SqliteDatabase; readonly store: EventStore }> {
  const database = openSqlite(file)
  const caucus = { name: 'Bench', rules: { name: 'ia2020' } } as Caucus
  const all = Array.from({ length: PRECINCTS }, (_, n) => n)
  const loaded = await install(database, keys, {
    configJson: JSON.stringify(caucus),
    caucus,
    precincts: all.map((n) => ({
      id: idOf(n),
      county: 'Polk',
      name: `Precinct ${n}`,
      district: '3',
      delegates: 7,
      language: 'en',
      timezone: null,
    })),
    counties: [],
    people: all.map((n) => ({ person: personOf(n), phone: phoneOf(n) })),
    bindings: all.map((n) => ({ person: personOf(n), precinct: idOf(n), kind: 'registered' })),
    at,
  })
  if (!loaded.ok) throw new Error(loaded.reason)
  database.client.exec(`update caucus set phase = 'live'`)
  seed(database, stored)
  return { database, store: eventStore(database, JSON.parse) }
}

/** Rows of texts that nobody sent, straight into the tables: for the cost of a text as the night grows. */
function seed({ client }: SqliteDatabase, stored: number): void {
  const inbox = client.prepare(
    `insert into inbox (sid, carrier, person, at, kind, answered) values (?, 'c', ?, ?, 'report', 1)`,
  )
  const text = client.prepare('insert into texts (seq, body, reply) values (?, ?, ?)')
  client.transaction(() => {
    for (let i = 0; i < stored; i += 1) {
      const { lastInsertRowid } = inbox.run(sidOf(`seed${i}`), personOf(i % PRECINCTS), at)
      text.run(
        lastInsertRowid,
        'P0412 I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
        'P0412: 113 present. A group needs 17.',
      )
    }
  })()
}

/** As the carrier's: 34 characters without order, so that the index is hit everywhere. */
export const sidOf = (text: string): string => `SM${keys.pinHash('P1' as PrecinctId, text).slice(0, 32)}`

const versions = new Map<number, number>()
let sent = 0

/** An ordinary text: two events, one row of the read table, the receipt. */
export function textOf(n: number): Commit {
  const stream = precinctStream('live', idOf(n))
  const expected = versions.get(n) ?? 0
  versions.set(n, expected + 2)
  sent += 1
  const sid = sidOf(`text${sent}`) as Commit['receipt']['sid']
  const person = personOf(n)
  const data = {
    alignment: 'initial',
    counts: [
      { group: 'Sanders', count: 45 },
      { group: 'Warren', count: 20 },
    ],
    total: null,
  }
  const events = [1, 2].map((i) => {
    const event = { type: 'AlignmentReported', data } as unknown as Stored['event']
    const version = expected + i
    return {
      event,
      version,
      at,
      actor: `chair:${person}`,
      cause: sid,
      hash: keys.chain('', stream, version, event, at, 'system'),
    } as Stored
  })
  const row = {
    table: 'reports',
    phase: 'live',
    precinct: idOf(n),
    version: expected + 2,
    stage: 'initial',
    revision: 1,
    number: 0,
    at,
    draft: JSON.stringify(data),
    record: null,
    published: null,
  } as const
  const receipt = {
    sid,
    carrier: 'simulated',
    person,
    from: phoneOf(n),
    body: 'P0412 I Sanders 45 Warren 20',
    reply: 'P0412: 113 present. A group needs 17.',
    at,
    precinct: idOf(n),
    kind: 'report',
    media: [],
  }
  return { appends: [{ stream, expected, events }], rows: [row], alerts: [], outbox: [], receipt }
}
