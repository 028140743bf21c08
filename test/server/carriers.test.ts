import { afterEach, describe, expect, it, vi } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../src/environment.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { assemble } from '../../src/server/assemble.ts'
import { ACCOUNT, logbook, OUR_NUMBER, PUBLIC_URL, TOKEN } from '../sms/fixtures.ts'
import { loadSmall, phoneOf, SECRET, sql } from '../sms/small-caucus.ts'

afterEach(() => vi.unstubAllGlobals())

const variables = {
  TWILIO_ACCOUNT_SID: ACCOUNT,
  TWILIO_AUTH_TOKEN: TOKEN,
  TWILIO_FROM: OUR_NUMBER,
  PUBLIC_URL,
  KANNEL_URL: 'http://user:password@127.0.0.1:13013/cgi-bin/sendsms',
  KANNEL_TOKEN: 'a-token-for-kannel',
  KANNEL_FROM: OUR_NUMBER,
}

/** A server with one text to send, whose every request outwards is only written down. */
async function server(more: Record<string, string> = {}) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (input: string | URL) => {
    asked.push(new URL(String(input)).host)
    return Response.json(
      { sid: `SM${'5'.repeat(32)}`, num_segments: '1' },
      { status: String(input).includes('twilio') ? 201 : 202 },
    )
  })
  const database = openSqlite(':memory:')
  await loadSmall(database)
  const read = readEnvironment({ ...variables, ...more }, 'serve')
  if (!read.ok) throw new Error(read.problems.join())
  const { log } = logbook()
  const { send } = await assemble({
    database,
    environment: read.environment,
    secret: SECRET,
    log,
    remoteAddress: () => null,
  })
  const put = () =>
    database.batchWrite([
      sql(
        `insert into outbox (id, person, body, due, priority, cause) values (?, ?, 'Please send F.', '2020-02-04', 0, 'test')`,
        crypto.randomUUID(),
        createKeys(SECRET).person(phoneOf(1)),
      ),
    ])
  return { asked, send, put, database }
}

describe('by which carrier texts leave', () => {
  it('is the first, until headquarters switches to the second, and back', async () => {
    const { asked, send, put, database } = await server()
    await put()
    expect(await send()).toBe(1)
    await database.batchWrite([sql("insert into hq_settings values ('outbound', 'kannel')")])
    await put()
    expect(await send()).toBe(1)
    expect(asked).toEqual(['api.twilio.com', '127.0.0.1:13013'])
    await database.close()
  })

  it('is what the environment says where headquarters says nothing', async () => {
    const { asked, send, put, database } = await server({ OUTBOUND: 'kannel' })
    await put()
    expect([await send(), asked]).toEqual([1, ['127.0.0.1:13013']])
    await database.close()
  })

  it('is none from an address that no carrier reaches', async () => {
    const { asked, send, put, database } = await server({ PUBLIC_URL: 'http://127.0.0.1:8080' })
    await put()
    expect([await send(), asked]).toEqual([0, []])
    await database.close()
  })
})
