import { Hono } from 'hono'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { messageSid } from '../../src/bot/ids.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../src/environment.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { assemble } from '../../src/server/assemble.ts'
import { type CarrierKind, type CarrierWorld, secretText } from '../../src/sms/carrier.ts'
import { markMachine } from '../../src/sms/inbound.ts'
import type { CarrierFailure, Gateway } from '../../src/sms/ports.ts'
import { CARRIERS } from '../../src/sms/registry.ts'
import { logbook } from './fixtures.ts'
import { loadSmall, phoneOf, precinctOf, SECRET, sql } from './small-caucus.ts'

/** What a folder of a third carrier holds: JSON in and out, and error numbers of its own. */

const Variables = z.object({ PIGEON_KEY: secretText(8).optional() })
const FAILURES: Readonly<Record<number, CarrierFailure['reason']>> = { 1: 'opted_out', 2: 'account_refused' }

function pigeonWebhooks({ handle, deliveries, clock, own }: CarrierWorld, key: string): Hono {
  const app = new Hono()
  app.use('/sms/pigeon/*', (c, next) =>
    c.req.header('x-pigeon') === key ? next() : Promise.resolve(c.body(null, 403)),
  )
  app.post('/sms/pigeon', async (c) => {
    const { id, from, words } = await c.req.json<{ id: string; from: string; words: string }>()
    const sid = messageSid(`pigeon:${id}`)
    if (sid === null) return c.body(null, 400)
    const { reply } = await handle(
      markMachine({ sid, carrier: 'pigeon', from, to: own[0] ?? '', body: words, media: [] }, own),
    )
    return c.json({ reply })
  })
  app.post('/sms/pigeon/fate', async (c) => {
    const { id, error } = await c.req.json<{ id: string; error: number }>()
    const reason = FAILURES[error] ?? 'unknown'
    const news = { sid: `pigeon:${id}`, state: 'failed', code: error, reason, reference: id } as const
    await deliveries.record({ ...news, at: clock.now() })
    return c.body(null, 204)
  })
  return app
}

const pigeonGateway = (send: typeof fetch, key: string): Gateway => ({
  name: 'pigeon',
  find: async () => 'unknown',
  async send({ id, to, body }) {
    const response = await send('https://pigeon.example/fly', {
      method: 'POST',
      headers: { 'X-Pigeon': key },
      body: JSON.stringify({ to, body }),
    })
    if (response.ok) return { ok: true, sid: `pigeon:${id}`, segments: 1 }
    const { error } = (await response.json()) as { error: number }
    return { ok: false, reason: FAILURES[error] ?? 'unknown', code: error }
  },
})

const pigeon: CarrierKind = {
  name: 'pigeon',
  title: 'Pigeon',
  variables: Variables.shape,
  problems: (values: z.infer<typeof Variables>, { isOutbound }) =>
    isOutbound && values.PIGEON_KEY === undefined ? ['OUTBOUND is pigeon, but PIGEON_KEY is missing'] : [],
  configure({ PIGEON_KEY: key }: z.infer<typeof Variables>) {
    if (key === undefined) return null
    return {
      name: 'pigeon',
      number: null,
      connect: (world) => ({
        webhooks: pigeonWebhooks(world, key),
        gateway: pigeonGateway(world.fetch, key),
        list: null,
        servePicture: null,
      }),
    }
  },
}

/** All that is done elsewhere for it: one line of the registry. */
const REGISTRY = [...CARRIERS, pigeon] as const
const KEY = 'a-key-for-pigeons'

async function loft(answer: () => Response) {
  const database = openSqlite(':memory:')
  await loadSmall(database)
  const read = readEnvironment({ PIGEON_KEY: KEY, OUTBOUND: 'pigeon' }, 'serve', REGISTRY)
  if (!read.ok) throw new Error(read.problems.join())
  const flown: unknown[] = []
  const { app, send } = await assemble({
    database,
    environment: read.environment,
    secret: SECRET,
    log: logbook().log,
    remoteAddress: () => null,
    fetch: async (_, init) => {
      flown.push(JSON.parse(String(init?.body)))
      return answer()
    },
  })
  const rows = async (text: string) => (await database.batchRead([sql(text)]))[0]
  return {
    database,
    flown,
    send,
    rows,
    post: (path: string, body: object, key = KEY) =>
      app.request(path, { method: 'POST', headers: { 'X-Pigeon': key }, body: JSON.stringify(body) }),
    put: (id: string) =>
      database.batchWrite([
        sql(
          "insert into outbox (id, person, body, due, priority, cause) values (?, ?, 'Please send F.', '2020-02-04', 1, 'test')",
          ...[id, createKeys(SECRET).person(phoneOf(1))],
        ),
      ]),
  }
}

it('answers a text, once, and believes nobody without the key', async () => {
  const { post, rows, database } = await loft(() => Response.json({}))
  const text = { id: 'a1', from: phoneOf(1), words: `${precinctOf(1)} A 113` }
  expect((await post('/sms/pigeon', text, 'another key')).status).toBe(403)
  const first = await (await post('/sms/pigeon', text)).json()
  expect(first).toEqual({ reply: expect.stringContaining('113') })
  expect(await (await post('/sms/pigeon', text)).json()).toEqual(first)
  expect(await rows('select sid, carrier from inbox')).toEqual([{ sid: 'pigeon:a1', carrier: 'pigeon' }])
  await database.close()
})

it('carries a text out, and its word of an opt-out reaches the phone’s own record and headquarters', async () => {
  const { put, send, flown, post, rows, database } = await loft(() => Response.json({}))
  await put('b1')
  expect(await send()).toBe(1)
  expect(flown).toEqual([{ to: phoneOf(1), body: 'Please send F.' }])
  expect(await rows('select state, gateway, carrier_sid from outbox')).toEqual([
    { state: 'sent', gateway: 'pigeon', carrier_sid: 'pigeon:b1' },
  ])
  expect((await post('/sms/pigeon/fate', { id: 'b1', error: 1 })).status).toBe(204)
  expect(await rows("select data from events where type = 'OptedOut'")).toEqual([{ data: '{"code":1}' }])
  expect(await rows('select kind from queue')).toEqual([{ kind: 'opted_out' }])
  await database.close()
})

it('refuses our account in its own number, and everything waits as it does with any carrier', async () => {
  const { put, send, flown, rows, database } = await loft(() => Response.json({ error: 2 }, { status: 402 }))
  await put('c1')
  expect(await send()).toBe(0)
  await put('c2')
  expect(await send()).toBe(0)
  expect(flown.length).toBe(1)
  expect(await rows("select state, error from outbox where id = 'c1'")).toEqual([{ state: 'waiting', error: '2' }])
  expect(await rows('select id, detail from queue')).toEqual([
    {
      id: expect.stringMatching(/^carrier\/2\//),
      detail: 'The carrier refuses our account. Nothing is sent: take reports by phone.',
    },
  ])
  await database.close()
})

it('is named where the environment lacks it or names another', () => {
  expect(readEnvironment({ OUTBOUND: 'pigeon' }, 'serve', REGISTRY)).toEqual({
    ok: false,
    problems: ['OUTBOUND is pigeon, but PIGEON_KEY is missing'],
  })
  expect(readEnvironment({ OUTBOUND: 'owl' }, 'serve', REGISTRY)).toEqual({
    ok: false,
    problems: ['OUTBOUND is neither twilio, kannel nor pigeon'],
  })
})
