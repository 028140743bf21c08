import type { MessageSid } from '../../bot/ids.ts'
import type { Clock } from '../../bot/ports.ts'
import { signature } from '../twilio/signature.ts'
import { readTwiml } from '../twilio/twiml.ts'
import { type Chance, seeded } from './chance.ts'

/** What goes wrong between a carrier and us; all of it drawn from one seed. */
export interface Faults {
  /** How many times more each text is delivered. */
  readonly repeats: number
  /** The repeats come up to so many texts later; 0: at the same moment, in parallel. */
  readonly late: number
  /** The share of our answers that gets lost on the way back, 0 to 1. The carrier then tries again. */
  readonly lost: number
  /** The longest wait before a delivery, in milliseconds: texts overtake each other. */
  readonly delay: number
}
const NONE: Faults = { repeats: 0, late: 0, lost: 0, delay: 0 }

export interface CarrierOptions {
  /** As our server knows itself: what is signed. */
  readonly publicUrl: string
  readonly authToken: string
  readonly accountSid: string
  /** The number that is texted. */
  readonly number: string
  /** `fetch`, or `app.request`: a real server, or one in this process. */
  readonly post: (request: Request) => Promise<Response>
  readonly clock: Clock
  readonly seed?: number
  readonly faults?: Partial<Faults>
  /** How often a delivery is tried again after a 5xx, a lost answer or no connection. */
  readonly retries?: number
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** One text to us, and what came back. */
export interface Exchange {
  readonly sid: string
  readonly from: string
  readonly body: string
  /** ISO 8601: when the carrier took it. */
  readonly at: string
  /** What the phone got; null where nothing was answered. */
  readonly reply: string | null
  /** False where every try failed: only the carrier's list knows of it. */
  readonly delivered: boolean
  readonly tries: number
}

/** A carrier that signs like Twilio, and can be as unreliable. */
export interface SimulatedCarrier {
  /** Somebody texts our number. Resolves when the answer is there, or every try has failed; never rejects. */
  text(from: string, body: string, media?: readonly string[]): Promise<Exchange>
  /** Delivers the repeats that are still on their way. */
  finish(): Promise<void>
  /** Every text to us, as the carrier's message list would show it. */
  readonly exchanges: readonly Exchange[]
  /** The ids of texts whose repeat was answered otherwise than the text itself: there must be none. */
  readonly differing: readonly string[]
}

interface Draft {
  readonly sid: string
  readonly from: string
  readonly body: string
  readonly media: readonly string[]
}
type Attempt = { readonly ok: true; readonly reply: string | null } | { readonly ok: false; readonly final: boolean }

export function simulatedCarrier(options: CarrierOptions): SimulatedCarrier {
  const { retries = 5, wait = (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)) } = options
  const faults = { ...NONE, ...options.faults }
  const chance = seeded(options.seed ?? 1)
  const exchanges: Exchange[] = []
  const differing: string[] = []
  const pending: { readonly due: number; readonly draft: Draft; readonly reply: string | null }[] = []

  const deliver = async (draft: Draft): Promise<{ result: Attempt; tries: number }> => {
    for (let tries = 1; ; tries++) {
      if (faults.delay > 0) await wait(chance.below(faults.delay + 1))
      const result = await attemptDelivery(draft, options, chance.share() < faults.lost)
      if (result.ok || result.final || tries > retries) return { result, tries }
      await wait(Math.min(2 ** tries, 1000))
    }
  }
  const repeat = async (draft: Draft, reply: string | null) => {
    const { result } = await deliver(draft)
    if (result.ok && result.reply !== reply) differing.push(draft.sid)
  }
  const overdue = async (count: number) => {
    const due = pending.filter((delivery) => delivery.due <= count)
    for (const delivery of due) pending.splice(pending.indexOf(delivery), 1)
    for (const { draft, reply } of due) await repeat(draft, reply)
  }

  return {
    exchanges,
    differing,
    async text(from, body, media = []) {
      const at = options.clock.now()
      const draft: Draft = { sid: newSid(chance), from, body, media }
      const simultaneous = faults.late === 0 ? Array.from({ length: faults.repeats }, () => deliver(draft)) : []
      const [{ result, tries }, ...others] = await Promise.all([deliver(draft), ...simultaneous])
      const reply = result.ok ? result.reply : null
      if (others.some((other) => other.result.ok && other.result.reply !== reply)) differing.push(draft.sid)
      const exchange = { sid: draft.sid, from, body, at, reply, delivered: result.ok, tries }
      exchanges.push(exchange)
      await overdue(exchanges.length)
      if (faults.late > 0 && result.ok)
        for (let n = 0; n < faults.repeats; n++)
          pending.push({ due: exchanges.length + 1 + chance.below(faults.late), draft, reply })
      return exchange
    },
    finish: () => overdue(Number.POSITIVE_INFINITY),
  }
}

/** One try. A lost answer was given all the same: that is the point of it. */
async function attemptDelivery(draft: Draft, options: CarrierOptions, lose: boolean): Promise<Attempt> {
  try {
    const response = await options.post(webhook(draft, options))
    const text = await response.text()
    if (lose || response.status >= 500) return { ok: false, final: false }
    if (!response.ok) return { ok: false, final: true }
    // Anything but XML is an error to a carrier, and sends nothing.
    if (!response.headers.get('content-type')?.startsWith('text/xml')) return { ok: false, final: true }
    return { ok: true, reply: readTwiml(text)[0]?.body ?? null }
  } catch {
    return { ok: false, final: false }
  }
}

/** The request that Twilio would make, signed. */
function webhook(
  draft: Draft,
  options: Pick<CarrierOptions, 'publicUrl' | 'authToken' | 'accountSid' | 'number'>,
): Request {
  const form: Record<string, string> = {
    MessageSid: draft.sid,
    SmsMessageSid: draft.sid,
    AccountSid: options.accountSid,
    From: draft.from,
    To: options.number,
    Body: draft.body,
    NumMedia: String(draft.media.length),
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
  }
  draft.media.forEach((url, at) => {
    form[`MediaUrl${at}`] = url
    form[`MediaContentType${at}`] = 'image/jpeg'
  })
  const url = `${options.publicUrl}/sms/twilio`
  return new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': signature(options.authToken, url, form),
      'I-Twilio-Idempotency-Token': `${draft.sid}-0`,
    },
    body: new URLSearchParams(form).toString(),
  })
}

const newSid = (chance: Chance): MessageSid => `SM${chance.hex(32)}` as MessageSid
