import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { codeOf, phoneOf, type Visitor, type World, world } from './world.ts'

let here: World
let sam: Visitor
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 4 })
  sam = await here.person('Sam', 'supervisor')
})
afterEach(() => here.database.close())

const FULL = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
const line = async (n: number) => (await here.rows('select * from precincts where id = ?', codeOf(n)))[0] ?? {}
const change = async (n: number, more: Record<string, string>) => {
  const { name, county, district, delegates, language } = await line(n)
  const same = {
    name,
    county,
    district,
    delegates,
    language,
    chair: `Chair ${n}`,
    phone: phoneOf(n),
    backup: '',
    reason: 'she moved',
  }
  const fields = Object.fromEntries(Object.entries({ ...same, ...more }).map(([key, value]) => [key, String(value)]))
  return sam.post(`/hq/roster/${codeOf(n)}`, fields, `/hq/roster/${codeOf(n)}`)
}
const upload = async (csv: string): Promise<string> => {
  const page = await (await sam.get('/hq/roster')).text()
  const csrf = /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? ''
  const body = new FormData()
  body.set('csrf', csrf)
  body.set('action', here.deps.vault.id())
  body.set('file', new File([csv], 'roster.csv', { type: 'text/csv' }))
  const cookie = [...sam.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const answer = await here.app.request('http://localhost/hq/roster/import', {
    method: 'POST',
    body,
    headers: { cookie, origin: 'http://localhost', host: 'localhost' },
  })
  return answer.text()
}
const header = 'precinct,county,name,congressional_district,delegates,phone,language,chair'
const csvOf = async (edit: (n: number, cells: string[]) => string[] = (_, cells) => cells) => {
  const rows = await Promise.all(
    [1, 2, 3, 4].map(async (n) => {
      const { county, name, district, delegates, language } = await line(n)
      return edit(
        n,
        [codeOf(n), county, name, district, delegates, phoneOf(n), language, `Chair ${n}`].map(String),
      ).join(',')
    }),
  )
  return [header, ...rows].join('\n')
}

describe('the roster in the console', () => {
  it('binds another phone: the old one speaks no more, the new one does, and the log knows only pseudonyms', async () => {
    expect((await change(1, { phone: '(515) 555-0777', chair: 'Ann New' })).status).toBe(303)
    const old = await here.text(phoneOf(1), FULL)
    expect(old).not.toMatch(/OK \d{6,8}/)
    const now = await here.text('+15155550777', FULL)
    expect(now).toMatch(/P0001 final, 7 delegates/)
    const events = await here.rows("select data from events where type = 'RosterChanged'")
    expect(events).toHaveLength(2)
    expect(JSON.stringify(events)).not.toMatch(/5550|Ann|Chair/)
    expect(JSON.stringify(events)).toMatch(/p_[0-9a-f]{16}/)
    expect(JSON.stringify(events)).toMatch(/she moved/)
  })

  it('retires the code that was out: the new phone approves by one of its own only', async () => {
    const old = /OK (\d{6,8})/.exec(await here.text(phoneOf(1), FULL))?.[1] ?? ''
    await change(1, { phone: '(515) 555-0777' })
    const said = await here.rows(
      "select type from events where stream = ? and type = 'CodeRetired'",
      `live/${codeOf(1)}`,
    )
    expect(said).toHaveLength(1)
    const answer = await here.text('+15155550777', `OK ${old}`)
    expect(answer).not.toMatch(/^Recorded/)
    const fresh = /OK (\d{6,8})/.exec(answer)?.[1] ?? ''
    expect(fresh).not.toBe(old)
    expect(await here.text('+15155550777', `OK ${fresh}`)).toMatch(/^Recorded/)
  })
  it('sends nothing more to a phone that was replaced: a code may be in it', async () => {
    await sam.post(`/hq/precincts/${codeOf(1)}/enter`, { text: FULL }, `/hq/precincts/${codeOf(1)}`)
    expect(await here.rows("select 1 from outbox where state = 'waiting'")).toHaveLength(1)
    await change(1, { name: 'Gym' })
    await change(1, { chair: 'Ann, as she spells it' })
    expect(await here.rows("select 1 from outbox where state = 'waiting'")).toHaveLength(1)
    await change(1, { phone: '(515) 555-0777' })
    expect(await here.rows('select error from outbox')).toEqual([{ error: 'phone replaced' }])
  })

  it('asks for a reason, a number that can be texted and a whole number of delegates', async () => {
    for (const wrong of [
      { reason: '' },
      { phone: 'call me' },
      { delegates: '3.5' },
      { delegates: '0' },
      { name: '' },
    ]) {
      expect((await change(1, wrong)).status, JSON.stringify(wrong)).toBe(409)
    }
    expect(await here.rows("select 1 from events where type = 'RosterChanged'")).toHaveLength(0)
  })

  it('holds a report whose delegates to elect have changed, and asks for its approval again', async () => {
    const answer = await here.text(phoneOf(1), FULL)
    await here.text(phoneOf(1), /OK \d{6,8}/.exec(answer)?.[0] ?? '')
    expect((await change(1, { delegates: '8' })).status).toBe(303)
    expect((await here.rows('select stage from reports where precinct = ?', codeOf(1)))[0]?.stage).toBe('held')
    expect(String((await here.rows("select detail from queue where id like 'roster/%'"))[0]?.detail)).toMatch(
      /from 7 to 8/,
    )
  })

  it('does not overwrite a change that somebody made meanwhile', async () => {
    const page = await (await sam.get(`/hq/roster/${codeOf(1)}`)).text()
    const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? ''
    await change(1, { name: 'Gym' })
    expect((await change(1, { name: 'Church', version })).status).toBe(409)
    expect((await line(1)).name).toBe('Gym')
  })

  it('imports a file only after its changes were shown, and makes exactly those', async () => {
    const csv = await csvOf((n, cells) =>
      n === 2 ? cells.map((cell, i) => (i === 2 ? 'Library' : i === 5 ? '(515) 555-0888' : cell)) : cells,
    )
    const shown = await upload(csv)
    expect(shown).toMatch(/1 precinct/)
    expect(shown).toMatch(/Library/)
    expect(shown).toMatch(/\(515\) 555-0888/)
    expect((await line(2)).name).toBe('Ward 2')
    const csrf = /name="csrf" value="([^"]*)"/.exec(shown)?.[1] ?? ''
    const done = await sam.raw('/hq/roster/apply', {
      csrf,
      action: 'apply1',
      roster: csv,
      reason: 'county sent a new list',
    })
    expect(done.headers.get('location')).toBe('/hq/roster?changed=1')
    expect((await line(2)).name).toBe('Library')
    expect(await upload(csv)).toMatch(/Nothing\. The file says what is there\./)
  })

  it('names every bad line of a file, and changes nothing', async () => {
    const shown = await upload(
      await csvOf((n, cells) =>
        n === 3
          ? cells.map((cell, i) => (i === 4 ? 'seven' : cell))
          : n === 4
            ? cells.map((cell, i) => (i === 5 ? '12' : cell))
            : cells,
      ),
    )
    expect(shown).toMatch(/2 mistakes\. Nothing was changed/)
    expect(shown).toMatch(/seven/)
    expect(shown).not.toMatch(/<button class="main">Change/)
  })
})
