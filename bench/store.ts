import Sqlite from 'better-sqlite3'
import type { Stored } from '../src/bot/event.ts'
import { type Person, type PrecinctId, precinctStream } from '../src/bot/ids.ts'
import type { Commit } from '../src/bot/ports.ts'
import { openSqlite } from '../src/db/connection/better-sqlite3.ts'
import { eventStore } from '../src/db/event-store/store.ts'
import { createKeys } from '../src/keys/keys.ts'
import { loadSmall, phoneOf, precinctOf, SECRET } from '../test/sms/small-caucus.ts'
import type { Run } from './bench.ts'
import { atEnd, interleaved, medianRatio, spread, temporaryFile } from './harness.ts'
import { seedTexts } from './load.ts'

/** Several times Iowa's precincts, so that no stream grows longer than in a night. */
const PRECINCTS = 9000
const keys = createKeys(SECRET)
const at = '2020-02-04T01:41:00.000Z'
const personOf = (n: number): Person => keys.person(phoneOf(n))
/** As the carrier's: 34 characters without order, so that the index is hit everywhere. */
const sidOf = (text: string): string => `SM${keys.pinHash('P1' as PrecinctId, text).slice(0, 32)}`

/** Texts a second that the store takes, each durable on disk; commits are made before the time counts. */
export const store: Run = async (words) => {
  const [rounds = 5, count = 4000, stored = 0] = words.map(Number)
  const database = openSqlite(temporaryFile('night.db'))
  atEnd(() => database.close())
  await loadSmall(database, PRECINCTS)
  seedTexts(database, stored)
  const { load, commit: append } = eventStore(database, JSON.parse)
  const commit = async (text: Commit): Promise<void> => {
    const result = await append(text)
    if (!result.ok) throw new Error(result.reason)
  }
  const insert = floorInsert()
  let made = 0
  /** @returns texts a second. */
  const timed = <T>(atOnce: number, make: (n: number) => T, write: (group: readonly T[]) => unknown) => {
    return async (): Promise<number> => {
      const texts = Array.from({ length: count }, () => make(made++))
      const start = performance.now()
      for (let n = 0; n < count; n += atOnce) await write(texts.slice(n, n + atOnce))
      return (count / (performance.now() - start)) * 1000
    }
  }
  const each = (write: (text: Commit) => Promise<void>) => (texts: readonly Commit[]) => Promise.all(texts.map(write))
  const floorText = (n: number) => sidOf(`floor${n}`)
  const text = (n: number) => commitOf(n % PRECINCTS)
  const rates = await interleaved(rounds, {
    'floor, one by one': timed(1, floorText, insert),
    'commit, one by one': timed(1, text, each(commit)),
    'floor, 32 at once': timed(32, floorText, insert),
    'commit, 32 at once': timed(32, text, each(commit)),
    'load + commit, 32 at once': timed(
      32,
      text,
      each(async (commitment) => {
        await load(commitment.receipt.person)
        await commit(commitment)
      }),
    ),
    'floor, 200 at once': timed(200, floorText, insert),
    'commit, 200 at once': timed(200, text, each(commit)),
    'load alone': timed(
      1,
      (n) => personOf(n % PRECINCTS),
      ([person]) => person && load(person),
    ),
  })
  console.log(`${rounds} rounds of ${count} texts, ${stored} stored before; texts a second: median (lowest to highest)`)
  for (const [name, measured] of Object.entries(rates)) console.log(`${name.padEnd(28)}${spread(measured)}`)
  const ofFloor = (size: 'one by one' | '32 at once' | '200 at once') =>
    medianRatio(rates[`commit, ${size}`], rates[`floor, ${size}`]).toFixed(2)
  const gain = medianRatio(rates['commit, 32 at once'], rates['commit, one by one'])
  console.log(
    `of the floor, median of the rounds: ${ofFloor('one by one')} one by one, ${ofFloor('32 at once')} for 32, ${ofFloor('200 at once')} for 200 at once; grouping gains ${gain.toFixed(2)}`,
  )
}

/** The plain driver, which writes one row a text in the same groups. */
function floorInsert(): (sids: readonly string[]) => void {
  const client = new Sqlite(temporaryFile('floor.db'))
  atEnd(() => client.close())
  client.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, sid text unique, body text) strict',
  )
  const row = client.prepare('insert into t (sid, body) values (?, ?)')
  const group = client.transaction((sids: readonly string[]) => {
    for (const sid of sids) row.run(sid, 'P0412 I Sanders 45 Warren 20')
  })
  return (sids) => group.immediate(sids)
}

const versions = new Map<number, number>()
let commits = 0

/** The commit of an ordinary text of chair `n`: two events, one row of the read table, the receipt. */
function commitOf(n: number): Commit {
  const precinct = precinctOf(n) as PrecinctId
  const stream = precinctStream('live', precinct)
  const expected = versions.get(n) ?? 0
  versions.set(n, expected + 2)
  const sid = sidOf(`text${commits++}`) as Commit['receipt']['sid']
  const person = personOf(n)
  const [sanders, warren] = [
    { group: 'Sanders', count: 45 },
    { group: 'Warren', count: 20 },
  ]
  const data = { alignment: 'initial', counts: [sanders, warren], total: null }
  const event = { type: 'AlignmentReported', data } as unknown as Stored['event']
  const events = [expected + 1, expected + 2].map((version): Stored => {
    const hash = keys.chain('', stream, version, event, at, 'system')
    return { event, version, at, actor: `chair:${person}`, cause: sid, hash }
  })
  return {
    appends: [{ stream, expected, events }],
    rows: [
      {
        ...{ table: 'reports', phase: 'live', precinct, version: expected + 2, stage: 'initial', revision: 1 },
        ...{ number: 0, at, draft: JSON.stringify(data), record: null, published: null },
      },
    ],
    alerts: [],
    outbox: [],
    receipt: {
      ...{ sid, carrier: 'simulated', person, from: phoneOf(n), body: 'P0412 I Sanders 45 Warren 20' },
      ...{ reply: 'P0412: 113 present. A group needs 17.', at, precinct, kind: 'report', media: [] },
    },
  }
}
