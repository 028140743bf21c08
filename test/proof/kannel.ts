/**
 * Debian's Kannel with its fake message centre carries a report in and the answers out.
 *   node test/proof/kannel.ts
 * Needs kannel and kannel-extras; root gets them installed. Without them it says so, and proves nothing.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { kannelNight } from '../sms/kannel/night.ts'

if (!existsSync('/usr/lib/kannel/test/fakesmsc') && process.getuid?.() === 0) {
  console.log('installing kannel and kannel-extras ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'kannel', 'kannel-extras']])
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: 'ignore' })
}
const found = await kannelNight()
if (!found.ok) {
  console.log(`Nothing was proved: ${found.reason}`)
  process.exitCode = process.env.CAUCUSLINE_REQUIRE_PEERS === '1' ? 1 : 0
} else {
  const { said, reminded, outbox, stage, away } = found.peer
  for (const [text, reply] of said) console.log(`> ${text}\n< ${reply}`)
  console.log(`< ${reminded.join()}   (by the outbox: ${outbox.state}, ${outbox.delivery})`)
  console.log(`while the server was away\n> ?\n< ${away}`)
  const holds = stage === 'approved' && outbox.delivery === 'delivered' && reminded.length === 1 && away !== ''
  console.log(`the record says: ${stage}; ${holds ? 'the whole report went both ways' : 'SOMETHING IS MISSING'}`)
  process.exitCode = holds ? 0 : 1
}
