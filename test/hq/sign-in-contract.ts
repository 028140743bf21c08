import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blockUser } from '../../src/cli/user/accounts.ts'
import type { Database } from '../../src/db/connection/database.ts'
import { totpCode } from '../../src/hq/access/totp.ts'
import { createConsole } from '../../src/hq/routes.ts'
import { PASSWORD, sql, type Visitor, visitor, type World, world } from './world.ts'

/** Signing in, the same on both databases. `open` gives an empty one, migrated, each time. */
export function signInContract(name: string, open: () => Promise<Database>): void {
  describe(`signing in, on ${name}`, () => {
    let here: World
    let dana: Visitor
    beforeEach(async () => {
      here = await world(await open(), { precincts: 2 })
      dana = await here.person('Dana', 'operator')
      here.clock.move(60_000)
    })
    afterEach(() => here.database.close())
    const attempt = (
      of: Visitor,
      more: Partial<Record<'name' | 'password' | 'code', string>> = {},
      address = '192.0.2.1',
    ) =>
      of.raw(
        '/hq/sign-in',
        { name: of.name, password: of.password, code: totpCode(of.totp, here.clock.now()), to: '/hq', ...more },
        { 'x-test-address': address },
      )
    const stranger = () => visitor(here, dana)

    it('lets in who has name, password and the present code, and nobody else', async () => {
      expect((await dana.get('/hq')).status).toBe(200)
      expect((await attempt(stranger(), { password: 'something else entirely' })).status).toBe(401)
      expect((await attempt(stranger(), { code: '000000' })).status).toBe(401)
      expect((await attempt(stranger(), { name: 'Nobody' })).status).toBe(401)
      expect((await attempt(stranger())).status).toBe(303)
    })

    it('says the same of a wrong name, a wrong password and a wrong code', async () => {
      const answers = await Promise.all([
        attempt(stranger(), { name: 'Nobody' }),
        attempt(stranger(), { password: 'something else entirely' }),
        attempt(stranger(), { code: '000000' }),
      ])
      const pages = await Promise.all(answers.map((answer) => answer.text()))
      expect(new Set(pages).size).toBe(1)
    })

    it('takes a code once', async () => {
      expect((await attempt(stranger())).status).toBe(303)
      expect((await attempt(stranger())).status).toBe(401)
      here.clock.move(30_000)
      expect((await attempt(stranger())).status).toBe(303)
    })

    it('takes each recovery code once, however it is typed', async () => {
      const [code = ''] = dana.recovery
      expect((await attempt(stranger(), { code: code.toUpperCase().replace('-', '') })).status).toBe(303)
      expect((await attempt(stranger(), { code })).status).toBe(401)
    })

    it('pauses after five wrong tries, of a hundred at once too, and forgets them after a quarter of an hour', async () => {
      const wrong = await Promise.all(Array.from({ length: 12 }, () => attempt(stranger(), { code: '000000' })))
      expect(wrong.filter((answer) => answer.status === 401)).toHaveLength(5)
      expect(wrong.filter((answer) => answer.status === 429)).toHaveLength(7)
      expect((await attempt(stranger())).status).toBe(429)
      here.clock.move(16 * 60_000)
      expect((await attempt(stranger())).status).toBe(303)
      const locked = await here.rows("select count(*) as n from events where type = 'AccountLocked'")
      expect(locked[0]?.n).toBe(1)
    })

    it('does not let an outsider lock an operator out of the browser that they know', async () => {
      for (let n = 0; n < 8; n += 1) await attempt(stranger(), { code: '000000' })
      expect((await attempt(stranger())).status).toBe(429)
      dana.cookies.delete('caucusline-session')
      expect((await attempt(dana)).status).toBe(303)
    })

    it('pauses an address that tries many names', async () => {
      const statuses: number[] = []
      for (let n = 0; n < 62; n += 1)
        statuses.push((await attempt(stranger(), { name: `Somebody ${n}`, code: '1' }, '192.0.2.9')).status)
      expect(statuses.slice(0, 60)).toEqual(Array(60).fill(401))
      expect(statuses.slice(60)).toEqual([429, 429])
      expect((await attempt(stranger(), {}, '192.0.2.10')).status).toBe(303)
    }, 60_000)

    it('ends a session after two idle hours, after fourteen in all, and on signing out', async () => {
      here.clock.move(3600_000)
      expect((await dana.get('/hq')).status).toBe(200)
      here.clock.move(2 * 3600_000 + 1000)
      expect((await dana.get('/hq')).status).toBe(302)
      await attempt(dana)
      for (let n = 0; n < 13; n += 1) {
        here.clock.move(3600_000)
        expect((await dana.get('/hq')).status).toBe(200)
      }
      here.clock.move(3600_000 + 1000)
      expect((await dana.get('/hq')).status).toBe(302)
      await attempt(dana)
      const old = new Map(dana.cookies)
      expect((await dana.post('/hq/sign-out', {})).status).toBe(303)
      for (const [key, value] of old) dana.cookies.set(key, value)
      expect((await dana.get('/hq')).status).toBe(302)
    })

    it('keeps nobody signed in by a page that asks by itself', async () => {
      for (let n = 0; n < 5; n += 1) {
        here.clock.move(25 * 60_000)
        await dana.get('/hq/live')
      }
      expect((await dana.get('/hq/live')).status).toBe(401)
    })

    it('puts who is blocked out with the next click', async () => {
      expect((await dana.get('/hq')).status).toBe(200)
      await blockUser({ ...here.deps }, 'dana')
      expect((await dana.get('/hq')).status).toBe(302)
      expect((await attempt(stranger())).status).toBe(401)
    })

    it('asks for the account with every click: a block alone is enough, whatever sessions there are', async () => {
      await here.database.batchWrite([sql("update hq_accounts set blocked_at = '2020' where name = 'Dana'")])
      expect((await dana.get('/hq')).status).toBe(302)
      expect((await dana.raw('/hq/queue/take', { id: 'x' })).status).toBe(401)
    })

    it('takes the code of the half minute before, for phones whose clocks differ, and none that is older', async () => {
      const code = (ago: number) => totpCode(dana.totp, new Date(Date.parse(here.clock.now()) - ago).toISOString())
      expect((await attempt(stranger(), { code: code(60_000) })).status).toBe(401)
      expect((await attempt(stranger(), { code: code(30_000) })).status).toBe(303)
    })

    it('acts on no form from another page, or without the token of this session', async () => {
      const form = { id: 'x', owner: '' }
      expect((await dana.post('/hq/queue/take', form, '/hq/queue')).status).toBe(409)
      expect((await dana.raw('/hq/queue/take', { ...form, csrf: 'x', action: 'y' })).status).toBe(403)
      const other = await here.person('Erin', 'operator')
      const page = await (await other.get('/hq/queue')).text()
      const theirs = /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? ''
      expect(theirs.length).toBeGreaterThan(20)
      expect((await dana.raw('/hq/queue/take', { ...form, csrf: theirs, action: 'y' })).status).toBe(403)
      const own = /name="csrf" value="([^"]*)"/.exec(await (await dana.get('/hq/queue')).text())?.[1] ?? ''
      expect(
        (await dana.raw('/hq/queue/take', { ...form, csrf: own, action: 'y' }, { origin: 'https://elsewhere.example' }))
          .status,
      ).toBe(403)
      expect(
        (await dana.raw('/hq/queue/take', { ...form, csrf: own, action: 'y' }, { 'sec-fetch-site': 'cross-site' }))
          .status,
      ).toBe(403)
    })

    it('believes a form that says nothing of where it is from on plain http only, where browsers cannot say it', async () => {
      const silent = (origin: string) =>
        dana.raw('/hq/sign-in', { name: 'x', password: 'x', code: 'x', to: '/hq' }, { origin })
      expect((await silent('null')).status).toBe(401)
      const secure = createConsole({ ...here.deps, secure: true })
      const send = (headers: Record<string, string>) =>
        secure.app.request('https://hq.example/hq/sign-in', {
          method: 'POST',
          body: new URLSearchParams({ name: 'x' }),
          headers: { host: 'hq.example', ...headers },
        })
      expect((await send({ origin: 'null' })).status).toBe(403)
      expect((await send({})).status).toBe(403)
      expect((await send({ origin: 'https://elsewhere.example' })).status).toBe(403)
      expect((await send({ origin: 'https://hq.example' })).status).toBe(401)
      expect((await send({ origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(401)
    })

    it('sets cookies that only this host may set, by https, and that no script reads', async () => {
      const secure = createConsole({ ...here.deps, secure: true })
      const answer = await secure.app.request('https://hq.example/hq/sign-in', {
        method: 'POST',
        body: new URLSearchParams({
          name: 'Dana',
          password: PASSWORD,
          code: totpCode(dana.totp, here.clock.now()),
          to: '/hq',
        }),
        headers: { host: 'hq.example', origin: 'https://hq.example' },
      })
      expect(answer.status).toBe(303)
      const cookies = answer.headers.getSetCookie()
      expect(cookies).toHaveLength(2)
      for (const cookie of cookies)
        expect(cookie).toMatch(/^__Host-caucusline-\w+=.+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    })

    it('keeps no password, secret, cookie or recovery code in words', async () => {
      const tables = ['hq_accounts', 'hq_recovery', 'hq_sessions', 'hq_devices', 'hq_attempts', 'events']
      const all = (await Promise.all(tables.map((table) => here.rows(`select * from ${table}`)))).flat()
      const text = JSON.stringify(all)
      expect(all.length).toBeGreaterThan(10)
      for (const secret of [PASSWORD, dana.totp, ...dana.recovery, ...dana.cookies.values()])
        expect(text).not.toContain(secret)
    })

    it('leads nowhere but into the console', async () => {
      for (const to of ['https://evil.example', '//evil.example', '/hq/../x', '/elsewhere', '/hq?x=//evil']) {
        here.clock.move(31_000)
        const answer = await dana.raw('/hq/sign-in', {
          name: dana.name,
          password: dana.password,
          code: totpCode(dana.totp, here.clock.now()),
          to,
        })
        expect(answer.headers.get('location'), to).toBe('/hq')
      }
    })
  })
}
