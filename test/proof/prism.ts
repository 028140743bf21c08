/**
 * Every kind of request that leaves for Twilio, by the real outbox and SDK, to a mock made of Twilio's own API
 * description: each must be accepted, and wrong ones refused. `node test/proof/prism.ts`. Installs the mock and the
 * description beside the checkout; where that fails it says so, and proves nothing.
 */

import { everyRequest, wrongRequests } from '../sms/outbox/prism.ts'
import { startPrism } from '../sms/peers/prism.ts'

const started = await startPrism()
if (!started.ok) {
  console.log(`Nothing was proved: ${started.reason}`)
  process.exitCode = process.env.CAUCUSLINE_REQUIRE_PEERS === '1' ? 1 : 0
} else {
  const { url, stop } = started.peer
  await prove(url).finally(stop)
}

async function prove(url: string): Promise<void> {
  const asked = await everyRequest(url)
  for (const { method, form, query, status, violations } of asked)
    console.log(`${status} ${method} ${[...form.keys(), ...query.keys()].join(' ')} ${violations.join('; ')}`)
  const wrong = await wrongRequests(url)
  for (const [what, status] of wrong) console.log(`${status} ${what}`)
  const accepted = asked.filter(({ status, violations }) => status < 300 && violations.length === 0).length
  const refused = wrong.filter(([, status]) => status === 422).length
  console.log(`${accepted} of ${asked.length} requests accepted; ${refused} of ${wrong.length} wrong ones refused`)
  process.exitCode = accepted === asked.length && refused === wrong.length ? 0 : 1
}
