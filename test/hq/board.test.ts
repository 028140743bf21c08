import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { boardStages } from '../../src/hq/board/board-stage.ts'
import type { BoardChanges } from '../../src/hq/board/live-updates.ts'
import { night } from './night.ts'
import { codeOf, phoneOf, sql, type Visitor, type World, world } from './world.ts'

let here: World
let kim: Visitor
afterEach(() => here.database.close())

const FULL = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
const markOf = (page: string): string => /data-mark="([^"]+)"/.exec(page)?.[1] ?? ''
const tiles = (page: string) =>
  boardStages.map((stage) => Number(new RegExp(`data-n="all/${stage}">(\\d+)`).exec(page)?.[1]))
const ask = (mark: string) => kim.get(`/hq/live?mark=${mark}`, { 'if-none-match': `"${mark}"` })
/** What SQL says, asked in another way than the board does. */
const counted = async () => {
  const one = async (text: string) =>
    Number((await here.rows(`select count(*) as n from precincts p where ${text}`))[0]?.n)
  const report = (what: string) =>
    `exists (select 1 from reports r where r.precinct = p.id and r.phase = 'live' and ${what})`
  const checked =
    'exists (select 1 from bindings b join phones f on f.person = b.person where b.precinct = p.id and f.checked_in is not null)'
  const silent = `not ${report("r.stage <> 'silent'")}`
  const shown =
    "exists (select 1 from snapshots s, json_each(s.body, '$.changes') c where json_extract(c.value, '$.precinct') = p.id and json_extract(c.value, '$.entry.number') = (select json_extract(r.published, '$.number') from reports r where r.precinct = p.id and r.phase = 'live'))"
  return [
    await one(`${silent} and not ${checked}`),
    await one(`${silent} and ${checked}`),
    await one(report("r.stage = 'initial'")),
    await one(report("r.stage = 'awaiting'")),
    await one(report("r.stage = 'held'")),
    await one(`${report("r.stage = 'approved'")} and not ${shown}`),
    await one(`${report("r.stage = 'approved'")} and ${shown}`),
  ]
}

