import { spawnSync } from 'node:child_process'
import type { TwilioForm } from '../../../src/sms/twilio/forms.ts'
import type { Peer } from './peer.ts'

export interface Signed {
  readonly token: string
  readonly url: string
  readonly form: TwilioForm
}

const SIGN = `
import json, sys
from twilio.request_validator import RequestValidator
for line in sys.stdin:
    one = json.loads(line)
    print(RequestValidator(one['token']).compute_signature(one['url'], one['form']))
`

/** Twilio's Python library, as Debian ships it, signs each. PYTHON names another interpreter. */
export function pythonSigns(cases: readonly Signed[]): Peer<readonly string[]> {
  const python = process.env.PYTHON ?? '/usr/bin/python3'
  const done = spawnSync(python, ['-c', SIGN], {
    input: cases.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  if (done.status === 0) return { ok: true, peer: done.stdout.trim().split('\n') }
  return { ok: false, reason: `${python} has no twilio library (Debian: python3-twilio)` }
}
