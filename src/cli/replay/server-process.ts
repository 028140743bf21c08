import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../environment.ts'
import { systemClock } from '../../server/clock.ts'
import { nodeLog } from '../../server/log.ts'
import { startNode } from '../../server/node.ts'
import { simulatedApi } from '../../sms/simulated/api.ts'
import { untilStopped } from '../io.ts'

/**
 * The server of a replay, in a process of its own: assembled as by `serve`, configured by the environment. Only the
 * carrier's REST side is simulated, in the same process, so that nothing leaves the machine.
 */
const read = readEnvironment(process.env, 'test')
if (!read.ok || read.environment.carriers.length === 0 || read.environment.secret === null)
  throw new Error(
    `the environment of the replay's server is not right: ${read.ok ? 'no carrier' : read.problems.join('; ')}`,
  )
const { environment } = read
const { TWILIO_ACCOUNT_SID = '', TWILIO_AUTH_TOKEN = '', TWILIO_FROM = '' } = process.env
const { app } = simulatedApi({
  accountSid: TWILIO_ACCOUNT_SID,
  authToken: TWILIO_AUTH_TOKEN,
  number: TWILIO_FROM,
  clock: systemClock,
  inbound: () => [],
})
const running = await startNode({
  environment,
  database: openSqlite(environment.db),
  secret: read.environment.secret,
  log: nodeLog('warn'),
  botThread: true,
  routes: [app],
  hostname: '127.0.0.1',
})
process.stdout.write('ready\n')
await untilStopped()
await running.stop()
