/**
 * Twilio's Python library, as Debian ships it, signs random forms; what serves must believe each, and none that was
 * changed. `node test/proof/signatures.ts [forms] [seed]`. Needs python3-twilio (PYTHON names another interpreter);
 * without it, it says so and proves nothing.
 */
import { spawnSync } from 'node:child_process'
import { seeded } from '../../src/sms/simulated/chance.ts'
import { authentic, type Form } from '../../src/sms/twilio/signature.ts'

const [forms = 2000, seed = 1] = process.argv.slice(2).map(Number)
const python = process.env.PYTHON ?? '/usr/bin/python3'
const SIGN = `
import json, sys
from twilio.request_validator import RequestValidator
for line in sys.stdin:
    one = json.loads(line)
    print(RequestValidator(one['token']).compute_signature(one['url'], one['form']))
`
const LETTERS = [...'abcXYZ019 +&=%?\'"<>.:/\\_-', 'é', 'ñ', '¿', '😀', '中', '\n', '\t', '\u00a0', '']

const chance = seeded(seed)
const word = (most: number) =>
  Array.from({ length: chance.below(most) }, () => LETTERS[chance.below(LETTERS.length)]).join('')
const cases = Array.from({ length: forms }, () => {
  const form: Record<string, string> = { MessageSid: `SM${chance.hex(32)}`, From: '+15155550123', Body: word(60) }
  for (let n = chance.below(8); n > 0; n--) form[`p${word(6)}`] = word(12)
  return { token: chance.hex(32), url: `https://caucus.example/sms/twilio?for=${chance.hex(8)}`, form }
})
const signed = spawnSync(python, ['-c', SIGN], {
  input: cases.map((one) => JSON.stringify(one)).join('\n'),
  encoding: 'utf8',
})
if (signed.status !== 0) {
  console.log(`Nothing was proved: ${python} has no twilio library (Debian: python3-twilio).`)
} else {
  const signatures = signed.stdout.trim().split('\n')
  const believed = cases.filter(({ token, url, form }, n) =>
    authentic([token], signatures[n], url, form as Form),
  ).length
  const deceived = cases.filter(({ token, url, form }, n) =>
    authentic([token], signatures[n], url, { ...form, Body: `${form.Body} ` } as Form),
  ).length
  console.log(
    `${signatures.length} forms signed by Python: ${believed} believed; changed afterwards: ${deceived} believed`,
  )
  process.exitCode = signatures.length === forms && believed === forms && deceived === 0 ? 0 : 1
}
