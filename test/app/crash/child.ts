/**
 * A server that ends itself with SIGKILL at a named step of its nth text; without a step, an ordinary one.
 *   node child.ts DB PORT STEP N
 * `reply-before-commit` is no step but a defect: it answers while the commit is still to come. A run with it must fail.
 */

import { startNode } from '../../../deploy/node.ts'
import type { Store } from '../../../src/bot/ports.ts'
import { openSqlite } from '../../../src/db/better-sqlite3.ts'
import { ACCOUNT, OUR_NUMBER, TOKEN } from '../../sms/fixtures.ts'
import { SECRET } from '../../sms/small-caucus.ts'
import type { Step } from './steps.ts'

const [db = '', port = '0', step = 'none', nth = '1'] = process.argv.slice(2)
let left = Number(nth)

/** Says that the step was reached, on the one channel that survives, and ends like a power cut. */
function at(here: Step): void {
  if (here !== step || --left > 0) return
  process.stdout.write(`reached ${here}\n`)
  process.kill(process.pid, 'SIGKILL')
}

const careless = (store: Store): Store => ({
  ...store,
  async commit(commit) {
    setTimeout(() => void store.commit(commit).catch(() => {}), 30)
    return { ok: true }
  },
})
const watched = (store: Store): Store => ({
  ...store,
  async load(who, precinct) {
    at('received')
    const loaded = await store.load(who, precinct)
    at('loaded')
    return loaded
  },
  async commit(commit) {
    at('decided')
    const done = store.commit(commit)
    at('committing')
    const result = await done
    at('committed')
    return result
  },
})

const silent = { info() {}, warn() {}, error() {} }
await startNode({
  database: openSqlite(db),
  environment: {
    twilio: { accountSid: ACCOUNT, authTokens: [TOKEN], sender: { from: OUR_NUMBER }, apiBase: 'http://127.0.0.1:9' },
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
  wrap: step === 'reply-before-commit' ? careless : watched,
  around:
    (fetch) =>
    async (request, ...rest) => {
      const response = await fetch(request, ...rest)
      at('answered')
      return response
    },
})
process.stdout.write('serving\n')
