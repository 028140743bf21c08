import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/db/connection/database.ts'
import { outboxStore } from '../../../src/db/outbox/store.ts'
import { readEnvironment } from '../../../src/environment.ts'
import { assemble } from '../../../src/server/assemble.ts'
import { ACCOUNT, logbook, OUR_NUMBER, PUBLIC_URL, TOKEN } from '../fixtures.ts'
import { loadSmall, phoneOf, SECRET, sql } from '../small-caucus.ts'
import { post } from '../twilio/signed.ts'

const HOOK = `${PUBLIC_URL}/sms/twilio`
const ARRIVES = 'http://127.0.0.1:8080/sms/twilio'
const variables = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN, TWILIO_FROM: OUR_NUMBER, PUBLIC_URL }

/** The whole way of a text, from a signed request to a committed row, on a real database. */
export function webhookContract(name: string, open: () => Promise<Database>): void {
  const start = async () => {
    const database = await open()
    await loadSmall(database)
    const read = readEnvironment(variables, 'serve')
    if (!read.ok) throw new Error(read.problems.join())
    const { log, lines } = logbook()
    const parts = await assemble({
      database,
      environment: read.environment,
      secret: SECRET,
      log,
      remoteAddress: () => null,
    })
    const count = async (table: string) =>
      Number((await database.batchRead([sql(`select count(*) as n from ${table}`)]))[0]?.[0]?.n)
    const left = async () => [await count('inbox'), await count('events'), await count('queue'), await count('outbox')]
    return { ...parts, lines, left, count, database }
  }
  const fields = (sid: string, body: string, from = phoneOf(1)) => ({
    MessageSid: sid,
    From: from,
    To: OUR_NUMBER,
    Body: body,
    NumMedia: '0',
  })
  const sid = (n: number) => `SM${String(n).padStart(32, '0')}`

  describe(`the webhook on ${name}`, () => {
    it('takes a report through to its receipt, each answer after its commit', async () => {
      const { app, left } = await start()
      const say = async (n: number, body: string) => {
        const response = await app.request(post(ARRIVES, TOKEN, HOOK, fields(sid(n), body)))
        expect(response.status).toBe(200)
        return /<Message[^>]*>([^<]*)</.exec(await response.text())?.[1] ?? ''
      }
      expect(await say(1, 'P0001 A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')).toContain('17')
      const proposal = await say(2, 'F Sanders 45 Buttigieg 38 Warren 30')
      expect(proposal).toContain('Sanders 3, Buttigieg 2, Warren 2')
      const code = /OK (\d{6,8})/.exec(proposal)?.[1] ?? ''
      const before = await left()
      expect(await say(3, `OK ${code}`)).toContain('Recorded P0001')
      expect((await left())[0]).toBe((before[0] ?? 0) + 1)
    })

    it('answers a text that comes again with the same words and leaves nothing more', async () => {
      const { app, left } = await start()
      const say = async () => (await app.request(post(ARRIVES, TOKEN, HOOK, fields(sid(10), 'P0001 A 113')))).text()
      const first = await say()
      expect(first).toContain('<Message')
      const before = await left()
      expect([await say(), ...(await Promise.all([say(), say()]))]).toEqual([first, first, first])
      expect(await left()).toEqual(before)
    })

    it('leaves nothing of a forged text', async () => {
      const { app, left } = await start()
      const before = await left()
      const response = await app.request(post(ARRIVES, 'not-the-token-at-all', HOOK, fields(sid(20), 'P0001 A 113')))
      expect([response.status, await response.text()]).toEqual([403, ''])
      expect(await left()).toEqual(before)
    })

    it('keeps a stranger and answers nothing', async () => {
      const { app, left } = await start()
      const before = await left()
      const response = await app.request(post(ARRIVES, TOKEN, HOOK, fields(sid(30), 'hello there', '+12025550111')))
      expect([response.status, await response.text()]).toEqual([
        200,
        '<?xml version="1.0" encoding="UTF-8"?><Response/>',
      ])
      expect((await left())[0]).toBe((before[0] ?? 0) + 1)
    })

    it('records what became of its answers', async () => {
      const { app, count } = await start()
      const query = `?for=${sid(1)}`
      const status = { MessageSid: sid(40), MessageStatus: 'delivered' }
      const request = () => app.request(post(`${ARRIVES}/status${query}`, TOKEN, `${HOOK}/status${query}`, status))
      expect([(await request()).status, (await request()).status, await count('deliveries')]).toEqual([200, 200, 1])
    })

    describe('an answer that did not arrive', () => {
      const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
      const world = async (n: number) => {
        const { app, database } = await start()
        const rows = async (text: string) => (await database.batchRead([sql(text)]))[0] ?? []
        // The two databases of these tests are shared: what others left is no concern of this one.
        await database.batchWrite([sql('delete from outbox'), sql('delete from queue')])
        return {
          say: (at: number, body: string) =>
            app.request(post(ARRIVES, TOKEN, HOOK, fields(sid(n + at), body, phoneOf(2)))),
          told: async (of: number, MessageStatus: string, more = {}, out = n + of + 50) => {
            const query = `?for=${sid(n + of)}`
            const news = { MessageSid: sid(out), MessageStatus, ...more }
            const to = `${ARRIVES}/status${query}`
            expect((await app.request(post(to, TOKEN, `${HOOK}/status${query}`, news))).status).toBe(200)
          },
          due: async () =>
            (await outboxStore(database).lease(`lease ${n}`, later(30), later(33), 25, 3)).map(({ id }) => id),
          left: async () => [await rows('select id, state, error from outbox'), await rows('select kind from queue')],
        }
      }
      const unreachable = { ErrorCode: '30003' }

      it('is repeated where nothing newer was answered to the phone', async () => {
        const { say, told, due } = await world(100)
        await say(1, 'P0002 A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
        await told(1, 'undelivered', unreachable)
        expect(await due()).toEqual([`again/${sid(151)}`])
      })

      it('is not repeated where the chair has gone on, and the newest is', async () => {
        const { say, told, due, left } = await world(200)
        await say(1, 'P0002 A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
        await told(1, 'undelivered', unreachable)
        await new Promise((resolve) => setTimeout(resolve, 5))
        await say(2, 'F Sanders 45 Buttigieg 38 Warren 30')
        await told(2, 'undelivered', unreachable)
        expect(await due()).toEqual([`again/${sid(252)}`])
        const [outbox] = await left()
        expect(outbox?.[0]).toMatchObject({ id: `again/${sid(251)}`, state: 'dropped', error: 'newer answer since' })
      })

      it.each([
        [300, 'delivered', unreachable],
        [400, 'delivered', { ErrorCode: '21610' }],
        [500, 'failed', unreachable],
      ])('%i leads to nothing more after it was "%s" for good: %o', async (n, final, error) => {
        const { say, told, left } = await world(n)
        await say(1, 'P0002 ?')
        await told(1, final, final === 'failed' ? { ErrorCode: '30006' } : {})
        const before = await left()
        await told(1, 'undelivered', error)
        expect(await left()).toEqual(before)
      })
    })

    it('is ready, publishes, and has nothing to send', async () => {
      const { app, send, publish, lines } = await start()
      expect((await app.request('/readyz')).status).toBe(200)
      expect((await publish()).outcome).toBe('published')
      expect(await send()).toBe(0)
      expect((await app.request('/results.json')).status).toBe(200)
      expect(lines).toEqual([])
    })
  })
}
