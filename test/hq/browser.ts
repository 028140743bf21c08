import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import { type Browser, chromium, type Page } from 'playwright-core'
import { totpCode } from '../../src/hq/access/totp.ts'
import type { Visitor, World } from './world.ts'

/** A real browser, where the machine has one. */
const executablePath = process.env.CAUCUSLINE_BROWSER ?? '/usr/bin/chromium'
export const hasBrowser = existsSync(executablePath)
if (!hasBrowser && process.env.CAUCUSLINE_REQUIRE_BROWSER === '1')
  throw new Error(`there is no browser at ${executablePath}`)

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })

/** The console on a port of its own. */
export async function served(here: World): Promise<{ readonly url: string; close(): void }> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: here.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
  return { url: `http://localhost:${await promise}`, close: () => server.close() }
}

/** Signs in through the form, as people do. */
export async function signIn(page: Page, url: string, who: Visitor, now: string): Promise<void> {
  await page.goto(`${url}/hq/sign-in`)
  await page.getByLabel('Name').fill(who.name)
  await page.getByLabel('Password').fill(who.password)
  await page.getByLabel(/^Code/).fill(totpCode(who.totp, now))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'))
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with the page, one line each; the page's policy lets no other script in, so it runs beside it. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> }
    }
    const found = await run.run()
    return found.violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
    )
  })
}
