/**
 * What the console costs on a slow link: `node bench/console.ts [precincts]`. First byte and size of the board, and what
 * one operator's page asks for in a minute, while nothing happens and while texts come in.
 */
import { gunzipSync } from 'node:zlib'
import { openSqlite } from '../src/db/connection/better-sqlite3.ts'
import { iowa } from '../src/results/pages/map/iowa.ts'
import { served } from '../test/hq/browser.ts'
import { sql, type Visitor, world } from '../test/hq/world.ts'

const precincts = Number(process.argv[2] ?? 20_000)
const here = await world(openSqlite(':memory:'), { precincts: Math.min(precincts, 9999) })
if (precincts > 9999) {
  const add = `with recursive n(i) as (select 10000 union all select i + 1 from n where i < ?)`
  await here.database.batchWrite([
    sql(
      `${add} insert into precincts (id, county, name, district, delegates, language)
       select 'Q' || i, json_extract(?, '$[' || (i % 99) || ']'), 'Ward ' || i, '1', 5, 'en' from n`,
      precincts,
      JSON.stringify(Object.keys(iowa.paths)),
    ),
  ])
}
const who: Visitor = await here.person('Kim', 'viewer')
const { url, close } = await served(here)
const cookie = [...who.cookies].map(([key, value]) => `${key}=${value}`).join('; ')

interface Measured {
  readonly status: number
  readonly milliseconds: number
  /** As it travels, headers too. */
  readonly bytes: number
  readonly text: string
}
async function ask(path: string, headers: Record<string, string> = {}): Promise<Measured> {
  const began = performance.now()
  const answer = await fetch(url + path, { headers: { cookie, ...headers, 'accept-encoding': 'identity' } })
  const milliseconds = performance.now() - began
  const text = await answer.text()
  const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  const head = [...answer.headers].reduce((sum, [key, value]) => sum + key.length + value.length + 4, 17)
  const body = text === '' ? 0 : text.length < 600 ? text.length : packed.byteLength
  if (gunzipSync(Buffer.from(packed)).length !== Buffer.byteLength(text)) throw new Error('packed wrongly')
  return { status: answer.status, milliseconds, bytes: head + body, text }
}
const print = (name: string, { milliseconds, bytes, text }: Measured) =>
  console.log(
    `${name.padEnd(34)} ${milliseconds.toFixed(1).padStart(8)} ms to the first byte  ${bytes.toLocaleString('en-US').padStart(9)} bytes packed  ${text.length.toLocaleString('en-US').padStart(9)} plain`,
  )

console.log(`${precincts.toLocaleString('en-US')} precincts`)
print('board, cold', await ask('/hq'))
const board = await ask('/hq')
print('board, warm', board)
print('list of 100', await ask('/hq/precincts'))
print('one precinct', await ask('/hq/precincts/P0001'))

let mark = /data-mark="([^"]+)"/.exec(board.text)?.[1] ?? ''
const poll = async () => {
  here.clock.move(5000)
  const answer = await ask(`/hq/live?mark=${mark}`, { 'if-none-match': `"${mark}"` })
  if (answer.status === 200) mark = (JSON.parse(answer.text) as { mark: string }).mark
  return answer
}
async function minute(name: string, texts: number): Promise<void> {
  let bytes = 0
  let slowest = 0
  for (let n = 0; n < 12; n += 1) {
    for (let i = 0; i < texts; i += 1) {
      next += 1
      await here.text(`+1515${5_550_200 + next}`, 'I Sanders 45 Buttigieg 38 Biden 10 Warren 20')
    }
    const answer = await poll()
    bytes += answer.bytes
    slowest = Math.max(slowest, answer.milliseconds)
  }
  console.log(
    `${name.padEnd(34)} ${(bytes / 1024).toFixed(1).padStart(8)} KB in a minute, the slowest update after ${slowest.toFixed(1)} ms`,
  )
}
let next = 0
await minute('nothing happens', 0)
await minute('1 text a second', 5)
await minute('10 texts a second', 50)
close()
await here.database.close()