describe('the board', () => {
  beforeEach(async () => {
    here = await world(openSqlite(':memory:'), { precincts: 60 })
    kim = await here.person('Kim', 'viewer')
  })

  it('counts each precinct in one stage, as the database does', async () => {
    await night(here, { reporting: 40 })
    here.clock.move(2000)
    const shown = tiles(await (await kim.get('/hq')).text())
    expect(shown).toEqual(await counted())
    expect(shown.reduce((a, b) => a + b, 0)).toBe(60)
    expect(shown.filter((n) => n > 0).length).toBeGreaterThanOrEqual(6)
  })

  it('keeps up by small pieces of news, and ends where a fresh page begins', async () => {
    let mark = markOf(await (await kim.get('/hq')).text())
    const totals = new Map<string, number>()
    for (let n = 1; n <= 40; n += 1) {
      const answer = await here.text(phoneOf(n), n % 3 === 0 ? 'READY' : FULL)
      if (n % 2 === 0 && n % 3 !== 0) await here.text(phoneOf(n), /OK \d{6,8}/.exec(answer)?.[0] ?? '')
      here.clock.move(2000)
      const news = await ask(mark)
      expect(news.status).toBe(200)
      const told = (await news.json()) as BoardChanges
      expect(told.whole).toBe(false)
      expect(told.places.map(([id]) => id)).toEqual([codeOf(n)])
      for (const [stage, value] of Object.entries(told.totals)) totals.set(stage, value)
      mark = told.mark
    }
    expect(boardStages.map((stage) => totals.get(stage))).toEqual(await counted())
    expect((await ask(mark)).status).toBe(304)
  })

  it('says nothing in nothing: an unchanged board costs a header', async () => {
    const mark = markOf(await (await kim.get('/hq')).text())
    const answer = await ask(mark)
    expect(answer.status).toBe(304)
    expect((await answer.arrayBuffer()).byteLength).toBe(0)
  })

  it('tells of what is published, and of what is taken back', async () => {
    const answer = await here.text(phoneOf(1), FULL)
    await here.text(phoneOf(1), /OK \d{6,8}/.exec(answer)?.[0] ?? '')
    here.clock.move(2000)
    let page = await (await kim.get('/hq')).text()
    expect(tiles(page)).toEqual([59, 0, 0, 0, 0, 1, 0])
    const publish = (sequence: number, entry: unknown) =>
      here.database.batchWrite([
        sql(
          "insert into snapshots (phase, sequence, at, body, root) values ('live', ?, 'x', ?, 'r')",
          sequence,
          JSON.stringify({ changes: [{ precinct: codeOf(1), entry }] }),
        ),
      ])
    await publish(1, { number: 1 })
    here.clock.move(2000)
    const news = (await (await ask(markOf(page))).json()) as BoardChanges
    expect(news.places).toEqual([[codeOf(1), 'published', expect.any(String), 'Ward 1', expect.any(String)]])
    page = await (await kim.get('/hq')).text()
    expect(tiles(page)).toEqual(await counted())
    await publish(2, null)
    here.clock.move(2000)
    expect(tiles(await (await kim.get('/hq')).text())[5]).toBe(1)
  })

  it('sends who comes with a mark of another memory the whole page, never half a one', async () => {
    for (const mark of ['', 'x', 'abc.1', '0.999', '%22'] as const) {
      const answer = await ask(mark)
      expect(((await answer.json()) as BoardChanges).whole, mark).toBe(true)
    }
  })

  it('shows nothing of practice among live precincts', async () => {
    await here.phase('practice')
    await here.text(phoneOf(1), 'I Apple 45 Pear 38')
    await here.phase('live')
    here.clock.move(2000)
    expect(tiles(await (await kim.get('/hq')).text())).toEqual([60, 0, 0, 0, 0, 0, 0])
  })

  it('finds precincts by code, however it is typed, by name, county and stage', async () => {
    await here.text(phoneOf(7), 'READY')
    here.clock.move(2000)
    for (const words of ['P0007', 'p7', 'p0007', '7'])
      expect((await kim.get(`/hq/precincts?words=${words}`)).headers.get('location') ?? '', words).toMatch(
        words === '7' ? /^$|P0007/ : /P0007$/,
      )
    expect(await (await kim.get('/hq/precincts?stage=checked_in')).text()).toMatch(/id="p-P0007"/)
    expect(await (await kim.get('/hq/precincts?words=nowhere')).text()).toMatch(/No precinct fits/)
    const oldest = await (await kim.get('/hq/precincts?order=age')).text()
    expect(oldest.lastIndexOf('id="p-')).toBe(oldest.indexOf('id="p-P0007"'))
  })
})

describe('with 20,000 precincts', () => {
  it('is right, and its pages and news stay small', async () => {
    here = await world(openSqlite(':memory:'), { precincts: 9999 })
    await here.database.batchWrite([
      sql(`with recursive n(i) as (select 10000 union all select i + 1 from n where i < 20000)
        insert into precincts (id, county, name, district, delegates, language) select 'Q' || i, 'County ' || (i % 99), 'Ward ' || i, '1', 5, 'en' from n`),
    ])
    kim = await here.person('Kim', 'viewer')
    for (let n = 1; n <= 40; n += 1) await here.text(phoneOf(n), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    here.clock.move(2000)
    const page = await (await kim.get('/hq')).text()
    expect(tiles(page)).toEqual(await counted())
    expect(tiles(page).reduce((a, b) => a + b, 0)).toBe(20_000)
    const list = await (await kim.get('/hq/precincts')).text()
    expect(list.match(/id="p-/g)).toHaveLength(100)
    const mark = markOf(page)
    for (let n = 41; n <= 60; n += 1) await here.text(phoneOf(n), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    here.clock.move(2000)
    const news = await (await ask(mark)).text()
    expect((JSON.parse(news) as BoardChanges).places).toHaveLength(20)
    expect(news.length).toBeLessThan(6000)
    console.log(`board ${page.length} bytes, list ${list.length}, news of 20 precincts ${news.length}`)
  }, 60_000)
})
