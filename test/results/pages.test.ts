import { describe, expect, test } from 'vitest'
import { hueClass } from '../../src/results/pages/charts.ts'
import { publicCss } from '../../src/results/pages/public.css.ts'
import { show } from './show.ts'
import { operator, place, smallCaucus, smallSetting, world } from './world.ts'

const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }

async function night() {
  const made = world({ ...smallSetting(), national: { districts: { '1': 3 }, atLarge: 2, pleo: 1 } })
  const shown = await show(made)
  made.report('P0001', room)
  await shown.publish()
  return { made, ...shown }
}

/** The words of a page, without its marks. */
const words = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the public pages', () => {
  test('say that they are unofficial, of how many precincts, which update and when', async () => {
    const { read } = await night()
    for (const path of ['/', '/counties', '/counties/adair', '/precincts/P0001', '/corrections']) {
      expect(words(await read(path))).toMatch(
        /Unofficial results .* 1 of 4 precincts published · update 1, 8:00 PM CST, February 7/,
      )
    }
  })

  test('work before anything is published', async () => {
    const { read } = await show(world())
    for (const path of [
      '/',
      '/counties',
      '/counties/adair',
      '/precincts/P0001',
      '/corrections',
      '/reading',
      '/method',
      '/check',
    ]) {
      expect(words(await read(path))).toContain('Nothing has been published yet')
    }
  })

  test('lead from each number to its precincts, and from there to the events', async () => {
    const { read } = await night()
    const found = new Set<string>()
    const follow = async (path: string): Promise<void> => {
      if (found.has(path)) return
      found.add(path)
      const page = await read(path)
      const links = [...page.matchAll(/href="(\/[^"#]*)/g)].map((m) => m[1] ?? '')
      for (const link of links) await follow(link)
    }
    await follow('/')
    expect([...found]).toEqual(
      expect.arrayContaining(['/counties/polk', '/precincts/P0001', '/precincts/P0004', '/ledger.jsonl']),
    )
  })

  test('spell the arithmetic of a precinct out, and what it is worth', async () => {
    const { read } = await night()
    const page = words(await read('/precincts/P0001'))
    expect(page).toContain('40 people are present.')
    expect(page).toContain('A group needs 6 people to be viable')
    expect(page).toContain('Ash 22 x 6 / 40 = 3.3000, Birch 18 x 6 / 40 = 2.7000')
    expect(page).toContain(
      'One delegate from here is worth 0.3000 state delegate equivalents (exactly 3/10), so Ash 0.9000, Birch 0.9000.',
    )
  })

  test('show how a report came on record, by pseudonyms, and what a correction changed', async () => {
    const { made, publish, read } = await night()
    made.report('P0001', { ...room, final: { Ash: 28, Birch: 12 } })
    await publish()
    const page = words(await read('/precincts/P0001'))
    expect(page).toContain('corrected')
    expect(page).toContain('Delegates: Ash 3 → 4 (+1), Birch 3 → 2 (−1)')
    expect(page).toMatch(/Approved .* chair p_000000/)
    expect(words(await read('/corrections'))).toContain('Final alignment: Ash 22 → 28 (+6), Birch 18 → 12 (−6)')
    made.append('P0001', [{ type: 'ReportHeld', data: { by: operator, reason: 'the chair called' } }], `hq:${operator}`)
    await publish()
    expect(words(await read('/precincts/P0001'))).toContain('No report of this precinct is published.')
    expect(words(await read('/corrections'))).toContain('“the chair called”')
  })

  test('project national delegates only where the configuration names them, and say so where not', async () => {
    const { read } = await night()
    expect(words(await read('/'))).toContain('What 6 pledged delegates would be')
    const plain = await show(world())
    expect(await plain.read('/')).not.toContain('National delegates')
    expect(words(await plain.read('/method'))).toContain('does not say how many national delegates there are')
  })

  test('mark practice on every page, and show its candidates', async () => {
    const made = world(smallSetting(), 'practice')
    const { publish, read } = await show(made)
    made.report('P0001', { initial: { Potter: 9, Granger: 1 }, final: { Potter: 10 } })
    await publish()
    for (const path of [
      '/',
      '/counties',
      '/counties/adair',
      '/precincts/P0001',
      '/reading',
      '/method',
      '/check',
      '/corrections',
    ]) {
      expect(words(await read(path))).toContain(
        'PRACTICE. Invented candidates, rehearsed numbers. Nothing here is a result.',
      )
    }
    expect(words(await read('/'))).toContain('Potter')
    made.phase = 'live'
    made.now = new Date(Date.parse(made.now) + 5000).toISOString()
    await publish()
    expect(words(await read('/'))).not.toMatch(/Potter|PRACTICE/)
  })

  test('escape what people typed', async () => {
    const setting = smallSetting()
    const made = world({
      ...setting,
      caucus: smallCaucus({ name: 'A <script>alert(1)</script> & co' }),
      places: [place('P0001', 'Adair', 6, '"><img src=x onerror=1>')],
    })
    const { publish, read } = await show(made)
    made.report('P0001', { ...room, keep: true })
    made.append(
      'P0001',
      [{ type: 'ReportReleased', data: { by: operator, second: null, reason: '<b>x</b>' } }],
      `hq:${operator}`,
    )
    await publish()
    for (const path of ['/', '/counties/adair', '/precincts/P0001', '/corrections.atom']) {
      expect(await read(path)).not.toMatch(/<script>alert|<img|<b>x/)
    }
    expect(await read('/precincts/P0001')).toContain('&lt;b&gt;x&lt;/b&gt;')
  })

  test('need no script and bring none along', async () => {
    const { read } = await night()
    const page = await read('/')
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/live.js" defer>'])
    expect(page).not.toMatch(/\son\w+=|https?:\/\//)
  })

  test('answer 304 to who has them, another ETag after the next update, and 404 for what is not', async () => {
    const { made, app, publish } = await night()
    const first = await app.request('/')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{24}"$/)
    expect(first.headers.get('cache-control')).toContain('s-maxage=')
    const again = await app.request('/', { headers: { 'If-None-Match': `W/${etag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    made.report('P0002', room)
    await publish()
    const fresh = await app.request('/', { headers: { 'If-None-Match': etag } })
    expect([fresh.status, fresh.headers.get('etag') === etag]).toEqual([200, false])
    expect((await app.request('/counties/nowhere')).status).toBe(404)
    expect((await app.request('/precincts/P9999')).status).toBe(404)
  })

  test('ask the database once for all readers of one second', async () => {
    const { made, app } = await night()
    let asked = 0
    const { snapshots } = made.reader
    Object.assign(made.reader, {
      snapshots: (...args: Parameters<typeof snapshots>) => {
        asked += 1
        return snapshots(...args)
      },
    })
    await Promise.all(Array.from({ length: 50 }, (_, i) => app.request(i % 2 ? '/' : '/counties')))
    expect(asked).toBeLessThanOrEqual(1)
  })

  test('lead from what people type to the one address that a page has', async () => {
    const { app } = await night()
    const moved = async (path: string) => {
      const { status, headers } = await app.request(path)
      return [status, headers.get('location')]
    }
    expect(await moved('/counties/Adair')).toEqual([301, '/counties/adair'])
    expect(await moved('/precincts/p0001')).toEqual([301, '/precincts/P0001'])
    expect(await moved('/precincts/p9999')).toEqual([301, '/precincts/P9999'])
    expect(await moved('/precincts/P9999')).toEqual([404, null])
  })

  test('make heavy feeds at most every fifteen seconds, however often somebody asks', async () => {
    const { made, publish, read } = await night()
    const sequenceOf = async () => /"(\d+)",|,(\d+),2028[^,]*,false$/m.exec((await read('/results.csv')).trim())?.[2]
    expect(await sequenceOf()).toBe('1')
    const before = made.now
    made.report('P0002', room)
    await publish()
    made.now = new Date(Date.parse(before) + 5000).toISOString()
    expect([await sequenceOf(), JSON.parse(await read('/results.json')).sequence]).toEqual(['1', 2])
    made.now = new Date(Date.parse(before) + 20_000).toISOString()
    expect(await sequenceOf()).toBe('2')
  })

  test('find counties under every spelling that they print', async () => {
    const setting = smallSetting()
    const made = world({
      ...setting,
      places: [place('P0001', "O'Brien", 6), place('P0002', 'Black Hawk', 4), place('P0003', 'Doña Ana', 2)],
    })
    const { read } = await show(made)
    for (const slug of ['obrien', 'black-hawk', 'dona-ana']) expect(await read(`/counties/${slug}`)).toContain('<h1>')
  })
})

test('the style sheet has a color for each class that a group can have', () => {
  const order = [...Array.from({ length: 30 }, (_, i) => `Group ${i}`), 'Other', 'Uncommitted']
  const classes = new Set(order.map((group) => `.${hueClass(group, order)}`))
  expect(new Set([...publicCss.matchAll(/(\.[gn]\d+)\{--c:/g)].map(([, name]) => name))).toEqual(classes)
})
