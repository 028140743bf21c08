/**
 * A server under load, in a process of its own; see `startServer` in load.ts. Arguments: whole|floor PORT DB PRECINCTS STORED.
 * `whole` is the real one. `floor` is what nobody can do without: HTTP, signature, one durable insert (grouped), TwiML.
 */
import { serve } from '@hono/node-server'
import { openSqlite } from '../src/db/connection/better-sqlite3.ts'
import type { Statement } from '../src/db/connection/database.ts'
import { createMetrics } from '../src/server/metrics.ts'
import { startNode } from '../src/server/node.ts'
import { twilioCarrier } from '../src/sms/twilio/carrier.ts'
import { twilioRoutes } from '../src/sms/twilio/routes.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../test/sms/fixtures.ts'
import { loadSmall, SECRET } from '../test/sms/small-caucus.ts'
import { seedTexts } from './load.ts'

const [kind = 'whole', port = '0', db = ':memory:', precincts = '1765', stored = '0'] = process.argv.slice(2)
const publicUrl = `http://127.0.0.1:${port}`
const database = openSqlite(db)
const log = { info() {}, warn() {}, error: console.error }
if (kind === 'whole') await whole()
else floor()
process.on('SIGTERM', () => process.exit())
process.on('message', () => process.send?.({ memory: process.memoryUsage.rss(), cpu: process.cpuUsage() }))
process.send?.('serving')

async function whole(): Promise<void> {
  await loadSmall(database, Number(precincts))
  seedTexts(database, Number(stored))
  const sender = { from: OUR_NUMBER }
  await startNode({
    database,
    environment: {
      carriers: [twilioCarrier({ accountSid: ACCOUNT, authTokens: [TOKEN], sender, apiBase: 'http://127.0.0.1:9' })],
      outbound: 'twilio',
      publicUrl,
      db,
      secret: SECRET,
      port: Number(port),
      metricsToken: null,
      segmentsPerSecond: 1,
      segmentsPerDay: 1,
    },
    secret: SECRET,
    botThread: true,
    log: { ...log, error() {} },
    hostname: '127.0.0.1',
  })
}

function floor(): void {
  database.client.exec('create table floor (sid text primary key, body text not null) strict')
  const insert = (sid: string, body: string): Statement => ({
    toSQL: () => ({ sql: 'insert into floor values (?, ?)', params: [sid, body] }),
  })
  const app = twilioRoutes({
    async handle(text) {
      await database.batchWrite([insert(text.sid, text.body)])
      return {
        reply: 'P0412 final, 7 delegates: Sanders 3, Buttigieg 2, Warren 2. Reply OK 482163 if right.',
        repeated: false,
      }
    },
    deliveries: { record: async () => {} },
    clock: { now: () => new Date().toISOString() },
    metrics: createMetrics(),
    publicUrl,
    authTokens: [TOKEN],
    own: [OUR_NUMBER],
  })
  serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' })
}
