import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ServerType, serve } from '@hono/node-server'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { show } from './show.ts'
import { operator, smallSetting, world } from './world.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const found = existsSync(executablePath)
const required = process.env.CAUCUSLINE_REQUIRE_BROWSER === '1'
if (!found && !required) console.log(`test/results/browser: not run, there is no browser at ${executablePath}`)

const room = { attendance: 40, initial: { Ash: 20, Birch: 15, Cedar: 5 }, final: { Ash: 22, Birch: 18 } }
const paths = [
  '/',
  '/counties',
  '/counties/adair',
  '/precincts/P0001',
  '/precincts/P0004',
  '/corrections',
  '/reading',
  '/method',
  '/check',
]

describe.runIf(found || required)('the public pages in a browser', { timeout: 120_000 }, () => {
  let browser: Browser
  let server: ServerType
  let home: string
  let publish: () => Promise<void>
  const made = world({ ...smallSetting(), national: { districts: { '1': 3 }, atLarge: 2, pleo: 1 } })

  beforeAll(async () => {
    const shown = await show(made)
    publish = shown.publish
    made.report('P0001', room)
    await publish()
    made.report('P0001', { ...room, final: { Ash: 28, Birch: 12 } })
    made.report('P0003', { ...room, keep: true })
    made.append(
      'P0003',
      [{ type: 'ReportReleased', data: { by: operator, second: null, reason: 'called' } }],
      `hq:${operator}`,
    )
    await publish()
    home = await new Promise<string>((resolve) => {
      server = serve({ fetch: shown.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}`),
      )
    })
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('have no fault that axe finds and do not scroll sideways, %i px wide, %s', async (width, colorScheme) => {
    const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true })
    const page = await context.newPage()
    for (const path of paths) {
      await page.goto(home + path)
      await page.evaluate(axe)
      const violations = await page.evaluate(
        'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html))',
      )
      expect([path, violations]).toEqual([path, []])
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width])
    }
    await context.close()
  })

  test('are complete without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(home)
    const text = await page.innerText('main')
    for (const words of ['Ash', '4.7000', 'National delegates', 'Follow any number']) expect(text).toContain(words)
    await context.close()
  })

  test('break no policy of their own, and ask nobody else', async () => {
    const page = await browser.newPage()
    const messages: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    page.on(
      'request',
      (request) => request.url().startsWith(home) || request.url().startsWith('data:') || messages.push(request.url()),
    )
    for (const path of paths) await page.goto(home + path, { waitUntil: 'networkidle' })
    expect(messages).toEqual([])
    await page.close()
  })
})
