import { seeded } from '../../../src/sms/simulated/chance.ts'
import { isSigned } from '../../../src/sms/twilio/signature.ts'
import type { Peer } from '../peers/peer.ts'
import { pythonSigns, type Signed } from '../peers/python.ts'

const LETTERS = [...'abcXYZ019 +&=%?\'"<>.:/\\_-', 'é', 'ñ', '¿', '😀', '中', '\n', '\t', '\u00a0', '']

/** How many of the forms that Python signed are believed, as they are and changed by one blank. */
export interface Believed {
  readonly forms: number
  readonly believed: number
  readonly deceived: number
}

export function believePython(forms: number, seed: number): Peer<Believed> {
  const chance = seeded(seed)
  const word = (most: number) =>
    Array.from({ length: chance.below(most) }, () => LETTERS[chance.below(LETTERS.length)]).join('')
  const cases: Signed[] = Array.from({ length: forms }, () => {
    const form: Record<string, string> = { MessageSid: `SM${chance.hex(32)}`, From: '+15155550123', Body: word(60) }
    for (let n = chance.below(8); n > 0; n--) form[`p${word(6)}`] = word(12)
    return { token: chance.hex(32), url: `https://caucus.example/sms/twilio?for=${chance.hex(8)}`, form }
  })
  const signed = pythonSigns(cases)
  if (!signed.ok) return signed
  const believing = (change: string) =>
    cases.filter(({ token, url, form }, n) =>
      isSigned([token], signed.peer[n], url, { ...form, Body: `${form.Body}${change}` }),
    ).length
  return { ok: true, peer: { forms: signed.peer.length, believed: believing(''), deceived: believing(' ') } }
}
