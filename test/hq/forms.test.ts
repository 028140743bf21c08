import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { templates } from '../../src/hq/reminders/templates.ts'
import { codeOf, phoneOf, sql, type Visitor, type World, world } from './world.ts'

const FULL = 'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30'
let here: World
/** Where the forms of all pages seen so far go to. */
const addresses = new Set<string>()
beforeAll(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 8 })
})
afterAll(() => here.database.close())

/** Remembers where the forms of a page go. @returns the page */
async function look(answer: Response | Promise<Response>): Promise<string> {
  const page = await (await answer).text()
  for (const [form] of page.matchAll(/<form method="post".*?<\/form>/gs))
    for (const [, address = ''] of form.matchAll(/ (?:form)?action="([^"]*)"/g)) addresses.add(address)
  return page
}

const precinct = (n: number): string => `/hq/precincts/${codeOf(n)}`
const act = (who: Visitor, n: number, what: string, fields: Record<string, string>) =>
  who.post(`${precinct(n)}/${what}`, fields, precinct(n))
const approvedReport = async (n: number): Promise<void> => {
  const reply = await here.text(phoneOf(n), FULL)
  await here.text(phoneOf(n), /OK \d{6,8}/.exec(reply)?.[0] ?? '')
}

/** A report entered by telephone, one to correct, one that is held: each with the second person that it needs. */
async function lookAtPrecincts(admin: Visitor, supervisor: Visitor): Promise<void> {
  await look(act(supervisor, 1, 'preview', { as: 'enter', text: FULL }))
  await act(supervisor, 1, 'enter', { text: FULL })
  await look(admin.get(precinct(1)))
  await approvedReport(2)
  await look(admin.get(precinct(2)))
  const correction = { text: 'FIX F Buttigieg 39 Warren 29', reason: 'called the chair' }
  await look(act(supervisor, 2, 'preview', { as: 'propose', ...correction }))
  await act(supervisor, 2, 'propose', correction)
  await look(admin.get(precinct(2)))
  await act(supervisor, 2, 'override', { reason: 'no answer' })
  await look(admin.get(precinct(2)))
  await approvedReport(3)
  await act(supervisor, 3, 'hold', { reason: 'a doubt' })
  await look(admin.get(precinct(3)))
}

async function lookAtReminders(admin: Visitor, supervisor: Visitor): Promise<void> {
  await look(admin.get('/hq/reminders'))
  await supervisor.post('/hq/reminders/settings', { budget: '5000', secondAbove: '1', price: '79' }, '/hq/reminders')
  const texts = { en: templates.never?.en ?? '', es: templates.never?.es ?? '' }
  const wish = { title: 'First', stage: 'never', county: '', ...texts, minutes: '0', again: '', calls: '' }
  const preview = await look(supervisor.post('/hq/reminders/preview', wish, '/hq/reminders/new'))
  const seen = /name="seen" value="(\d+)"/.exec(preview)?.[1] ?? ''
  const planned = await supervisor.post('/hq/reminders/plan', { ...wish, seen }, '/hq/reminders/new')
  await look(admin.get(planned.headers.get('location') ?? ''))
}

async function lookAtQueueAndCalls(admin: Visitor): Promise<void> {
  await look(admin.get('/hq/queue'))
  await admin.post('/hq/queue/open', { kind: 'objection', precinct: codeOf(4), detail: 'a campaign' }, '/hq/queue')
  await look(admin.get('/hq/queue'))
  const [item] = await here.rows("select id from queue where kind = 'objection'")
  const id = String(item?.id)
  await admin.post('/hq/queue/take', { id, owner: '' }, '/hq/queue')
  await look(admin.get(`/hq/queue/item?id=${encodeURIComponent(id)}`))
  await here.database.batchWrite([
    sql(
      "insert into hq_calls (id, precinct, phase, why, at) values ('r/1', ?, 'live', 'no answer', ?)",
      codeOf(5),
      here.clock.now(),
    ),
  ])
  await look(admin.get('/hq/calls'))
}

async function lookAtTheRoster(admin: Visitor): Promise<void> {
  const page = await look(admin.get('/hq/roster'))
  await look(admin.get(`/hq/roster/${codeOf(6)}`))
  const [line] = await here.rows('select county from precincts where id = ?', codeOf(6))
  const body = new FormData()
  body.set('csrf', /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? '')
  body.set('action', here.deps.vault.id())
  const roster = `precinct,county,name,congressional_district,delegates,phone,language,chair\n${codeOf(6)},${line?.county},Library,3,7,${phoneOf(6)},en,Chair 6`
  body.set('file', new File([roster], 'roster.csv', { type: 'text/csv' }))
  const cookie = [...admin.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const headers = { cookie, origin: 'http://localhost', host: 'localhost' }
  await look(here.app.request('http://localhost/hq/roster/import', { method: 'POST', body, headers }))
}

it('stands on some page for every action of the console', async () => {
  const admin = await here.person('Ada', 'admin')
  const supervisor = await here.person('Sam', 'supervisor')
  await lookAtPrecincts(admin, supervisor)
  await lookAtReminders(admin, supervisor)
  await lookAtQueueAndCalls(admin)
  await lookAtTheRoster(admin)
  here.clock.move(60_000)
  await admin.signIn()
  for (const path of ['/hq/phase', '/hq/accounts', '/hq/self']) await look(admin.get(path))

  const actions = here.gate.routes.filter(({ method, name }) => method === 'POST' && name !== null)
  expect(actions.length).toBeGreaterThanOrEqual(35)
  const paths = new Set(actions.map(({ path }) => path))
  const hasForm = (path: string) => {
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    // "/hq/roster/import" is no "/hq/roster/:id".
    return [...addresses].some((address) => address === path || (pattern.test(address) && !paths.has(address)))
  }
  expect(actions.filter(({ path }) => !hasForm(path)).map(({ name, path }) => `${name}: ${path}`)).toEqual([])
})
