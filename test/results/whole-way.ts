import { parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { messageSid, type PrecinctId } from '../../src/bot/ids.ts'
import type { Database } from '../../src/db/connection/database.ts'
import { statement } from '../../src/db/connection/sql.ts'
import { install } from '../../src/db/event-store/install.ts'
import { eventStore } from '../../src/db/event-store/store.ts'
import { resultsReader } from '../../src/db/publication/reader.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { createSigner } from '../../src/keys/signatures.ts'
import { publisher } from '../../src/results/publish/publish.ts'
import { resultsRoutes } from '../../src/results/serve/routes.ts'
import { place, secret } from './world.ts'

const config = {
  name: 'Whole Way Caucus',
  date: '2028-02-07',
  timezone: 'America/Chicago',
  rules: 'ia2020',
  phone: '+15155550000',
  state: 'IA',
  issuer: { name: 'A Party', abbreviation: 'AP' },
  national: { districts: { '1': 3 }, at_large: 1, pleo: 1 },
  candidates: ['Ash', 'Birch', 'Cedar', 'Uncommitted'].map((name) => ({
    name,
    code: name.slice(0, 2).toUpperCase(),
    aliases: [],
  })),
}
const phones = ['+15155550101', '+15155550102', '+15155550103']

/** A caucus of three precincts in a real database: chairs text, the bot answers, and what they approve is published. */
export async function wholeWay(database: Database) {
  const keys = createKeys(secret)
  const parsed = parseConfig(config)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const people = phones.map((phone) => ({ person: keys.person(phone), phone }))
  const ids = ['P0001', 'P0002', 'P0003']
  const installed = await install(database, keys, {
    configJson: JSON.stringify(parsed.file),
    caucus: parsed.caucus,
    precincts: ids.map((id, i) => place(id, i < 2 ? 'Adair' : 'Polk', 7)),
    counties: [
      { name: 'Adair', countyDelegates: 14, stateDelegates: 3 },
      { name: 'Polk', countyDelegates: 7, stateDelegates: 2 },
    ],
    people,
    bindings: people.map(({ person }, i) => ({ person, precinct: ids[i] as PrecinctId, kind: 'registered' })),
    at: '2028-02-07T12:00:00.000Z',
  })
  if (!installed.ok) throw new Error(installed.reason)
  await database.batchWrite([statement("update caucus set phase = 'live'")])
  let time = Date.parse('2028-02-08T01:00:00.000Z')
  const clock = { now: () => new Date(time).toISOString() }
  const store = eventStore(database, (json) => {
    const again = parseConfig(JSON.parse(json))
    if (!again.ok) throw new Error(again.problems.join('; '))
    return again.caucus
  })
  const handle = createHandle({ store, keys, clock })
  const reader = resultsReader(database)
  const signer = await createSigner(secret)
  let texts = 0
  const say = async (from: string, body: string): Promise<string> => {
    texts += 1
    time += 2000
    const sid = messageSid(`SM${String(texts).padStart(32, '0')}`)
    if (!sid) throw new Error('a fixture is wrong')
    return (await handle({ sid, carrier: 'simulated', from, to: config.phone, body, media: [] })).reply
  }
  return {
    key: signer.publicKey,
    reader,
    app: resultsRoutes({ reader, clock, keys, publicUrl: 'https://results.example' }),
    publish: publisher({ reader, clock, signer }),
    say,
    /** A whole report: counts, and the code that came back. */
    async report(from: number, initial: string, final: string): Promise<string> {
      await say(phones[from] ?? '', `I ${initial}`)
      const reply = await say(phones[from] ?? '', `F ${final}`)
      return say(phones[from] ?? '', `OK ${/OK (\d{6,8})/.exec(reply)?.[1] ?? `no code in: ${reply}`}`)
    },
    pass(seconds: number): void {
      time += seconds * 1000
    },
  }
}

export type WholeWay = Awaited<ReturnType<typeof wholeWay>>

/** From a text to a verified total, and a correction after it. @returns what is to be compared between databases. */
export async function theWholeWay(
  way: WholeWay,
): Promise<{ readonly json: string; readonly ledger: string; readonly home: string }> {
  const read = async (path: string) => (await way.app.request(path)).text()
  await way.publish()
  await way.report(0, 'Ash 45 Birch 38 Cedar 10', 'Ash 50 Birch 43')
  await way.publish()
  await way.report(1, 'Ash 20 Birch 30', 'Ash 20 Birch 30')
  await way.report(2, 'Ash 10 Cedar 30 Birch 3', 'Ash 10 Cedar 33')
  await way.say(phones[2] ?? '', 'FIX Cedar 20')
  await way.publish()
  await way.report(0, 'Ash 45 Birch 38 Cedar 10', 'Ash 45 Birch 48')
  await way.publish()
  way.pass(2)
  return { json: await read('/results.json'), ledger: await read('/ledger.jsonl'), home: await read('/') }
}
