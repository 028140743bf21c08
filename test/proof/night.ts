/**
 * Iowa's night of 2020 twice: over a carrier without faults, and over one that delivers every text three times, out of
 * order and late, and loses a fifth of our answers. The record must be the same in both, event by event.
 *   node test/proof/night.ts [precincts] [seed]
 */
import { join } from 'node:path'
import { loadDemonstration, temporaryFolder } from '../../src/cli/caucus/demonstration.ts'
import { playChair, roomTerms } from '../../src/cli/replay/chair.ts'
import { recordReader } from '../../src/db/event-store/record-reader.ts'
import { type Files, loadFiles } from '../../src/files/load.ts'
import { assemble } from '../../src/server/assemble.ts'
import { type Faults, type SimulatedCarrier, simulatedCarrier } from '../../src/sms/simulated/carrier.ts'
import { twilioCarrier } from '../../src/sms/twilio/carrier.ts'
import { sharedData } from '../shared.ts'
import { ACCOUNT, TOKEN } from '../sms/fixtures.ts'
import { SECRET } from '../sms/small-caucus.ts'

const [most = 2000, seed = 1] = process.argv.slice(2).map(Number)
const WIDE = 32
const publicUrl = 'https://caucus.example'
const data = sharedData()
if (data === null) console.log('The night of 2020 does not lie beside the checkout: nothing was proved.')
else process.exitCode = await proof(data)

async function proof(folder: string): Promise<number> {
  const file = (name: string) => `${folder}/iowa2020/${name}`
  const paths = {
    config: file('caucus.json'),
    roster: file('roster.csv'),
    counties: file('counties.csv'),
    reports: file('reports.csv'),
  }
  const loading = loadFiles(paths)
  if (!loading.ok) throw new Error('the shared files are not valid')
  const clean = await play(loading.files, {})
  const rough = await play(loading.files, { repeats: 2, late: 40, lost: 0.2, delay: 3 })
  const different = [...clean.record].filter(([stream, events]) => rough.record.get(stream) !== events)
  const only = [...rough.record.keys()].filter((stream) => !clean.record.has(stream))
  for (const [name, night] of Object.entries({ clean, rough })) {
    const { exchanges, differing } = night.carrier
    const tries = exchanges.reduce((sum, one) => sum + one.tries, 0)
    console.log(
      `${name}: ${exchanges.length} texts in ${tries} tries, ${night.record.size} streams, ${night.approved} approved, ${differing.length} repeats answered otherwise, ${night.seconds.toFixed(1)} s`,
    )
  }
  console.log(`streams that differ: ${different.length}, only in the rough night: ${only.length}`)
  for (const [stream] of different.slice(0, 10)) console.log(`  ${stream}`)
  const whole = clean.record.size > 0 && clean.approved > 0
  return whole && different.length === 0 && only.length === 0 && rough.carrier.differing.length === 0 ? 0 : 1
}

async function play(files: Files, faults: Partial<Faults>) {
  const folder = temporaryFolder()
  const { database } = await loadDemonstration(files, join(folder.path, 'night.db'), SECRET)
  try {
    const carrier = await carrierTo(database, files, faults)
    const start = performance.now()
    await allChairs(files, carrier)
    await carrier.finish()
    const seconds = (performance.now() - start) / 1000
    const reader = recordReader(database)
    const approved = (await reader.reports()).filter(({ published }) => published !== null).length
    return { carrier, seconds, approved, record: await recordOf(reader) }
  } finally {
    await database.close()
    folder.remove()
  }
}

async function carrierTo(database: Parameters<typeof assemble>[0]['database'], files: Files, faults: Partial<Faults>) {
  const { app } = await assemble({
    database,
    environment: {
      carriers: [
        twilioCarrier({
          accountSid: ACCOUNT,
          authTokens: [TOKEN],
          sender: { from: files.caucus.phone },
          apiBase: 'http://127.0.0.1:9',
        }),
      ],
      outbound: 'twilio',
      publicUrl,
      db: '',
      secret: null,
      port: 0,
      metricsToken: null,
      segmentsPerSecond: 1,
      segmentsPerDay: 1,
    },
    secret: SECRET,
    log: { info() {}, warn() {}, error: console.error },
    remoteAddress: () => null,
  })
  return simulatedCarrier({
    publicUrl,
    accountSid: ACCOUNT,
    authToken: TOKEN,
    number: files.caucus.phone,
    post: async (request) => app.request(request),
    clock: { now: () => new Date().toISOString() },
    faults,
    seed,
    retries: 60,
  })
}

async function allChairs(files: Files, carrier: SimulatedCarrier): Promise<void> {
  const { caucus, roster: lines } = files
  const reports = new Map(files.reports.map((report) => [report.precinct as string, report]))
  let next = 0
  const chairs = async () => {
    while (next < Math.min(lines.length, most)) {
      const line = lines[next++]
      const report = line && reports.get(line.precinct)
      if (line && report)
        await playChair(
          report,
          roomTerms(caucus, line),
          async (body) => (await carrier.text(line.phone ?? '', body)).reply,
        )
    }
  }
  await Promise.all(Array.from({ length: WIDE }, chairs))
}

/** Each stream's events, without what differs between any two nights: the time, the text's id, and the hash over them. */
async function recordOf(reader: ReturnType<typeof recordReader>): Promise<ReadonlyMap<string, string>> {
  const record = new Map<string, string>()
  for (let after = 0; ; ) {
    const page = await reader.entries(after)
    for (const { stream, version, event, actor } of page) {
      const line = JSON.stringify([version, event.type, event.data, actor])
      record.set(stream, `${record.get(stream) ?? ''}${line}\n`)
    }
    const last = page.at(-1)
    if (last === undefined) return record
    after = last.seq
  }
}
