import { expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../src/environment.ts'
import { assemble } from '../../src/server/assemble.ts'
import { night } from './night.ts'
import { SECRET, world } from './world.ts'

it('an outsider who tries every route of the whole server finds the public pages, the webhooks and health, and nothing of headquarters', async () => {
  const database = openSqlite(':memory:')
  const here = await world(database, { precincts: 8 })
  await night(here, { reporting: 8 })
  await here.person('Dana Doorkeeper', 'admin')
  const environment = readEnvironment({ PUBLIC_URL: 'http://localhost:8080' }, 'test')
  if (!environment.ok) throw new Error(environment.problems.join())
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const { app, publish } = await assemble({
    database,
    environment: environment.environment,
    secret: SECRET,
    log,
    remoteAddress: () => '192.0.2.7',
    clock: here.clock,
  })
  await publish()
  const routes = new Set(
    app.routes
      .filter(({ method }) => method === 'GET' || method === 'POST')
      .map(({ method, path }) => `${method} ${path}`),
  )
  const reached: string[] = []
  for (const route of routes) {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern
      .replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => (name === 'id' || name === 'code' ? 'P0002' : 'x'))
      .replaceAll('*', 'x')
    const answer = await app.request(`http://localhost:8080${path}`, {
      method,
      headers: { origin: 'http://localhost:8080', host: 'localhost:8080' },
    })
    const text = await answer.text()
    expect(text, route).not.toMatch(/Dana Doorkeeper|Chair \d|\+1515555\d{4}|\(515\) 555-02/)
    if (answer.status === 200 && path.startsWith('/hq')) reached.push(pattern.replace(/-[0-9a-f]{10}\./, '.'))
  }
  expect(reached.sort()).toEqual(['/hq/hq.js', '/hq/sign-in', '/hq/style.css'])
  expect(routes.size).toBeGreaterThan(60)
  await database.close()
})
