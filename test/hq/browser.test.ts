import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { roles } from '../../src/hq/access/roles.ts'
import { sendReminders } from '../../src/hq/reminders/send-reminders.ts'
import { hasBrowser, launch, served, signIn, violations } from './browser.ts'
import { night } from './night.ts'
import { pages } from './pages.ts'
import { phoneOf, type Visitor, type World, world } from './world.ts'

if (!hasBrowser) console.log('skipped: there is no Chromium on this machine (CAUCUSLINE_BROWSER names another place)')

describe.skipIf(!hasBrowser)('the console in a browser', () => {
  let here: World
  let url: string
  let close: () => void
  let browser: Browser
  const who = new Map<string, Visitor>()
  beforeAll(async () => {
    here = await world(openSqlite(':memory:'), { precincts: 120 })
    await night(here, { reporting: 40 })
    for (const role of roles) who.set(role, await here.person(`The ${role}`, role))
    here.clock.move(60_000)
    const at = await served(here)
    url = at.url
    close = at.close
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    close?.()
    await here?.database.close()
  })

  async function visit(
    role: string,
    width = 1280,
  ): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly errors: string[] }> {
    here.clock.move(31_000)
    const context = await browser.newContext({ viewport: { width, height: 800 } })
    const page = await context.newPage()
    const errors: string[] = []
    page.on(
      'console',
      (message) => message.type() === 'error' && !/404|403|409/.test(message.text()) && errors.push(message.text()),
    )
    page.on('pageerror', (error) => errors.push(error.message))
    await signIn(page, url, who.get(role) as Visitor, here.clock.now())
    return { page, context, errors }
  }

  it.each([1280, 360])(
    'has no page at %i pixels that axe objects to, that scrolls sideways, or whose script fails',
    async (width) => {
      const { page, context, errors } = await visit('admin', width)
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(url + path)
        expect(await violations(page), name).toEqual([])
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          name,
        ).toBeLessThanOrEqual(0)
        expect(await page.locator('h1').count(), name).toBe(1)
      }
      expect(errors).toEqual([])
      await context.close()
    },
    120_000,
  )

  it('has nothing that axe objects to in the middle of acts either', async () => {
    await here.text(
      phoneOf(50),
      'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30',
    )
    const { page, context } = await visit('supervisor')
    const check = async (what: string) => expect(await violations(page), what).toEqual([])
    await page.goto(`${url}/hq/precincts/P0051`)
    await page.getByText('Enter by telephone').click()
    await page.getByLabel(/^What the chair says/).fill('I Sanders 45 Gandalf 3')
    await page.getByRole('button', { name: 'Check what this says' }).click()
    await page.getByText('Not understood like this').waitFor()
    await check('a text that was not understood')
    await page
      .getByLabel(/^What the chair says/)
      .fill('I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30')
    await page.getByRole('button', { name: 'Check what this says' }).click()
    await page.getByRole('button', { name: 'Record P0051 as called in' }).click()
    await page.getByText('Called in, not yet confirmed').waitFor()
    await check('waiting to be read back')
    await page.goto(`${url}/hq/reminders/new?stage=awaiting`)
    await page.getByLabel(/^Title/).fill('Approve')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByRole('heading', { name: 'Preview' }).waitFor()
    await check('the preview of a reminder')
    await page.goto(`${url}/hq/precincts/P0002`)
    await page.getByText('Correct the report on record').click()
    await page.getByLabel(/^What should change/).fill('FIX F Sanders 46 Warren 29')
    await page.getByLabel(/^Why the chair/).fill('worksheet says 46')
    await page.getByRole('button', { name: 'Check what this changes' }).click()
    await page.getByRole('button', { name: 'Propose the correction of P0002 to the chair' }).click()
    await page.getByText('A correction waits for the chair').waitFor()
    await check('a correction that waits')
    await context.close()
  }, 60_000)

  it('would be told of what axe objects to', async () => {
    const { page, context } = await visit('viewer')
    await page.evaluate(() =>
      document.querySelector('main')?.insertAdjacentHTML('beforeend', '<input><img src="data:,x">'),
    )
    expect((await violations(page)).length).toBeGreaterThanOrEqual(2)
    await context.close()
  })

  it('reads the same at twice the size', async () => {
    const { page, context } = await visit('supervisor', 640)
    for (const path of ['/hq', '/hq/queue', '/hq/precincts/P0002', '/hq/reminders/new']) {
      await page.goto(url + path)
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        path,
      ).toBeLessThanOrEqual(0)
    }
    await context.close()
  })

  it('enters a report by keyboard alone: search, preview, record', async () => {
    const { page, context, errors } = await visit('operator')
    await page.keyboard.press('/')
    await page.keyboard.type('p60')
    await page.keyboard.press('Enter')
    await page.waitForURL(/P0060$/)
    const reach = async (name: string) => {
      for (let n = 0; n < 60; n += 1) {
        await page.keyboard.press('Tab')
        const here = await page.evaluate(() => {
          const at = document.activeElement as HTMLElement | null
          const outline = at ? getComputedStyle(at).outlineStyle : 'none'
          return { text: `${at?.textContent ?? ''} ${at?.id ?? ''}`, visible: outline !== 'none' }
        })
        if (here.text.includes(name)) {
          expect(here.visible, `focus on ${name} is visible`).toBe(true)
          return
        }
      }
      throw new Error(`${name} is not reached by Tab`)
    }
    await reach('Enter by telephone')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Read like this').waitFor()
    expect(await page.locator('.note[role=status]').innerText()).toMatch(/Sanders 3, Buttigieg 2, Warren 2/)
    const button = page.getByRole('button', { name: 'Record P0060 as called in' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Recorded as called in').waitFor()
    expect(await page.locator('h1 + p').innerText()).toMatch(/Awaiting approval/)
    expect(errors).toEqual([])
    await context.close()
  })

  it('keeps the board up to date by itself', async () => {
    const { page, context, errors } = await visit('viewer')
    await page.goto(`${url}/hq/precincts?stage=never`)
    const row = page.locator('#p-P0100')
    expect(await row.innerText()).toMatch(/Never heard from/)
    await here.text(phoneOf(100), 'READY')
    here.clock.move(2000)
    await row.getByText('Checked in').waitFor({ timeout: 15_000 })
    await page.goto(`${url}/hq`)
    const counting = page.locator('[data-n="all/initial"]')
    const before = Number(await counting.innerText())
    const reported = Number(await page.locator('[data-n="all/reported"]').innerText())
    await here.text(phoneOf(101), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    const answer = await here.text(
      phoneOf(102),
      'A 113 I Sanders 45 Buttigieg 38 Biden 10 Warren 20 F Sanders 45 Buttigieg 38 Warren 30',
    )
    await here.text(phoneOf(102), /OK \d{6,8}/.exec(answer)?.[0] ?? '')
    here.clock.move(2000)
    await page.waitForFunction(
      (n) => document.querySelector('[data-n="all/initial"]')?.textContent === String(n),
      before + 1,
      { timeout: 15_000 },
    )
    const top = (await page.locator('[data-latest] tr').allInnerTexts()).map((text) => text.split(/\s/)[0])
    expect(top.slice(0, 2)).toEqual(['P0102', 'P0101'])
    expect(top).toHaveLength(12)
    expect(await page.locator('#p-P0102').innerText()).toMatch(/Ward 102.*Approved/s)
    expect(await page.locator('[data-n="all/reported"]').innerText()).toBe(String(reported + 1))
    expect(await violations(page)).toEqual([])
    expect(errors).toEqual([])
    await context.close()
  }, 60_000)

  it('tells who looks at a precinct that somebody else has changed it, and moves nothing', async () => {
    const { page, context, errors } = await visit('operator')
    await page.goto(`${url}/hq/precincts/P0110`)
    await page.getByText('Enter by telephone').click()
    await page.getByLabel(/^What the chair says/).fill('I Sanders 4')
    await here.text(phoneOf(110), 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    here.clock.move(2000)
    await page.getByText('P0110 has changed since you opened this page').waitFor({ timeout: 15_000 })
    expect(await page.getByLabel(/^What the chair says/).inputValue()).toBe('I Sanders 4')
    await page.goto(`${url}/hq/queue`)
    await here.text(phoneOf(111), 'HELP')
    here.clock.move(2000)
    const items = await page.locator('tbody tr').count()
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, items + 1, {
      timeout: 15_000,
    })
    expect(errors).toEqual([])
    await context.close()
  }, 60_000)

  it('works without its script', async () => {
    here.clock.move(31_000)
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await signIn(page, url, who.get('operator') as Visitor, here.clock.now())
    await page.goto(`${url}/hq/queue`)
    await page
      .getByRole('button', { name: /^Take:/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'End it' }).waitFor()
    await page.getByLabel('Outcome').selectOption('nothing to do')
    await page.getByRole('button', { name: 'End this item' }).click()
    await page.getByText('Ended, with its outcome on the record').waitFor()
    await context.close()
  })

  it('sends a reminder after its preview, with a second person', async () => {
    const operator = await visit('operator')
    await operator.page.goto(`${url}/hq/reminders/new?stage=never`)
    await operator.page.getByLabel(/^Title/).fill('Please check in')
    await operator.page.getByRole('button', { name: 'Preview' }).click()
    const send = operator.page.getByRole('button', { name: /^Ask a second person to send \d+ texts now/ })
    const texts = Number(/\d+/.exec(await send.innerText())?.[0])
    await send.click()
    await operator.page.getByText('Nothing is sent until a second person').waitFor()
    const supervisor = await visit('supervisor')
    await supervisor.page.goto(operator.page.url().replace(/\?.*/, ''))
    await supervisor.page.getByRole('button', { name: /^Agree: send "Please check in"/ }).click()
    await supervisor.page.getByText('Agreed. It leaves when it is due.').waitFor()
    expect(await sendReminders(here.deps)).toBe(texts)
    await operator.context.close()
    await supervisor.context.close()
  })

  it('shows each role what it may do, and hides what it may not', async () => {
    const buttons: Record<string, number> = {}
    for (const role of roles) {
      const { page, context } = await visit(role)
      await page.goto(`${url}/hq/precincts/P0002`)
      buttons[role] = await page.locator('main button').count()
      const links = await page.getByRole('navigation', { name: 'Console' }).getByRole('link').allInnerTexts()
      expect(links.includes('Log')).toBe(role !== 'viewer')
      expect(links.includes('Accounts')).toBe(role === 'admin')
      await context.close()
    }
    expect(buttons.viewer).toBe(0)
    expect(buttons.operator).toBeGreaterThanOrEqual(5)
  }, 60_000)

  it('invites a person, who chooses their own password and second factor', async () => {
    const admin = await visit('admin')
    await admin.page.goto(`${url}/hq/accounts`)
    await admin.page.getByLabel('Name', { exact: true }).fill('Alex Brown')
    await admin.page.getByRole('button', { name: 'Invite', exact: true }).click()
    const link = await admin.page.locator('.note code').innerText()
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(link)
    expect(await violations(page)).toEqual([])
    const secret = (await page.locator('.hint code').innerText()).replaceAll(' ', '')
    const { totpCode } = await import('../../src/hq/access/totp.ts')
    await page.getByLabel(/^Password/).fill('lamp river copper nine')
    await page.getByLabel('The same again').fill('lamp river copper nine')
    await page.getByLabel(/^The six digits/).fill(totpCode(secret, here.clock.now()))
    await page.getByRole('button', { name: 'Finish' }).click()
    await page.getByRole('heading', { name: 'Keep these codes' }).waitFor()
    expect(await page.locator('li').count()).toBe(8)
    here.clock.move(31_000)
    await signIn(
      page,
      url,
      { name: 'alex brown', password: 'lamp river copper nine', totp: secret } as Visitor,
      here.clock.now(),
    )
    expect(await page.getByRole('link', { name: 'Alex Brown' }).count()).toBe(1)
    expect((await page.goto(link))?.status()).toBe(404)
    await admin.context.close()
    await context.close()
  })

  it('prints a precinct without its furniture', async () => {
    const { page, context } = await visit('operator')
    await page.goto(`${url}/hq/precincts/P0002`)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').first().isVisible()).toBe(false)
    expect(await page.getByRole('heading', { name: 'Texts and acts' }).isVisible()).toBe(true)
    await context.close()
  })
})
