import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite, type SqliteDatabase } from '../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../src/environment.ts'
import { assemble } from '../../src/server/assemble.ts'
import { ACCOUNT, logbook, OUR_NUMBER, PUBLIC_URL, TOKEN } from '../sms/fixtures.ts'
import { loadSmall, phoneOf, SECRET } from '../sms/small-caucus.ts'
import { post } from '../sms/twilio/signed.ts'

const METRICS_TOKEN = 'a-token-for-the-figures'
const HOOK = `${PUBLIC_URL}/sms/twilio`
let folder = ''
let database: SqliteDatabase
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caucusline-'))
  database = openSqlite(join(folder, 'night.db'), { busyTimeout: 50 })
  await loadSmall(database)
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

async function server() {
  const variables = {
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_FROM: OUR_NUMBER,
    PUBLIC_URL,
    METRICS_TOKEN,
  }
  const read = readEnvironment(variables, 'serve')
  if (!read.ok) throw new Error(read.problems.join())
  const { log, lines } = logbook()
  const { app } = await assemble({
    database,
    environment: read.environment,
    secret: SECRET,
    log,
    remoteAddress: () => null,
  })
  const text = {
    MessageSid: `SM${'7'.repeat(32)}`,
    From: phoneOf(1),
    To: OUR_NUMBER,
    Body: `P0001 A 113 ${'x'.repeat(9000)}`,
    NumMedia: '0',
  }
  const send = async () => {
    const response = await app.request(post('http://127.0.0.1/sms/twilio', TOKEN, HOOK, text))
    return [response.status, (await response.text()).includes('<Message')]
  }
  const inbox = () => database.client.prepare('select count(*) from inbox').pluck().get()
  const metrics = async () =>
    (await app.request('/metrics', { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } })).text()
  return { send, inbox, lines, metrics, ready: async () => (await app.request('/readyz')).status }
}

describe('what can go wrong under a server', () => {
  it('a full disk: the carrier is asked to try again, nothing is half there, and the retry goes through', async () => {
    const { send, inbox, lines } = await server()
    database.client.exec('create table filler (x text) strict')
    const pages = Number(database.client.pragma('page_count', { simple: true }))
    // SQLite's own ceiling fails as a full disk does.
    database.client.pragma(`max_page_count = ${pages}`)
    let full = false
    while (!full) {
      try {
        database.client.prepare('insert into filler values (?)').run('x'.repeat(500))
      } catch {
        full = true
      }
    }
    expect(await send()).toEqual([503, false])
    expect(inbox()).toBe(0)
    expect(lines[0]?.fields.cause).toMatch(/full/)
    database.client.pragma('max_page_count = 1000000')
    expect(await send()).toEqual([200, true])
    expect(inbox()).toBe(1)
  })

  it('a database that another program locks: 503, not ready, and the retry goes through', async () => {
    const { send, inbox, ready } = await server()
    const other = new Sqlite(join(folder, 'night.db'))
    other.exec('begin immediate')
    expect(await send()).toEqual([503, false])
    expect(await ready()).toBe(503)
    other.exec('rollback')
    other.close()
    expect(await send()).toEqual([200, true])
    expect([inbox(), await ready()]).toEqual([1, 200])
  })

  it('a webhook that fails is counted, and its seconds with the others', async () => {
    const { send, metrics } = await server()
    const figures = async () => {
      const text = await metrics()
      const names = ['webhook_failed_total', 'webhook_seconds_count', 'texts_in_total']
      return names.map((name) => Number(new RegExp(`^caucusline_${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0))
    }
    const other = new Sqlite(join(folder, 'night.db'))
    other.exec('begin immediate')
    await send()
    await send()
    expect(await figures()).toEqual([2, 2, 0])
    other.exec('rollback')
    other.close()
    await send()
    expect(await figures()).toEqual([2, 3, 1])
  })

  it('readiness is tried by writing: a full disk would answer otherwise than a file that is merely open', async () => {
    const { ready } = await server()
    const written = () => Number(database.client.prepare('select total_changes()').pluck().get())
    const before = written()
    expect(await Promise.all([ready(), ready(), ready()])).toEqual([200, 200, 200])
    expect(written()).toBe(before + 1)
    database.client.pragma('query_only = 1')
    expect(await ready()).toBe(503)
    database.client.pragma('query_only = 0')
    expect(await ready()).toBe(200)
  })

  it('a file that is no database, and one without a caucus: said in words at the start', async () => {
    const file = join(folder, 'other.db')
    writeFileSync(file, 'this is a letter, not a database, and long enough for anybody to see it'.repeat(20))
    expect(() => openSqlite(file)).toThrow(/not a database|damaged/)
    await database.close()
    database = openSqlite(join(folder, 'empty.db'))
    await expect(server()).rejects.toThrow('no caucus is loaded in this database: run init first')
  })
})
