import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { messageSid, type PrecinctId } from '../../src/bot/ids.ts'
import { openSqlite, type SqliteDatabase } from '../../src/db/connection/better-sqlite3.ts'
import { statement } from '../../src/db/connection/sql.ts'
import { install } from '../../src/db/event-store/install.ts'
import { eventStore } from '../../src/db/event-store/store.ts'
import { resultsReader } from '../../src/db/publication/reader.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { createSigner } from '../../src/keys/signatures.ts'
import { verifyLedger } from '../../src/results/ledger/verify.ts'
import { publisher } from '../../src/results/publish/publish.ts'
import { resultsRoutes } from '../../src/results/serve/routes.ts'
import { place, secret } from './world.ts'

/** A party that counts ballots and elects nobody in its precincts: votes are all there is on record and on the pages. */
const config = {
  name: 'Straw Poll',
  date: '2028-02-07',
  timezone: 'America/Chicago',
  rules: 'ia_gop',
  phone: '+15155550000',
  state: 'IA',
  national: { districts: { '1': 3 }, at_large: 1, pleo: 1 },
  candidates: ['Ash', 'Birch', 'Cedar'].map((name) => ({ name, code: name.slice(0, 2).toUpperCase() })),
}
const phones = ['+15155550101', '+15155550102', '+15155550103']
const ids = ['P0001', 'P0002', 'P0003'] as PrecinctId[]

let database: SqliteDatabase
let site: ReturnType<typeof resultsRoutes>
let publish: ReturnType<typeof publisher>
let reader: ReturnType<typeof resultsReader>
let key = ''
let texts = 0
let time = Date.parse('2028-02-08T01:00:00.000Z')
let say: (from: number, body: string) => Promise<string>
beforeEach(async () => {
  database = openSqlite(':memory:')
  const keys = createKeys(secret)
  const parsed = parseConfig(config)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const people = phones.map((phone) => ({ person: keys.person(phone), phone }))
  await install(database, keys, {
    configJson: JSON.stringify(parsed.file),
    caucus: parsed.caucus,
    precincts: ids.map((id, i) => place(id, i < 2 ? 'Adair' : 'Polk', 7)),
    counties: ['Adair', 'Polk'].map((name) => ({ name, countyDelegates: 14, stateDelegates: 3 })),
    people,
    bindings: people.map(({ person }, i) => ({ person, precinct: ids[i] as PrecinctId, kind: 'registered' })),
    at: '2028-02-07T12:00:00.000Z',
  })
  await database.batchWrite([statement("update caucus set phase = 'live'")])
  const store = eventStore(database, (json) => {
    const again = parseConfig(JSON.parse(json))
    if (!again.ok) throw new Error(again.problems.join('; '))
    return again.caucus
  })
  const clock = { now: () => new Date(time).toISOString() }
  const handle = createHandle({ store, keys, clock })
  reader = resultsReader(database)
  const signer = await createSigner(secret)
  key = signer.publicKey
  site = resultsRoutes({ reader, clock, keys, publicUrl: 'https://results.example' })
  publish = publisher({ reader, clock, signer })
  say = async (from, body) => {
    texts += 1
    time += 2000
    const sid = messageSid(`SM${texts}`)
    if (!sid) throw new Error('a fixture is wrong')
    return (await handle({ sid, carrier: 'x', from: phones[from] ?? '', to: config.phone, body, media: [] })).reply
  }
})
afterEach(() => database.close())

const report = async (from: number, votes: string) =>
  say(from, `OK ${/OK (\d{6,8})/.exec(await say(from, `F ${votes}`))?.[1]}`)
const read = async (path: string) => (await site.request(path)).text()
/** What a reader sees: without the style sheet and the marks. */
const words = (page: string) =>
  page
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

describe('a straw poll', () => {
  it('is answered, recorded and published as votes; ballots that tie as delegates would stop nothing', async () => {
    expect(await say(0, 'F Ash 20 Birch 20 Cedar 5')).toMatch(/counted: Ash 20, Birch 20, Cedar 5/)
    // Seven delegates would be 3, 3 and 1; of ten votes for each of two they would be a tie, which nobody settles here.
    expect(await report(0, 'Ash 20 Birch 20 Cedar 5')).toMatch(/^Recorded P0001 report 1/)
    expect(await report(1, 'Ash 10 Birch 10')).toMatch(/^Recorded P0002 report 1/)
    const rows = database.client.prepare("select data from events where type = 'ReportApproved'").pluck().all()
    expect(rows.map((data) => JSON.parse(String(data)).delegates)).toEqual([{}, {}])
    expect(await publish()).toMatchObject({ outcome: 'published' })
    expect(database.client.prepare('select kind, detail from queue').all()).toEqual([])
    time += 2000
    const file = JSON.parse(await read('/results.json'))
    expect(file).toMatchObject({ reported: 2, of: 3, national: null })
    expect(file.totals).toEqual({
      Ash: { initial: 0, final: 30, delegates: 0, sde: null, sde_exact: null },
      Birch: { initial: 0, final: 30, delegates: 0, sde: null, sde_exact: null },
      Cedar: { initial: 0, final: 5, delegates: 0, sde: null, sde_exact: null },
    })
    expect(file.precincts[0].report).toMatchObject({ delegates: {}, sde_per_delegate: null })
    expect(await read('/results.csv')).toMatch(/Ash,20,P0001,,20,0,,45,7,1,approved/)
    expect(await read('/results.nist.json')).not.toMatch(/state-delegate-equivalents/)
    const verdict = await verifyLedger(await read('/ledger.jsonl'), key)
    expect(verdict).toMatchObject({ ok: true, origin: 'ours' })
  })

  it('shows votes and shares on every page, and nowhere what nobody elects', async () => {
    await report(0, 'Ash 30 Birch 20 Cedar 5')
    await report(1, 'Ash 10 Birch 12')
    await publish()
    await report(1, 'Ash 11 Birch 12')
    await report(2, 'Ash 4 Cedar 0 A 6')
    await publish()
    time += 2000
    const home = words(await read('/'))
    expect(home).toMatch(
      /Votes .*Ash 45 53\.6% .*Birch 32 38\.1% .*Cedar 5 6\.0% For others, not listed 2 2\.4% All groups 84/,
    )
    expect(words(await read('/counties'))).toMatch(/Adair 2 of 2 Ash 41 32 5/)
    expect(words(await read('/counties/adair'))).toMatch(/Ash 41 52\.6%/)
    const precinct = words(await read('/precincts/P0001'))
    expect(precinct).toMatch(/55 votes/)
    expect(precinct).toMatch(/Ash 30 54\.5% Birch 20 36\.4% Cedar 5 9\.1%/)
    expect(words(await read('/corrections'))).toMatch(/report 2, 23 votes .*Votes: Ash 10 → 11/)
    const paths = JSON.parse(await read('/paths.json')) as string[]
    const html = paths.filter((path) => !/\.(json|csv|jsonl|atom|js)$/.test(path))
    expect(html.length).toBeGreaterThan(8)
    for (const path of html) {
      const shown = words(await read(path)).replace('There is no threshold.', '')
      expect(shown, path).not.toMatch(
        /SDE|state delegate|threshold|viable|initial alignment|\b\d+ delegates?\b|delegates? \d/i,
      )
    }
  })
})
