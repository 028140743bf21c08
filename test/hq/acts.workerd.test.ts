import { applyD1Migrations, env, reset } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { openD1 } from '../../src/db/connection/d1.ts'
import { sendReminders } from '../../src/hq/reminders/send-reminders.ts'
import { codeOf, phoneOf, world } from './world.ts'

/** The console's own statements on D1: acts, the board, reminders and their triggers. */
const fresh = async (precincts: number) => {
  await reset()
  await applyD1Migrations(env.DB, env.MIGRATIONS)
  return world(openD1(env.DB), { precincts })
}
const FULL = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'

describe('the console on D1', () => {
  it('shows every page, takes a report by telephone, and keeps the second operator from an old one', async () => {
    const here = await fresh(8)
    const dana = await here.person('Dana', 'admin')
    const erin = await here.person('Erin', 'operator')
    const page = `/hq/precincts/${codeOf(1)}`
    expect((await dana.post(`${page}/enter`, { text: FULL }, page)).status).toBe(303)
    expect((await erin.post(`${page}/enter`, { text: 'FIX F Warren 29', version: '0' }, page)).status).toBe(409)
    const [row] = await here.rows('select revision from reports where precinct = ?', codeOf(1))
    expect((await erin.post(`${page}/read-back`, { read: 'yes', revision: String(row?.revision) }, page)).status).toBe(
      303,
    )
    const { pages } = await import('./pages.ts')
    here.clock.move(2000)
    for (const [name, path] of Object.entries(pages)) expect([200, 404], name).toContain((await dana.get(path)).status)
    expect(await (await dana.get('/hq')).text()).toMatch(/data-n="all\/approved">1</)
  })

  it('gives an item to one of two', async () => {
    const here = await fresh(2)
    const dana = await here.person('Dana', 'operator')
    const erin = await here.person('Erin', 'operator')
    await dana.post('/hq/queue/open', { kind: 'other', precinct: '', detail: 'x' }, '/hq/queue')
    const id = String((await here.rows('select id from queue'))[0]?.id)
    const answers = await Promise.all(
      [dana, erin].map((who) => who.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  })

  it('has one item for a stranger, ends the one of a called-in report, and pages what is open', async () => {
    const here = await fresh(60)
    const dana = await here.person('Dana', 'operator')
    for (const n of [1, 2, 3]) await here.text('+15155559999', `${codeOf(n)} I Sanders 20 Warren 30`)
    const page = `/hq/precincts/${codeOf(1)}`
    await dana.post(`${page}/enter`, { text: FULL }, page)
    await here.text(phoneOf(1), 'FIX F Warren 29')
    for (let n = 1; n <= 51; n += 1) await here.text(phoneOf(n), 'HELP')
    expect(await here.rows("select kind, detail, outcome from queue where kind <> 'help' order by kind")).toEqual([
      { kind: 'called_in', detail: expect.stringMatching(/telephone/), outcome: 'replaced' },
      { kind: 'stranger', detail: 'report, also P0002, P0003', outcome: null },
    ])
    const queue = await (await dana.get('/hq/queue')).text()
    expect(queue).toMatch(/All but unknown phones <b>51<.*Unknown phones <b>1</)
    expect(queue.match(/data-label="What"/g)).toHaveLength(50)
    expect((await (await dana.get('/hq/queue?page=2')).text()).match(/data-label="What"/g)).toHaveLength(1)
  })

  it('reminds the silent, and nobody who reported while the reminder waited', async () => {
    const here = await fresh(40)
    const sam = await here.person('Sam', 'supervisor')
    const { templates } = await import('../../src/hq/reminders/templates.ts')
    const wish = {
      title: 'First',
      stage: 'never',
      county: '',
      en: templates.never?.en ?? '',
      es: templates.never?.es ?? '',
      minutes: '0',
      again: '',
      calls: '',
      seen: '40',
    }
    expect((await sam.post('/hq/reminders/plan', wish, '/hq/reminders/new')).status).toBe(303)
    expect(await sendReminders(here.deps)).toBe(40)
    await here.text(phoneOf(1), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    await here.text(phoneOf(2), 'READY')
    const states = await here.rows(
      'select state, count(*) as n from outbox where priority = 3 group by state order by state',
    )
    expect(states).toEqual([
      { state: 'dropped', n: 2 },
      { state: 'waiting', n: 38 },
    ])
  })
})
