import { expect, it } from 'vitest'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { messageSid } from '../../src/bot/ids.ts'
import { installationOf } from '../../src/cli/caucus/installation.ts'
import { changePhase } from '../../src/cli/caucus/phase.ts'
import { playChair, roomTerms } from '../../src/cli/replay/chair.ts'
import type { Database } from '../../src/db/connection/database.ts'
import { install } from '../../src/db/event-store/install.ts'
import { type LogEntry, type RecordReader, recordReader } from '../../src/db/event-store/record-reader.ts'
import { readEnvironment } from '../../src/environment.ts'
import { readCaucusFile } from '../../src/files/caucus-file.ts'
import { readCounties } from '../../src/files/counties.ts'
import type { Files } from '../../src/files/load.ts'
import { readReports } from '../../src/files/reports.ts'
import { readRoster } from '../../src/files/roster.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { assemble } from '../../src/server/assemble.ts'
import { type Exchange, simulatedCarrier } from '../../src/sms/simulated/carrier.ts'
import { memoryStore } from '../db/memory-store.ts'

/** The texts of the files, by name. */
export type Texts = Readonly<Record<'caucus.json' | 'roster.csv' | 'counties.csv' | 'reports.csv', string>>

const secret = 'mPq3vR8tY2wE5uI7oA1sD4fG6hJ9kL0zX-cV_bN3mQ5'
const account = {
  accountSid: `AC${'1'.repeat(32)}`,
  authToken: 'a-token-of-a-test',
  publicUrl: 'https://caucus.example',
}
const precincts = 50
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The first 50 chairs of the real night, over signed webhooks to the assembled server: every event as in memory. */
export function nightContract(name: string, texts: Texts | null, open: () => Promise<Database>): void {
  it.runIf(texts !== null)(`50 precincts of the real night leave the same events on ${name} as in memory`, async () => {
    if (texts === null) return
    const files = filesOf(texts)
    const database = await open()
    const exchanges = await playOn(database, files)
    const { replies, store } = await playInMemory(files, exchanges)
    expect(exchanges.map(({ reply }) => reply ?? '')).toEqual(replies)
    const [recorded, expected] = [await liveEvents(recordReader(database)), await liveEvents(store)]
    expect(exchanges.length).toBeGreaterThan(2.5 * precincts)
    expect(expected.length).toBeGreaterThan(4 * precincts)
    expect(recorded).toEqual(expected)
  })
}

function filesOf(texts: Texts): Files {
  const bytes = (name: keyof Texts) => new TextEncoder().encode(texts[name])
  const { caucus, terms } = readCaucusFile('caucus.json', bytes('caucus.json'))
  if (caucus === null) throw new Error('the shared caucus.json is not valid')
  const roster = readRoster('roster.csv', bytes('roster.csv'), terms, null).value
  const counties = readCounties('counties.csv', bytes('counties.csv')).value
  const ids = roster.map(({ precinct }) => precinct)
  const reports = readReports('reports.csv', bytes('reports.csv'), caucus.caucus.vocabulary, ids).value
  return { ...caucus, roster: roster.slice(0, precincts), counties, reports }
}

/** A clock that goes on by one second with every text, the same wherever the texts are played. */
function steps() {
  let n = 0
  return { now: () => new Date(Date.UTC(2020, 1, 4, 1, 0, n)).toISOString(), next: () => (n += 1) }
}

async function playOn(database: Database, files: Files) {
  const clock = steps()
  const keys = createKeys(secret)
  await install(database, keys, installationOf(files, keys, clock.now()))
  await changePhase({ database, keys, clock }, 'live', 'demo')
  const read = readEnvironment(
    {
      TWILIO_ACCOUNT_SID: account.accountSid,
      TWILIO_AUTH_TOKEN: account.authToken,
      TWILIO_FROM: files.caucus.phone,
      PUBLIC_URL: account.publicUrl,
    },
    'test',
  )
  if (!read.ok) throw new Error(read.problems.join())
  const { app } = await assemble({
    database,
    environment: read.environment,
    secret,
    log: quiet,
    remoteAddress: () => null,
    clock,
  })
  const carrier = simulatedCarrier({
    ...account,
    number: files.caucus.phone,
    post: async (request) => app.request(request),
    clock,
  })
  for (const line of files.roster) {
    const report = files.reports.find(({ precinct }) => precinct === line.precinct)
    if (report === undefined) continue
    await playChair(report, roomTerms(files.caucus, line), async (body) => {
      clock.next()
      return (await carrier.text(line.phone ?? '', body)).reply
    })
  }
  return carrier.exchanges
}

/** Hands the very same texts to a store in memory. */
async function playInMemory(files: Files, exchanges: readonly Exchange[]) {
  const clock = steps()
  const keys = createKeys(secret)
  const { precincts: places, bindings } = installationOf(files, keys, clock.now())
  const bound = bindings.map((binding) => ({ ...binding, until: null }))
  const store = memoryStore({ caucus: files.caucus, phase: 'live', precincts: places, bindings: bound })
  const handle = createHandle({ store, keys, clock })
  const replies: string[] = []
  for (const { sid, from, body } of exchanges) {
    clock.next()
    const id = messageSid(sid)
    if (id === null) throw new Error('a carrier without ids')
    const answer = await handle({ sid: id, carrier: 'twilio', from, to: files.caucus.phone, body, media: [] })
    replies.push(answer.reply)
  }
  return { replies, store }
}

/** Every event of every precinct, hash and all; only the place in the whole log may differ. */
async function liveEvents(reader: RecordReader): Promise<readonly Omit<LogEntry, 'seq'>[]> {
  const found: Omit<LogEntry, 'seq'>[] = []
  for (let after = 0; ; ) {
    const page = await reader.entries(after, 500)
    const end = page.at(-1)
    if (end === undefined) return found
    found.push(...page.filter(({ stream }) => stream.startsWith('live/')).map(({ seq: _, ...entry }) => entry))
    after = end.seq
  }
}
