import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { recordReader } from '../../db/event-store/record-reader.ts'
import type { Environment } from '../../environment.ts'
import type { Files } from '../../files/load.ts'
import { systemClock } from '../../server/clock.ts'
import { type Running, startNode } from '../../server/node.ts'
import type { Log } from '../../sms/ports.ts'
import { simulatedApi } from '../../sms/simulated/api.ts'
import { type SimulatedCarrier, simulatedCarrier } from '../../sms/simulated/carrier.ts'
import { twilioCarrier } from '../../sms/twilio/carrier.ts'
import type { OpenCaucus } from '../caucus/with-caucus.ts'
import { freePort, type SimulatedAccount, simulatedAccount } from '../simulated-account.ts'
import { consoleSignIn } from './console-sign-in.ts'
import { otherChairs } from './other-chairs.ts'
import { demoChairs } from './phone/chairs.ts'
import { type BoardLine, phoneRoutes, type ThreadText } from './phone/routes.ts'

/** Starts the real server with a simulated carrier, the phone in the browser, and a one-click way into the console. */
export async function startDemo(
  files: Files,
  caucus: OpenCaucus,
  listen: { port: number; host: string },
): Promise<Running> {
  const port = await freePort(listen.port, listen.host)
  const account = simulatedAccount(`http://localhost:${port}`, files.caucus.phone)
  const carrier = simulatedCarrier({
    ...account,
    post: (request) => fetch(request),
    clock: systemClock,
    seed: randomBytes(4).readUInt32BE(),
  })
  const { app: api, taken } = simulatedApi({ ...account, clock: systemClock, inbound: () => [] })
  const text = async (from: string, body: string) => (await carrier.text(from, body)).reply
  const night = otherChairs(files, text)
  const chairs = demoChairs(files)
  if (chairs[0] !== undefined) night.leaveTo(chairs[0].phone)
  const phone = phoneRoutes({
    caucus: { name: files.caucus.name, number: files.caucus.phone, timezone: files.caucus.timezone },
    chairs,
    text: (from, body) => {
      night.leaveTo(from)
      return text(from, body)
    },
    thread: (from) => threadOf(from, carrier, taken),
    board: () => boardOf(files, caucus),
    night,
    assets: pageAssets(),
    links: [
      ['/', 'Public results'],
      ['/demo/console', 'Headquarters’ console'],
    ],
  })
  const environment = environmentOf(account, port)
  return await startNode({
    environment,
    database: caucus.database,
    secret: caucus.secret,
    log: errorsOnly,
    routes: [api, phone, await consoleSignIn(caucus)],
    hostname: listen.host,
  })
}

const environmentOf = ({ publicUrl, number, accountSid, authToken }: SimulatedAccount, port: number): Environment => ({
  carriers: [twilioCarrier({ accountSid, authTokens: [authToken], sender: { from: number }, apiBase: publicUrl })],
  outbound: 'twilio',
  publicUrl,
  port,
  db: '',
  secret: null,
  metricsToken: null,
  segmentsPerSecond: 50,
  segmentsPerDay: 100_000,
})

/** A phone's texts with their replies, and the texts that came to it unasked, in the order of time. */
function threadOf(
  from: string,
  { exchanges }: SimulatedCarrier,
  taken: ReturnType<typeof simulatedApi>['taken'],
): readonly ThreadText[] {
  const received = taken.filter(({ to }) => to === from).map(({ at, body }) => ({ at, body: null, reply: body }))
  const sent = exchanges
    .filter((exchange) => exchange.from === from)
    .map(({ at, body, reply }) => ({ at, body, reply }))
  return [...sent, ...received].sort((a, b) => a.at.localeCompare(b.at)).map(({ body, reply }) => ({ body, reply }))
}

async function boardOf({ roster }: Files, { database }: OpenCaucus): Promise<readonly BoardLine[]> {
  const liveRows = (await recordReader(database).reports()).filter(({ phase }) => phase === 'live')
  return roster.map(({ precinct }) => {
    const row = liveRows.find((report) => report.precinct === precinct)
    const record = row?.record ? (JSON.parse(row.record) as { seen: { delegates: Record<string, number> } }) : null
    return { precinct, stage: row?.stage ?? 'silent', delegates: record?.seen.delegates ?? null }
  })
}

/** The page's own files; its stylesheets become one. */
function pageAssets(): Readonly<Record<string, string>> {
  const folder = new URL('./phone/page/', import.meta.url)
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const styles = ['page', 'card', 'phone', 'keypad', 'board', 'stages', 'widths'].map((name) => read(`${name}.css`))
  return { ...Object.fromEntries(scripts.map((name) => [name, read(name)])), 'phone.css': styles.join('\n') }
}

/** The page shows what happens; only what fails belongs on the terminal. */
const errorsOnly: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
}
