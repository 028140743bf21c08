/** Looks at every page: `node test/hq/show.ts FOLDER` writes a picture of each at 1280 and 360 pixels, and says what axe finds. */
import { mkdirSync } from 'node:fs'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { launch, served, signIn, violations } from './browser.ts'
import { night } from './night.ts'
import { pages } from './pages.ts'
import { world } from './world.ts'

const folder = process.argv[2] ?? 'data/shots'
const only = process.argv[3]
mkdirSync(folder, { recursive: true })
const here = await world(openSqlite(':memory:'), { precincts: 240 })
await night(here, { reporting: 60 })
const admin = await here.person('Robin Okafor', 'admin')
await here.person('Dana', 'operator')
here.clock.move(40_000)
const { url, close } = await served(here)
const browser = await launch()
for (const [width, scheme] of [
  [1280, 'light'],
  [360, 'light'],
  [1280, 'dark'],
] as const) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme })
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && console.log('console:', message.text()))
  await signIn(page, url, admin, here.clock.now())
  here.clock.move(31_000)
  for (const [name, path] of Object.entries(pages)) {
    if (only && !name.includes(only)) continue
    await page.goto(url + path)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png`, fullPage: true })
    const found = await violations(page)
    console.log(
      `${name} ${width} ${scheme}${wide > 0 ? ` OVERFLOWS by ${wide}` : ''}${found.length ? `\n  ${found.join('\n  ')}` : ''}`,
    )
  }
  await context.close()
}
await browser.close()
close()
await here.database.close()
