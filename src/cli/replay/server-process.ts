import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../environment.ts'
import { systemClock } from '../../server/clock.ts'
import { nodeLog } from '../../server/log.ts'
import { startNode } from '../../server/node.ts'
import { simulatedApi } from '../../sms/simulated/api.ts'
import { stopped } from '../caucus/stopped.ts'

/**
 * The server of a replay, a process of its own: the same assembly as `serve`, configured by the environment. Only the
 * carrier's REST side is simulated, in the same process, so that nothing leaves the machine.
 */
const read = readEnvironment(process.env, 'test')
if (!read.ok || read.environment.twilio === null || read.environment.secret === null)
  throw new Error(
    `the environment of the replay's server is not right: ${read.ok ? 'no carrier' : read.problems.join('; ')}`,
  )
const { environment } = read
const { accountSid, authTokens, sender } = read.environment.twilio
const { app } = simulatedApi({
  accountSid,
  authToken: authTokens[0] ?? '',
  number: 'from' in sender ? sender.from : '',
  clock: systemClock,
  inbound: () => [],
})
const running = await startNode({
  environment,
  database: openSqlite(environment.db),
  secret: read.environment.secret,
  log: nodeLog('warn'),
  beside: true,
  routes: [app],
  hostname: '127.0.0.1',
})
process.stdout.write('ready\n')
await stopped()
await running.stop()
