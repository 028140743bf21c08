import { phone } from '../bot/ids.ts'
import type { Inbound } from '../bot/ports.ts'

/**
 * Whether a text may be answered at all. Short codes, letters as a sender and our own numbers are kept but never
 * answered: there is a machine at the other end, and two machines never stop.
 */
const isAnswerable = (from: string, to: string, own: readonly string[]): boolean =>
  phone(from) !== null && from !== to && !own.includes(from)

/**
 * A text with what the bot must know before it decides: whether it may be answered. What the bot stores as answered
 * counts against the strangers' budget.
 */
export const markMachine = (text: Inbound, own: readonly string[]): Inbound =>
  isAnswerable(text.from, text.to, own) ? text : { ...text, machine: true }

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * Some carriers turn a long text into an MMS whose body is base64. What counts as that: 60 characters or more, a length
 * divisible by four, the alphabet, and a content that is at least half ASCII (the test that courier uses).
 * @returns the body as the person wrote it; what was unwrapped is kept beside it as a `data:` reference.
 */
export function unwrapBase64(raw: string): Pick<Inbound, 'body' | 'media'> {
  const body = decodeBase64Text(raw)
  if (body === null) return { body: raw, media: [] }
  return { body, media: [{ url: `data:text/plain;base64,${raw}`, type: 'text/plain' }] }
}

function decodeBase64Text(body: string): string | null {
  if (body.length < 60 || body.length % 4 !== 0 || !BASE64.test(body)) return null
  const bytes = Uint8Array.from(atob(body), (mark) => mark.charCodeAt(0))
  if (bytes.filter((byte) => byte < 128).length * 2 < bytes.length) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
