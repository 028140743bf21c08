/**
 * Twilio's Python library, as Debian ships it, signs random forms; what serves must believe each, and none that was
 * changed. `node test/proof/signatures.ts [forms] [seed]`. Needs python3-twilio (PYTHON names another interpreter);
 * without it, it says so and proves nothing.
 */
import { believePython } from '../sms/twilio/python-signer.ts'

const [forms = 2000, seed = 1] = process.argv.slice(2).map(Number)
const found = believePython(forms, seed)
if (!found.ok) {
  console.log(`Nothing was proved: ${found.reason}`)
  process.exitCode = process.env.CAUCUSLINE_REQUIRE_PEERS === '1' ? 1 : 0
} else {
  const { forms: signed, believed, deceived } = found.peer
  console.log(`${signed} forms signed by Python: ${believed} believed; changed afterwards: ${deceived} believed`)
  process.exitCode = signed === forms && believed === forms && deceived === 0 ? 0 : 1
}
