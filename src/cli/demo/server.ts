import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { createApp } from '../../app.ts'
import { deliveryStore } from '../../db/delivery-store.ts'
import { sqlReader } from '../../db/reader.ts'
import { resultsReader } from '../../db/results-reader.ts'
import { publisher } from '../../results/publish.ts'
import { resultsRoutes } from '../../results/routes.ts'
import { createDeliveries } from '../../sms/deliveries.ts'
import { createMeter } from '../../sms/meter.ts'
import { type BoardLine, phoneRoutes } from '../../sms/phone-page.ts'
import type { Log } from '../../sms/ports.ts'
import { simulatedCarrier } from '../../sms/simulated.ts'
import type { Embedded } from '../caucus/embedded.ts'
import type { Files } from '../files/load.ts'
import { demoChairs } from './chairs.ts'
import { createNight } from './night.ts'

export interface DemoServer {
  /** Where it listens, `http://localhost:8080`. */
  readonly url: string
  close(): Promise<void>
}

/** How soon an approved report is on the public pages, in milliseconds. */
const publishEvery = 700

/** The real server, with a carrier that is simulated and a phone in the browser. */
export async function startDemo(
  files: Files,
  embedded: Embedded,
  listen: { port: number; host: string },
): Promise<DemoServer> {
  const { database, clock, seal } = embedded
  // The address is signed with every text, so it must be known before the app is made.
  const front: { app: Hono | null } = { app: null }
  const server = await listening((request) => front.app?.fetch(request) ?? new Response(null, { status: 503 }), listen)
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  const authToken = randomBytes(16).toString('hex')
  const carrier = simulatedCarrier({
    publicUrl: url,
    authToken,
    accountSid: `AC${'0'.repeat(32)}`,
    number: files.caucus.phone,
    post: (request) => fetch(request),
    clock,
    seed: randomBytes(4).readUInt32BE(),
  })
  const text = async (from: string, body: string) => (await carrier.text(from, body)).reply
  const night = createNight(files, text)
  const chairs = demoChairs(files)
  if (chairs[0] !== undefined) night.leaveTo(chairs[0].phone)
  const phone = phoneRoutes({
    caucus: { name: files.caucus.name, number: files.caucus.phone },
    chairs,
    text: (from, body) => {
      night.leaveTo(from)
      return text(from, body)
    },
    thread: (from) => carrier.exchanges.filter((one) => one.from === from),
    board: () => boardOf(embedded),
    night,
    assets: pageAssets(),
    links: [['/', 'Public results']],
  })
  const reader = resultsReader(database)
  const publish = publisher({ reader, clock, signer: null })
  await publish()
  const meter = createMeter()
  const deliveries = createDeliveries({ store: deliveryStore(database), clock, log: quiet })
  front.app = createApp({
    twilio: {
      handle: embedded.handle,
      deliveries,
      clock,
      meter,
      publicUrl: url,
      authTokens: [authToken],
      own: [files.caucus.phone],
    },
    routes: [resultsRoutes({ reader, clock, seal, publicUrl: url }), phone],
    ready: async () => null,
    metrics: async () => meter.text(),
    metricsToken: null,
    remoteAddress: () => null,
    log: quiet,
  })
  const publishing = setInterval(() => void publish(), publishEvery)
  return {
    url,
    async close() {
      clearInterval(publishing)
      night.set(false)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await publish()
    },
  }
}

function listening(
  fetch: (request: Request) => Response | Promise<Response>,
  { port, host }: { port: number; host: string },
) {
  return new Promise<ServerType>((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host }, () => resolve(server))
    server.once('error', reject)
  })
}

async function boardOf({ database }: Embedded): Promise<readonly BoardLine[]> {
  const { places } = await resultsReader(database).setting()
  const rows = new Map(
    (await sqlReader(database).reports()).filter(({ phase }) => phase === 'live').map((row) => [row.precinct, row]),
  )
  return places.map(({ id }) => {
    const row = rows.get(id)
    const record = row?.record ? (JSON.parse(row.record) as { seen: { delegates: Record<string, number> } }) : null
    return { precinct: id, stage: row?.stage ?? 'silent', delegates: record?.seen.delegates ?? null }
  })
}

/** The page's own files; its stylesheets become one. */
function pageAssets(): Readonly<Record<string, string>> {
  const folder = new URL('./page/', import.meta.url)
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const styles = ['page', 'card', 'phone', 'keypad', 'board', 'stages', 'widths'].map((name) => read(`${name}.css`))
  return { ...Object.fromEntries(scripts.map((name) => [name, read(name)])), 'phone.css': styles.join('\n') }
}

/** Its window shows what happens; only what fails belongs on the terminal. */
const quiet: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}
