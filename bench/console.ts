import { gzipSync } from 'node:zlib'
import { openSqlite } from '../src/db/connection/better-sqlite3.ts'
import { iowa } from '../src/results/pages/map/iowa.ts'
import { served } from '../test/hq/browser.ts'
import { sql, world } from '../test/hq/world.ts'
import type { Run } from './bench.ts'
import { atEnd } from './harness.ts'

interface Answer {
  readonly status: number
  /** Milliseconds to the first byte. */
  readonly wait: number
  /** As it travels, headers too. */
  readonly bytes: number
  readonly text: string
}

const integer = (n: number) => n.toLocaleString('en-US').padStart(9)

/**
 * What the console costs on a slow link: first byte and size of the board, and what one operator's page asks for in a
 * minute, while nothing happens and while texts come in.
 */
export const hqConsole: Run = async ([precincts = '20000']) => {
  const here = await world(openSqlite(':memory:'), { precincts: Math.min(Number(precincts), 9999) })
  atEnd(() => here.database.close())
  // Codes of the test's caucus end at P9999.
  if (Number(precincts) > 9999)
    await here.database.batchWrite([
      sql(
        `with recursive n(i) as (select 10000 union all select i + 1 from n where i < ?)
         insert into precincts (id, county, name, district, delegates, language)
         select 'Q' || i, json_extract(?, '$[' || (i % 99) || ']'), 'Ward ' || i, '1', 5, 'en' from n`,
        Number(precincts),
        JSON.stringify(Object.keys(iowa.paths)),
      ),
    ])
  const viewer = await here.person('Kim', 'viewer')
  const { url, close } = await served(here)
  atEnd(close)
  const cookie = [...viewer.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const ask = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const start = performance.now()
    const answer = await fetch(url + path, { headers: { cookie, ...headers, 'accept-encoding': 'identity' } })
    const wait = performance.now() - start
    const text = await answer.text()
    const head = [...answer.headers].reduce((sum, [key, value]) => sum + key.length + value.length + 4, 17)
    const body = text.length < 600 ? text.length : gzipSync(text).length
    return { status: answer.status, wait, bytes: head + body, text }
  }
  const measure = async (name: string, path: string): Promise<string> => {
    const { wait, bytes, text } = await ask(path)
    console.log(
      `${name.padEnd(34)} ${wait.toFixed(1).padStart(8)} ms to the first byte  ${integer(bytes)} bytes packed  ${integer(text.length)} plain`,
    )
    return text
  }
  console.log(`${integer(Number(precincts)).trim()} precincts`)
  await measure('board, cold', '/hq')
  let mark = /data-mark="([^"]+)"/.exec(await measure('board, warm', '/hq'))?.[1] ?? ''
  await measure('list of 100', '/hq/precincts')
  await measure('one precinct', '/hq/precincts/P0001')

  let chair = 0
  const minute = async (name: string, textsEachFiveSeconds: number): Promise<void> => {
    let bytes = 0
    let slowest = 0
    for (let n = 0; n < 12; n += 1) {
      for (let i = 0; i < textsEachFiveSeconds; i += 1) {
        chair += 1
        await here.text(`+1515${5_550_200 + chair}`, 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
      }
      here.clock.move(5000)
      const answer = await ask(`/hq/live?mark=${mark}`, { 'if-none-match': `"${mark}"` })
      if (answer.status === 200) mark = (JSON.parse(answer.text) as { mark: string }).mark
      bytes += answer.bytes
      slowest = Math.max(slowest, answer.wait)
    }
    console.log(
      `${name.padEnd(34)} ${(bytes / 1024).toFixed(1).padStart(8)} KB in a minute, the slowest update after ${slowest.toFixed(1)} ms`,
    )
  }
  await minute('nothing happens', 0)
  await minute('1 text a second', 5)
  await minute('10 texts a second', 50)
}
