import { createHash } from 'node:crypto'
import { type MessageSid, messageSid } from '../../bot/ids.ts'
import type { Inbound } from '../../bot/ports.ts'

/** What Kannel's `get-url` hands us: %I, %T, %p, %P, %C and %b of its escapes. */
interface KannelQuery {
  readonly id: string
  readonly time: string
  readonly from: string
  readonly to: string
  readonly charset: string
  readonly text: Uint8Array
}

/**
 * A text as Kannel's request carries it.
 * @param address the request's, undecoded: what a phone wrote need not be UTF-8.
 * @returns null without a sender, or where nothing tells this text from the next.
 */
export function kannelText(address: string): Inbound | null {
  const query = parseQuery(address)
  const [from, to, sid] = [e164(query.from), e164(query.to), sidOf(query)]
  if (from === '' || sid === null) return null
  return { sid, carrier: 'kannel', from, to, body: decodeText(query.text, query.charset), media: [] }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const EPOCH = /^\d{9,11}$/

/**
 * Kannel gives each text a UUID of its own, and asks with it again. Any other id may be the same for every text (an empty
 * one, a link's name), and the second chair would get the first one's answer: then second, sender and words make one.
 */
function sidOf({ id, time, from, to, text }: KannelQuery): MessageSid | null {
  if (UUID.test(id)) return messageSid(`kannel:${id}`)
  // Without a time the third of "38", "39", "38" would be the first one again, and never be applied.
  if (!EPOCH.test(time)) return null
  const heads = JSON.stringify([id, time, from, to])
  return messageSid(`kannel:${createHash('sha256').update(heads).update(text).digest('hex').slice(0, 40)}`)
}

/** Kannel's links give numbers with and without their plus; short codes stay as they are. */
const e164 = (number: string): string => (/^[1-9]\d{9,14}$/.test(number) ? `+${number}` : number)

/**
 * No text message holds a NUL, but in UCS-2 every plain letter is one and the letter: so it is told even where Kannel was
 * not set to say the character set. What is then still unreadable is asked back.
 */
function decodeText(bytes: Uint8Array, charset: string): string {
  const wide = bytes.length % 2 === 0 && bytes.includes(0)
  return decoderOf(wide ? 'utf-16be' : charset).decode(bytes)
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

function parseQuery(address: string): KannelQuery {
  const start = address.indexOf('?')
  const pairs = start === -1 ? [] : address.slice(start + 1).split('&')
  const raw = (name: string): Uint8Array => {
    const pair = pairs.find((part) => part.startsWith(`${name}=`))
    return percentDecode(pair?.slice(name.length + 1) ?? '')
  }
  const plain = (name: string): string => new TextDecoder().decode(raw(name))
  return {
    id: plain('id'),
    time: plain('time'),
    from: plain('from'),
    to: plain('to'),
    charset: plain('charset'),
    text: raw('text'),
  }
}

/** Percent-encoding undone byte by byte; a plus is a space. */
function percentDecode(encoded: string): Uint8Array {
  const bytes: number[] = []
  for (let at = 0; at < encoded.length; at += 1) {
    const hex = encoded[at] === '%' ? encoded.slice(at + 1, at + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else if (encoded[at] === '+') bytes.push(0x20)
    else bytes.push(...new TextEncoder().encode(encoded[at]))
  }
  return Uint8Array.from(bytes)
}
