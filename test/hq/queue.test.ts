import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { codeOf, phoneOf, sql, type Visitor, type World, world } from './world.ts'

/** The queue in a flood: what strangers text hides nothing, and every item can be reached. */

let here: World
let dana: Visitor
beforeEach(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 600 })
  dana = await here.person('Dana', 'operator')
})
afterEach(() => here.database.close())

const body = async (path: string): Promise<string> => (await dana.get(path)).text()
const itemsOn = (page: string): readonly string[] =>
  [...page.matchAll(/<th scope="row" data-label="What"><a href="\/hq\/queue\/item\?id=([^"]+)"/g)].map(([, id = '']) =>
    decodeURIComponent(id),
  )

/** Every page behind this one, by its links. */
async function walk(from: string): Promise<readonly (readonly string[])[]> {
  const pages: (readonly string[])[] = []
  for (let path: string | null = from; path !== null; ) {
    const page: string = await body(path)
    pages.push(itemsOn(page))
    path = /<a href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null
  }
  return pages
}

const item = (id: string, kind: string, at: string) => ({ id, kind, at })
const fill = (items: readonly ReturnType<typeof item>[]) =>
  here.database.batchWrite([
    sql(
      `insert into queue (id, kind, phase, precinct, person, at, detail)
       select value ->> 'id', value ->> 'kind', 'live', 'P0001', null, value ->> 'at', 'x' from json_each(?)`,
      JSON.stringify(items),
    ),
  ])
const minute = (n: number): string => new Date(Date.parse('2020-02-04T00:00:00.000Z') + n * 1000).toISOString()

it('shows a held report on its first page after one phone has named 600 precincts', async () => {
  for (let n = 1; n <= 600; n += 1) await here.text('+15155559999', `${codeOf(n)} I Sanders 20 Warren 30`)
  await fill([item('held/late', 'held', here.clock.now())])
  expect(itemsOn(await body('/hq/queue'))).toContain('held/late')
  const strangers = await here.rows("select precinct, detail from queue where kind = 'stranger'")
  expect(strangers).toHaveLength(1)
  expect(strangers[0]?.precinct).toBe('P0001')
  expect(String(strangers[0]?.detail)).toMatch(/^report, also P0002, P0003, .* and more$/)
  expect(itemsOn(await body('/hq/queue?kind=stranger'))).toHaveLength(1)
})

it('stays fast, and every item can be reached, with 8,000 items of strangers and 2,000 others', async () => {
  const kinds = ['anomaly', 'undeliverable', 'opted_out', 'help'] as const
  const others = Array.from({ length: 2000 }, (_, n) => item(`o/${n}`, kinds[n % 4] ?? 'help', minute(n)))
  await fill(Array.from({ length: 8000 }, (_, n) => item(`s/${n}`, 'stranger', minute(n))))
  await fill([...others, item('o/held', 'held', minute(9000)), item('o/newer', 'of a newer program', minute(9000))])
  const began = performance.now()
  const first = await body('/hq/queue')
  expect(performance.now() - began).toBeLessThan(500)
  expect(itemsOn(first).slice(0, 2)).toEqual(['o/held', 'o/3'])
  expect(first).toMatch(/10,002 items open/)
  for (const words of ['All but unknown phones <b>2002<', 'Unknown phones <b>8000<', 'A chair needs help <b>500<'])
    expect(first).toContain(words)
  const pages = await walk('/hq/queue')
  expect(Math.max(...pages.map((page) => page.length))).toBe(50)
  expect(new Set(pages.flat())).toEqual(new Set([...others.map(({ id }) => id), 'o/held', 'o/newer']))
  expect(pages.flat()).toHaveLength(2002)
  expect(pages.flat().at(-1)).toBe('o/newer')
  expect(new Set((await walk('/hq/queue?kind=help')).flat()).size).toBe(500)
  expect((await walk('/hq/queue?kind=stranger&page=158')).flat()).toHaveLength(150)
  expect(itemsOn(await body('/hq/queue?kind=help&page=99'))).toHaveLength(50)
}, 60_000)

it('opens the item of a stranger again who names another precinct, and not for the same one', async () => {
  const text = (n: number) => here.text('+15155559999', `${codeOf(n)} I Sanders 20 Warren 30`)
  await text(1)
  const [row] = await here.rows('select id from queue')
  const path = `/hq/queue/item?id=${encodeURIComponent(String(row?.id))}`
  await dana.post('/hq/queue/end', { id: String(row?.id), outcome: 'not a chair', note: '' }, path)
  const open = () => here.rows('select detail, owner from queue where outcome is null')
  await text(1)
  expect(await open()).toEqual([])
  await text(2)
  expect(await open()).toEqual([{ detail: 'report, also P0002', owner: null }])
  expect(await here.rows('select id from queue')).toHaveLength(1)
})

const FULL = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
const KEPT = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 60 Buttigieg 38 Warren 33'
const onPage = (who: Visitor, what: string, fields: Record<string, string>) =>
  who.post(`/hq/precincts/P0001/${what}`, fields, '/hq/precincts/P0001')
const items = () => here.rows('select kind, outcome from queue order by at, kind')

it('holds one item for a report that was called in, until it is read back', async () => {
  const erin = await here.person('Erin', 'operator')
  await onPage(dana, 'enter', { text: 'A 113' })
  await onPage(dana, 'enter', { text: FULL })
  expect(await items()).toEqual([{ kind: 'called_in', outcome: null }])
  expect(await body('/hq/queue')).toContain('A called-in report to read back <b>1<')
  const [row] = await here.rows('select revision from reports')
  await onPage(erin, 'read-back', { revision: String(row?.revision), read: 'yes' })
  expect(await items()).toEqual([{ kind: 'called_in', outcome: 'read back to the chair' }])
  await onPage(dana, 'enter', { text: 'F Sanders 46 Buttigieg 38 Warren 29' })
  expect((await items()).map(({ outcome }) => outcome)).toContain(null)
})

it('ends that item where the chair approves the report, or sends another', async () => {
  await onPage(dana, 'enter', { text: FULL })
  const [told] = await here.rows('select body from outbox')
  expect(await here.text(phoneOf(1), /OK \d+/.exec(String(told?.body))?.[0] ?? '')).toMatch(/Recorded/)
  expect(await items()).toEqual([{ kind: 'called_in', outcome: 'approved by the chair' }])
  await onPage(dana, 'enter', { text: 'F Sanders 46 Buttigieg 38 Warren 29' })
  await here.text(phoneOf(1), 'FIX F Warren 28')
  expect((await items()).map(({ outcome }) => outcome).sort()).toEqual(['approved by the chair', 'replaced'])
})

it('has an item for a report that was read back and is held', async () => {
  const erin = await here.person('Erin', 'operator')
  await onPage(dana, 'enter', { text: KEPT })
  const [row] = await here.rows('select revision from reports')
  await onPage(erin, 'read-back', { revision: String(row?.revision), read: 'yes' })
  expect(await items()).toEqual([
    { kind: 'called_in', outcome: 'read back to the chair' },
    { kind: 'held', outcome: null },
  ])
})
