import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { may, roles, views } from '../../src/hq/access/roles.ts'
import type { Role } from '../../src/hq/ports.ts'
import { night } from './night.ts'
import { type Visitor, visitor, type World, world } from './world.ts'

let here: World
const who = new Map<Role, Visitor>()
beforeAll(async () => {
  here = await world(openSqlite(':memory:'), { precincts: 8 })
  await night(here, { reporting: 8 })
  for (const role of roles) who.set(role, await here.person(`The ${role}`, role))
})
afterAll(() => here.database.close())

const concrete = (path: string): string =>
  path
    .replace('/hq/precincts/:id', '/hq/precincts/P0002')
    .replace(':seq/:n', '1/0')
    .replace(':token', 'x')
    .replace(':request', 'x')
    .replace('/hq/roster/:id', '/hq/roster/P0002')
    .replace(':id', 'x')
const outsider = () => visitor(here, { name: '', password: '', totp: '', recovery: [] })
const allowed = (status: number): boolean => status !== 403 && status !== 401

describe('who may do what', () => {
  it('is asked for every route and every role by direct request, with a valid token', async () => {
    let asked = 0
    for (const { method, path, name, role: least } of here.gate.routes) {
      if (least === null || name === 'self.leave') continue
      for (const role of roles) {
        const visitor = who.get(role) as Visitor
        const answer =
          method === 'GET' ? await visitor.get(concrete(path)) : await visitor.post(concrete(path), { id: 'x' }, '/hq')
        expect(allowed(answer.status), `${role} ${method} ${path}: ${answer.status}`).toBe(may(role, least))
        asked += 1
      }
    }
    expect(asked).toBeGreaterThanOrEqual(4 * 45)
    console.log(`${asked} requests`)
  })

  it('names no view that no route needs', () => {
    const used = new Set(here.gate.routes.map(({ name }) => name))
    expect(Object.keys(views).filter((view) => !used.has(view))).toEqual([])
  })

  it('lets a viewer see no phone, and nobody a code', async () => {
    const codes = (await here.rows('select reply from texts')).flatMap(({ reply }) =>
      [...String(reply).matchAll(/(?:OK|KEEP) (\d{6,8})/g)].map(([, code]) => code ?? ''),
    )
    expect(codes.length).toBeGreaterThan(4)
    for (const role of roles)
      for (const path of [
        '/hq/precincts/P0002',
        '/hq/precincts/P0003',
        '/hq/precincts/P0005',
        '/hq/log',
        '/hq/log?tab=outgoing',
        '/hq/queue',
        '/hq/log?tab=deeds&kind=',
      ]) {
        const page = (await (await (who.get(role) as Visitor).get(path)).text()).replaceAll(/value="[^"]*"/g, '')
        for (const code of codes) expect(page, `${role} ${path}`).not.toMatch(new RegExp(`\\b${code}\\b`))
        if (role === 'viewer') expect(page).not.toMatch(/\(515\) 555|\+1515/)
      }
  })
})

describe('an outsider', () => {
  it('reaches nothing but the doors and the style sheet', async () => {
    const open = here.gate.routes
      .filter(({ name }) => name === null)
      .map(({ method, path }) => `${method} ${path.replace(/-[0-9a-f]{10}\./, '.')}`)
    expect(open.sort()).toEqual(
      [
        'GET /hq/hq.js',
        'GET /hq/sign-in',
        'GET /hq/style.css',
        'GET /hq/welcome/:token',
        'POST /hq/sign-in',
        'POST /hq/welcome/:token',
      ].sort(),
    )
    for (const { method, path, name } of here.gate.routes) {
      if (name === null) continue
      const answer =
        method === 'GET' ? await outsider().get(concrete(path)) : await outsider().raw(concrete(path), { csrf: 'x' })
      expect([302, 401], `${method} ${path}`).toContain(answer.status)
      if (answer.status === 302) expect(answer.headers.get('location')).toMatch(/^\/hq\/sign-in/)
      expect(await answer.text()).not.toMatch(/P0002|Chair|555/)
    }
  })

  it('gets from every route a policy that lets in nothing from elsewhere', async () => {
    for (const { method, path } of here.gate.routes) {
      const answer = method === 'GET' ? await outsider().get(concrete(path)) : await outsider().raw(concrete(path), {})
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy, path).toMatch(/default-src 'none'/)
      expect(policy, path).not.toMatch(/unsafe|https?:/)
    }
  })

  it('finds no script and no style inside a page', async () => {
    for (const path of [
      '/hq',
      '/hq/queue',
      '/hq/precincts/P0002',
      '/hq/reminders/new',
      '/hq/accounts',
      '/hq/roster/P0002',
    ]) {
      const page = await (await (who.get('admin') as Visitor).get(path)).text()
      expect(page, path).not.toMatch(/<style|style="|<script(?![^>]* src=)| on\w+="|https?:\/\/(?!localhost)/)
    }
  })
})
