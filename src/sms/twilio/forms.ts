import { messageSid } from '../../bot/ids.ts'
import type { Inbound } from '../../bot/ports.ts'
import { unwrapBase64 } from '../inbound.ts'
import { DELIVERY_STATES, type DeliveryNews } from '../ports.ts'
import { reasonOf } from './error-codes.ts'

/** A form's parameters as they were sent: untrimmed, empty ones too; an array where a name came several times. */
export type TwilioForm = Readonly<Record<string, string | string[]>>

/** Reads an urlencoded body. The object has no prototype, so that no parameter's name can mean anything else. */
export function parseForm(body: string): TwilioForm {
  const form: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(body)) {
    const before = form[name]
    if (before === undefined) form[name] = value
    else if (typeof before === 'string') form[name] = [before, value]
    else before.push(value)
  }
  return form
}

/** The value of a parameter; of several, the first; '' where it is missing. */
function field(form: TwilioForm, name: string): string {
  const value = form[name]
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}

/**
 * A webhook's form as a text. The body is untouched, but for what a carrier wrapped in base64 on the way. Pictures are
 * references: nothing is fetched here.
 * @returns null where the form has no usable MessageSid or sender.
 */
export function inboundText(form: TwilioForm): Inbound | null {
  const sid = messageSid(field(form, 'MessageSid'))
  const from = field(form, 'From')
  if (sid === null || from === '') return null
  const { body, media } = unwrapBase64(field(form, 'Body'))
  const carrierWord = OPT_OUT_TYPES.find((word) => word === field(form, 'OptOutType').toUpperCase())
  return {
    ...{ sid, carrier: 'twilio', from, to: field(form, 'To'), body, media: [...pictures(form), ...media] },
    ...(carrierWord && { carrierWord }),
  }
}

/** `OptOutType`: sent where the account's Advanced Opt-Out knew the word, and then Twilio has answered it. */
const OPT_OUT_TYPES = ['STOP', 'START', 'HELP'] as const

/** Twilio sends at most ten; the bound keeps a forged-looking count from making us loop. */
const MOST_PICTURES = 10

function pictures(form: TwilioForm): Inbound['media'] {
  const count = Math.min(Number.parseInt(field(form, 'NumMedia'), 10) || 0, MOST_PICTURES)
  return Array.from({ length: Math.max(0, count) }, (_, at) => ({
    url: field(form, `MediaUrl${at}`),
    type: field(form, `MediaContentType${at}`),
  })).filter(({ url }) => url !== '')
}

/** A status callback's form as news; null where it says nothing that we know. */
export function deliveryNews(form: TwilioForm, reference: string | null, at: string): DeliveryNews | null {
  const sid = field(form, 'MessageSid')
  const state = DELIVERY_STATES.find((name) => name === field(form, 'MessageStatus'))
  if (sid === '' || state === undefined) return null
  const code = Number.parseInt(field(form, 'ErrorCode'), 10) || null
  return { sid, state, code, reason: reasonOf(code), reference, at }
}
