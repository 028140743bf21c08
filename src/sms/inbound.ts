import { messageSid } from '../bot/ids.ts'
import type { Inbound } from '../bot/ports.ts'
import { type CarrierForm, field } from './twilio/signature.ts'

type Media = Inbound['media'][number]

/**
 * A webhook's form as a text. The body is untouched, but for what a carrier wrapped in base64 on the way; then the
 * wrapping is kept beside it as a `data:` reference. Pictures are references: nothing is fetched here.
 * @returns null where the form has no usable MessageSid or sender.
 */
export function inbound(form: CarrierForm): Inbound | null {
  const sid = messageSid(field(form, 'MessageSid'))
  const from = field(form, 'From')
  if (sid === null || from === '') return null
  const { body, wrapping } = unwrapped(field(form, 'Body'))
  const media = [...pictures(form), ...wrapping]
  const carrierWord = WORDS.get(field(form, 'OptOutType').toUpperCase())
  return {
    ...{ sid, carrier: 'twilio', from, to: field(form, 'To'), body, media },
    ...(carrierWord && { carrierWord }),
  }
}

/** `OptOutType`: sent where the account's Advanced Opt-Out knew the word, and then Twilio has answered it. */
const WORDS = new Map((['STOP', 'START', 'HELP'] as const).map((word) => [word as string, word]))

/** Twilio sends at most ten; the bound keeps a forged-looking count from making us loop. */
const MOST_PICTURES = 10

function pictures(form: CarrierForm): Media[] {
  const count = Math.min(Number.parseInt(field(form, 'NumMedia'), 10) || 0, MOST_PICTURES)
  const found: Media[] = []
  for (let at = 0; at < count; at++) {
    const url = field(form, `MediaUrl${at}`)
    if (url !== '') found.push({ url, type: field(form, `MediaContentType${at}`) })
  }
  return found
}

/** What a carrier may have wrapped, as the person wrote it, and the wrapping. */
export function unwrapped(raw: string): { readonly body: string; readonly wrapping: readonly Media[] } {
  const body = unwrap(raw)
  if (body === null) return { body: raw, wrapping: [] }
  return { body, wrapping: [{ url: `data:text/plain;base64,${raw}`, type: 'text/plain' }] }
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * Some carriers turn a long text into an MMS whose body is base64. What counts as that: 60 characters or more, a length
 * divisible by four, the alphabet, and a content that is at least half ASCII (the test that courier uses).
 */
function unwrap(body: string): string | null {
  if (body.length < 60 || body.length % 4 !== 0 || !BASE64.test(body)) return null
  const bytes = Uint8Array.from(atob(body), (mark) => mark.charCodeAt(0))
  const ascii = bytes.reduce((sum, byte) => sum + (byte < 128 ? 1 : 0), 0)
  if (ascii * 2 < bytes.length) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
