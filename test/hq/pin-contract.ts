import { describe, expect, it } from 'vitest'
import { cardPin } from '../../src/bot/phone/card-pin.ts'
import type { Database } from '../../src/db/connection/database.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { codeOf, SECRET, type Visitor, type World, world } from './world.ts'

const keys = createKeys(SECRET)
const [lent, other] = ['+15155559901', '+15155559902']
const page = (n: number) => `/hq/roster/${codeOf(n)}`
const issue = (who: Visitor, n: number, more: Record<string, string> = {}) =>
  who.post(`${page(n)}/pin`, { reason: 'she lost her card', ...more }, page(n))
const pinOn = (shown: string) => /P000\d PIN (\d{6})/.exec(shown)?.[1] ?? ''

/** A second card on the night, played on each database. */
export function pinContract(name: string, open: () => Promise<Database>): void {
  const withWorld = async (use: (here: World, admin: Visitor) => Promise<void>) => {
    const here = await world(await open(), { precincts: 3 })
    await use(here, await here.person('Robin', 'admin'))
  }

  describe(`a new PIN, on ${name}`, () => {
    it('lets another phone in, once; the one on the lost card does no more', () =>
      withWorld(async (here, admin) => {
        const old = cardPin(keys, codeOf(1), 1)
        const shown = await issue(admin, 1)
        expect(shown.status).toBe(200)
        expect(shown.headers.get('cache-control')).toBe('no-store')
        const pin = pinOn(await shown.text())
        expect(pin).toMatch(/^[1-9]\d{5}$/)
        expect(pin).not.toBe(old)
        expect(await here.text(lent, `P0001 PIN ${old}`)).toMatch(/not right|no es/i)
        expect(await here.text(lent, `P0001 PIN ${pin}`)).toMatch(/may report for P0001/)
        expect(await here.text(other, `P0001 PIN ${pin}`)).not.toMatch(/may report/)
      }))

    it('leaves the PINs of other precincts as they are, and those that were used', () =>
      withWorld(async (here, admin) => {
        await here.text(lent, `P0001 PIN ${cardPin(keys, codeOf(1), 1)}`)
        const before = (await here.rows('select used_at from pins where precinct = ?', codeOf(1)))[0]?.used_at
        here.clock.move(60_000)
        const pin = pinOn(await (await issue(admin, 1)).text())
        const rows = await here.rows('select used_at from pins where precinct = ? order by used_at', codeOf(1))
        expect(rows).toEqual([{ used_at: null }, { used_at: before }])
        expect(await here.text(other, `P0001 PIN ${pin}`)).toMatch(/may report for P0001/)
        expect(await here.text(other, `P0002 PIN ${cardPin(keys, codeOf(2), 1)}`)).toMatch(/may report for P0002/)
      }))

    it('is on the record with its author and reason, and stands nowhere as a number', () =>
      withWorld(async (here, admin) => {
        const pin = pinOn(await (await issue(admin, 1)).text())
        const [event] = await here.rows("select stream, data, actor from events where type = 'PinIssued'")
        expect(event).toMatchObject({ stream: 'roster/P0001', actor: expect.stringMatching(/^hq:u_/) })
        expect(JSON.parse(String(event?.data))).toEqual({
          card: 2,
          pin: keys.pinHash(codeOf(1), pin),
          reason: 'she lost her card',
        })
        const tables = await here.rows(
          "select name from sqlite_master where type = 'table' and name not like '\\_%' escape '\\'",
        )
        for (const { name: table } of tables)
          expect(JSON.stringify(await here.rows(`select * from ${table}`)), String(table)).not.toContain(pin)
        for (const path of [page(1), '/hq/precincts/P0001', '/hq/log?tab=deeds&kind='])
          expect(await (await admin.get(path)).text(), path).not.toContain(pin)
        const log = await (await admin.get('/hq/log?tab=deeds&kind=')).text()
        expect(log).toMatch(/Robin<\/strong> issued a new PIN \(card 2\): she lost her card/)
      }))

    it('is issued once by a form, and by nobody who had not seen the last one', () =>
      withWorld(async (here, admin) => {
        const seen = await (await admin.get(page(1))).text()
        const hidden = (field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(seen)?.[1] ?? ''
        const form = { csrf: hidden('csrf'), action: 'pin1', version: hidden('version'), reason: 'lost' }
        expect((await admin.raw(`${page(1)}/pin`, form)).status).toBe(200)
        for (const action of ['pin1', 'pin2']) {
          const again = await admin.raw(`${page(1)}/pin`, { ...form, action })
          expect(again.status).toBe(409)
          expect(pinOn(await again.text())).toBe('')
        }
        expect((await issue(admin, 1, { reason: '' })).status).toBe(409)
        expect(await here.rows("select 1 from events where type = 'PinIssued'")).toHaveLength(1)
        expect(pinOn(await (await issue(admin, 1)).text())).not.toBe('')
      }))

    it('comes with a precinct that is added to the roster', () =>
      withWorld(async (here) => {
        const sam = await here.person('Sam', 'supervisor')
        const [line] = await here.rows('select county from precincts limit 1')
        const csv = `precinct,county,name,congressional_district,delegates,phone,language\nP0009,${line?.county},New gym,1,4,,en`
        const csrf = /name="csrf" value="([^"]*)"/.exec(await (await sam.get('/hq/roster')).text())?.[1] ?? ''
        await sam.raw('/hq/roster/apply', { csrf, action: 'a1', roster: csv, reason: 'a new room' })
        expect(await here.text(lent, `P0009 PIN ${cardPin(keys, codeOf(9), 1)}`)).toMatch(/may report for P0009/)
      }))

    it('is an admin’s to issue', () =>
      withWorld(async (here) => {
        const sam = await here.person('Sam', 'supervisor')
        expect((await issue(sam, 1)).status).toBe(403)
        expect(await (await sam.get(page(1))).text()).toMatch(/An admin can issue a new one/)
        expect(await here.rows("select 1 from events where type = 'PinIssued'")).toEqual([])
      }))
  })
}
