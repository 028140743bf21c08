/**
 * A server that ends itself with SIGKILL at a named step of its nth text; without a step, an ordinary one.
 *   node child.ts DB PORT STEP N
 * `reply-before-commit` is no step but a defect: it answers while the commit is still to come. A run with it must fail.
 * As in production the bot has a thread of its own (bot.ts), which is told of the step by the environment.
 */

import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { startNode } from '../../../src/server/node.ts'
import { twilioCarrier } from '../../../src/sms/twilio/carrier.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../../sms/fixtures.ts'
import { SECRET } from '../../sms/small-caucus.ts'
import { ending } from './ending.ts'

const [db = '', port = '0', step = 'none', nth = '1'] = process.argv.slice(2)
Object.assign(process.env, { CRASH_STEP: step, CRASH_NTH: nth })
const at = ending()
const silent = { info() {}, warn() {}, error() {} }
await startNode({
  database: openSqlite(db),
  environment: {
    carriers: [
      twilioCarrier({
        accountSid: ACCOUNT,
        authTokens: [TOKEN],
        sender: { from: OUR_NUMBER },
        apiBase: 'http://127.0.0.1:9',
      }),
    ],
    outbound: 'twilio',
    publicUrl: `http://127.0.0.1:${port}`,
    db,
    secret: SECRET,
    port: Number(port),
    metricsToken: null,
    segmentsPerSecond: 1,
    segmentsPerDay: 1,
  },
  secret: SECRET,
  log: silent,
  hostname: '127.0.0.1',
  botThread: new URL('bot.ts', import.meta.url),
  wrapFetch:
    (fetch) =>
    async (request, ...rest) => {
      const response = await fetch(request, ...rest)
      at('answered')
      return response
    },
})
process.stdout.write('serving\n')
