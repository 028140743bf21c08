import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { type AppDeps, createApp } from '../../src/app.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { CARRIERS } from '../../src/sms/registry.ts'
import { logbook } from '../sms/fixtures.ts'

const METRICS_TOKEN = 'a-token-for-the-figures'
function app(over: Partial<AppDeps> = {}) {
  const { log, lines } = logbook()
  const deps: AppDeps = {
    webhooks: CARRIERS.flatMap((kind) => kind.closed ?? []),
    metrics: createMetrics(),
    routes: [],
    ready: async () => null,
    metricsText: async () => 'figures',
    metricsToken: METRICS_TOKEN,
    remoteAddress: () => '203.0.113.9',
    log,
    ...over,
  }
  return { app: createApp(deps), lines }
}

describe('the server', () => {
  it('says that it lives, and whether it can take a text in', async () => {
    expect((await app().app.request('/healthz')).status).toBe(200)
    expect((await app().app.request('/readyz')).status).toBe(200)
    const not = await app({ ready: async () => 'the database does not answer' }).app.request('/readyz')
    expect([not.status, await not.text()]).toEqual([503, 'the database does not answer'])
    const broken = app({ ready: () => Promise.reject(new Error('x', { cause: new Error('file is not a database') })) })
    expect(await (await broken.app.request('/readyz')).text()).toBe('file is not a database')
    expect((await broken.app.request('/healthz')).status).toBe(200)
  })

  it.each([
    ['with the token', '203.0.113.9', { Authorization: `Bearer ${METRICS_TOKEN}` }, 200],
    ['with another token', '203.0.113.9', { Authorization: 'Bearer no' }, 404],
    ['from elsewhere', '203.0.113.9', {}, 404],
    ['from loopback', '127.0.0.1', {}, 200],
    ['from a proxy on loopback', '127.0.0.1', { 'X-Forwarded-For': '203.0.113.9' }, 404],
  ])('shows its figures %s', async (_, from, headers, status) => {
    expect((await app({ remoteAddress: () => from }).app.request('/metrics', { headers })).status).toBe(status)
  })

  it('believes no webhook where no carrier is configured', async () => {
    expect((await app().app.request('/sms/twilio', { method: 'POST' })).status).toBe(403)
  })

  it('tells people where to go when a page is missing, and lets pages bring their own policy', async () => {
    const page = new Hono().get('/own', (c) => c.text('', 200, { 'Content-Security-Policy': "script-src 'self'" }))
    const { app: served } = app({ routes: [page] })
    const missing = await served.request('/nothing')
    expect([missing.status, missing.headers.get('x-content-type-options')]).toEqual([404, 'nosniff'])
    expect(missing.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await missing.text()).toContain('There is no such page')
    expect((await served.request('/own')).headers.get('content-security-policy')).toBe("script-src 'self'")
  })

  it('keeps the data that an error quotes out of the log and the answer', async () => {
    const page = new Hono().get('/broken', () => {
      throw new Error('Failed query … params: +15155550123', {
        cause: new Error(`no such column "PIN 739204" at 5155550123`),
      })
    })
    const { app: served, lines } = app({ routes: [page] })
    const response = await served.request('/broken')
    expect([response.status, await response.text()]).toEqual([500, ''])
    expect(lines[0]?.fields).toMatchObject({ cause: 'no such column … at #', path: '/broken' })
  })
})
