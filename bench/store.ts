/**
 * How many texts a second the store takes, each durable on disk, beside a floor: the plain driver writing one row a
 * text with the same grouping. The variants take turns in every round, since the noise of fsync moves all of them.
 *
 *   node bench/store.ts [rounds] [texts a variant] [already stored texts]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Caucus } from '../src/bot/caucus.ts'
import type { Stored } from '../src/bot/event.ts'
import { type PrecinctId, precinctStream } from '../src/bot/ids.ts'
import type { Commit, Store } from '../src/bot/ports.ts'
import { openSqlite, type SqliteDatabase } from '../src/db/better-sqlite3.ts'
import { install } from '../src/db/install.ts'
import { sqlStore } from '../src/db/sql-store.ts'
import { createSeal } from '../src/seal/seal.ts'

const [rounds = 5, texts = 4000, stored = 0] = process.argv.slice(2).map(Number)
const PRECINCTS = 1765
const seal = createSeal('a-secret-for-measuring')
const at = '2020-02-04T01:41:00.000Z'
const folder = mkdtempSync(join(tmpdir(), 'caucusline-bench-'))

const phoneOf = (n: number): string => `+1515${5_550_000 + n}`
const idOf = (n: number): PrecinctId => `P${String(n + 1).padStart(4, '0')}` as PrecinctId

async function opened(): Promise<{ readonly database: SqliteDatabase; readonly store: Store }> {
  const database = openSqlite(join(folder, 'night.db'))
  const caucus = { name: 'Bench', rules: { name: 'ia2020' } } as Caucus
  const all = Array.from({ length: PRECINCTS }, (_, n) => n)
  const loaded = await install(database, seal, {
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
    people: all.map((n) => ({ person: seal.person(phoneOf(n)), phone: phoneOf(n) })),
    bindings: all.map((n) => ({ person: seal.person(phoneOf(n)), precinct: idOf(n), kind: 'registered' })),
    at,
  })
  if (!loaded.ok) throw new Error(loaded.reason)
  database.client.exec(`update caucus set phase = 'live'`)
  seed(database)
  return { database, store: sqlStore(database, JSON.parse) }
}

/** Rows of texts that nobody sent, straight into the tables: for the cost of a text as the night grows. */
function seed({ client }: SqliteDatabase): void {
  const inbox = client.prepare(
    `insert into inbox (sid, carrier, person, at, kind, answered) values (?, 'c', ?, ?, 'report', 1)`,
  )
  const text = client.prepare('insert into texts (seq, body, reply) values (?, ?, ?)')
  client.transaction(() => {
    for (let i = 0; i < stored; i += 1) {
      const { lastInsertRowid } = inbox.run(sidOf(`seed${i}`), seal.person(phoneOf(i % PRECINCTS)), at)
      text.run(
        lastInsertRowid,
        'P0412 I Sanders 45 Buttigieg 38 Biden 10 Warren 20',
        'P0412: 113 present. A group needs 17.',
      )
    }
  })()
}

/** As the carrier's: 34 characters without order, so that the index is hit everywhere. */
const sidOf = (text: string): string => `SM${seal.pinHash('P1' as PrecinctId, text).slice(0, 32)}`

const versions = new Map<number, number>()
let sent = 0

/** An ordinary text: two events, one row of the read table, the receipt. */
function textOf(n: number): Commit {
  const stream = precinctStream('live', idOf(n))
  const expected = versions.get(n) ?? 0
  versions.set(n, expected + 2)
  sent += 1
  const sid = sidOf(`text${sent}`) as Commit['receipt']['sid']
  const person = seal.person(phoneOf(n))
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
      hash: seal.chain('', stream, version, event, at, 'system'),
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

/** @returns texts a second. Commits are made beforehand: what is measured is the store. */
async function timed(count: number, atOnce: number, run: (text: Commit) => Promise<unknown>): Promise<number> {
  const made = Array.from({ length: count }, (_, i) => textOf(i % PRECINCTS))
  const begun = performance.now()
  for (let i = 0; i < count; i += atOnce) await Promise.all(made.slice(i, i + atOnce).map(run))
  return (count / (performance.now() - begun)) * 1000
}

function floor(): (atOnce: number, count: number) => number {
  const client = new Sqlite(join(folder, 'floor.db'))
  client.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, sid text unique, body text) strict',
  )
  const insert = client.prepare('insert into t (sid, body) values (?, ?)')
  const group = client.transaction((sids: readonly string[]) => {
    for (const sid of sids) insert.run(sid, 'P0412 I Sanders 45 Warren 20')
  })
  return (atOnce, count) => {
    sent += count
    const sids = Array.from({ length: count }, (_, i) => sidOf(`floor${sent - i}`))
    const begun = performance.now()
    for (let i = 0; i < count; i += atOnce) group.immediate(sids.slice(i, i + atOnce))
    return (count / (performance.now() - begun)) * 1000
  }
}

async function loading(count: number): Promise<number> {
  const people = Array.from({ length: count }, (_, i) => seal.person(phoneOf(i % PRECINCTS)))
  const begun = performance.now()
  for (const person of people) await store.load(person)
  return (count / (performance.now() - begun)) * 1000
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const { database, store } = await opened()
const bare = floor()
const commit = async (text: Commit): Promise<void> => {
  const result = await store.commit(text)
  if (!result.ok) throw new Error(result.reason)
}
const loadAndCommit = async (text: Commit): Promise<void> => {
  await store.load(text.receipt.person)
  await commit(text)
}
const variants: readonly (readonly [string, () => Promise<number> | number])[] = [
  ['floor, one by one', () => bare(1, texts)],
  ['commit, one by one', () => timed(texts, 1, commit)],
  ['floor, 32 at once', () => bare(32, texts)],
  ['commit, 32 at once', () => timed(texts, 32, commit)],
  ['load + commit, 32 at once', () => timed(texts, 32, loadAndCommit)],
  ['floor, 200 at once', () => bare(200, texts)],
  ['commit, 200 at once', () => timed(texts, 200, commit)],
  ['load alone', () => loading(texts)],
]
const rates = variants.map(() => [] as number[])
for (let round = 0; round < rounds; round += 1) {
  for (const [i, [, run]] of variants.entries()) rates[i]?.push(await run())
}
console.log(`${rounds} rounds of ${texts} texts, ${stored} stored before; texts a second: median (lowest to highest)`)
variants.forEach(([name], i) => {
  const found = rates[i] ?? []
  const show = (rate: number) => Math.round(rate).toLocaleString('en')
  console.log(
    `${name.padEnd(28)}${show(median(found)).padStart(10)}  (${show(Math.min(...found))} to ${show(Math.max(...found))})`,
  )
})
const ratio = (a: number, b: number) =>
  median((rates[a] ?? []).map((rate, i) => rate / (rates[b]?.[i] ?? 1))).toFixed(2)
console.log(
  `of the floor, median of the rounds: ${ratio(1, 0)} one by one, ${ratio(3, 2)} for 32, ${ratio(6, 5)} for 200 at once; grouping gains ${ratio(3, 1)}`,
)
await database.close()
rmSync(folder, { recursive: true })
