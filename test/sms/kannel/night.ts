import { openSqlite, type SqliteDatabase } from '../../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../../src/environment.ts'
import { createKeys } from '../../../src/keys/keys.ts'
import { startNode } from '../../../src/server/node.ts'
import { freePort } from '../../server/crash/server.ts'
import { logbook, OUR_NUMBER } from '../fixtures.ts'
import { type Kannel, startKannel } from '../peers/kannel.ts'
import { type Peer, until } from '../peers/peer.ts'
import { loadSmall, phoneOf, SECRET, sql } from '../small-caucus.ts'

const TOKEN = 'a-token-only-for-here'
const digits = (number: string): string => number.slice(1)

export interface KannelNight {
  /** What the chair texted and got, in order. */
  readonly said: readonly (readonly [text: string, reply: string])[]
  /** Texts that came in beside an answer: what the outbox sent. */
  readonly reminded: readonly string[]
  /** The outbox row of it, when Kannel had told of its delivery. */
  readonly outbox: Readonly<Record<string, unknown>>
  /** The stage of the precinct in the record at the end. */
  readonly stage: unknown
  /** What the chair got for a text that they sent while our server was away. */
  readonly away: string
}

/** A whole report over Kannel: three texts in, three answers, a text of ours, and a text while our server is away. */
export async function kannelNight(): Promise<Peer<KannelNight>> {
  const port = await freePort()
  const hook = `http://127.0.0.1:${port}/sms/kannel?token=${TOKEN}&id=%I&time=%T&from=%p&to=%P&charset=%C&text=%b`
  const found = await startKannel(hook, digits(OUR_NUMBER))
  if (!found.ok) return found
  const database = openSqlite(':memory:')
  // The server closes its database when it stops, and this one has to outlive it.
  const lasting = Object.assign(Object.create(database) as SqliteDatabase, { close: async () => {} })
  await loadSmall(database)
  try {
    return { ok: true, peer: await night(found.peer, lasting, port) }
  } finally {
    await found.peer.stop()
    await database.close()
  }
}

async function night(kannel: Kannel, database: SqliteDatabase, port: number): Promise<KannelNight> {
  const phone = kannel.phone(digits(phoneOf(1)))
  const said: [string, string][] = []
  const text = async (body: string, coding: 'text' | 'ucs2' = 'text'): Promise<string> => {
    const [reply = ''] = await phone.text(body, 1, coding)
    said.push([body, reply])
    return reply
  }
  const first = await serve(kannel.url, database, port)
  await text('P0001 A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
  const code = /OK (\d{6,8})/.exec(await text('F Sanders 45 Buttigieg 38 Warren 30 \u{1f44d}', 'ucs2'))?.[1]
  await text(`OK ${code}`)
  await put(database)
  const reminded = (await phone.text('?', 2)).filter((body) => body.startsWith('Headquarters'))
  const row = async () => (await database.batchRead([sql("select * from outbox where id = 'remind/1'")]))[0]?.[0] ?? {}
  await until(async () => (await row()).delivery === 'delivered', 10_000)
  const outbox = await row()
  await first.stop()
  const answer = phone.text('?')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const second = await serve(kannel.url, database, port)
  const [away = ''] = await answer
  await second.stop()
  const [rows] = await database.batchRead([
    sql("select stage from reports where phase = 'live' and precinct = 'P0001'"),
  ])
  return { said, reminded, outbox, away, stage: rows?.[0]?.stage }
}

async function serve(url: string, database: SqliteDatabase, port: number) {
  const variables = { KANNEL_URL: url, KANNEL_TOKEN: TOKEN, KANNEL_FROM: OUR_NUMBER, OUTBOUND: 'kannel' }
  const read = readEnvironment({ ...variables, PORT: String(port) }, 'serve')
  if (!read.ok) throw new Error(read.problems.join())
  const { log } = logbook()
  return startNode({ database, environment: read.environment, secret: SECRET, log, hostname: '127.0.0.1' })
}

const put = (database: SqliteDatabase) =>
  database.batchWrite([
    sql(
      "insert into outbox (id, person, body, due, priority, precinct, cause) values ('remind/1', ?, 'Headquarters: thank you.', ?, 1, 'P0001', 'test')",
      createKeys(SECRET).person(phoneOf(1)),
      new Date().toISOString(),
    ),
  ])
