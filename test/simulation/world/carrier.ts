import { altered, type Faults } from '../faults/faults.ts'
import { ACCOUNT, LINE, PUBLIC_URL, readTwiml, signature, simulatedApi } from './assembly.ts'
import type { Rng } from './rng.ts'
import type { Time } from './time.ts'

/** One text to the line, and what the program made of it. */
export interface Exchange {
  readonly name: string
  readonly sid: string
  readonly from: string
  /** As it was typed. */
  readonly typed: string
  /** As the program got it. */
  readonly body: string
  /** What the person meant by it, for the invariants. */
  readonly meaning: Meaning
  /** The virtual moment at which it was typed. */
  readonly sentAt: number
  /** The virtual moment at which the program had it first. */
  at: number
  /** The program's answer; '' for none; null while there was no answer at all. */
  reply: string | null
  tries: number
  /** Answers to repeats that differ from the first answer. */
  readonly differing: string[]
}
/** Who really texts, and what stands in the text. */
export interface Meaning {
  /** The actor's kind: `chair`, `spoofer` … */
  readonly kind: string
  readonly precinct: string | null
  /** The person expects an answer. */
  readonly expectsAnswer: boolean
  /** A picture comes with it: its type. */
  readonly picture?: string
}

/** A text of ours that reached a phone. */
export interface Received {
  readonly to: string
  readonly body: string
  readonly at: number
  /** The text it answers; null for what the outbox sent. */
  readonly answers: string | null
}

export interface Carrier {
  readonly exchanges: readonly Exchange[]
  readonly received: readonly Received[]
  /** Somebody texts the line; or in somebody else's name. */
  text(name: string, from: string, body: string, meaning: Meaning): void
  /** A phone that rings when a text comes. */
  listen(phone: string, hear: (text: Received) => void): void
  /** How the program reaches the carrier. */
  readonly fetch: typeof fetch
}

interface Line {
  readonly time: Time
  readonly faults: Faults
  readonly draw: Rng
  /** The program's door. Throws where the process has died. */
  readonly deliver: (request: Request) => Promise<Response>
  readonly took: (exchange: Exchange) => void
  readonly gone: (text: Received) => void
  readonly skipped: ReadonlySet<string>
}

const SECOND = 1000
/** How often Twilio tries a webhook again, with the retries that the runbook sets. */
const MOST_TRIES = 4

/** A carrier as docs and outages know it: it signs like Twilio, and is as unreliable as the night's faults say. */
export function carrier(line: Line): Carrier {
  const { time, faults, draw } = line
  const exchanges: Exchange[] = []
  const received: Received[] = []
  const listeners = new Map<string, ((text: Received) => void)[]>()
  const clock = { now: () => new Date(time.now()).toISOString() }

  const ring = (to: string, body: string, answers: string | null, name: string): void => {
    if (body === '' || faults.hits('text-to-phone-lost', name, 0.03)) return
    const wait = faults.hits('late', `out/${name}`, 0.1) ? 240 : 4
    time.after(draw.named(`ring/${name}`).between(SECOND, wait * SECOND), 'a text arrives', () => {
      const text: Received = { to, body, at: time.now(), answers }
      received.push(text)
      line.gone(text)
      for (const hear of listeners.get(to) ?? []) hear(text)
    })
  }

  const attempt = async (exchange: Exchange, repeat: boolean): Promise<void> => {
    exchange.tries += 1
    const again = (): void => {
      if (!repeat && exchange.tries < MOST_TRIES)
        time.after(10 * SECOND * exchange.tries, 'delivery', () => attempt(exchange, false))
    }
    let response: Response
    try {
      response = await line.deliver(webhook('/sms/twilio', formOf(exchange)))
    } catch {
      return again()
    }
    if (response.status >= 500) return again()
    const reply = readTwiml(await response.text())[0]?.body ?? ''
    if (exchange.reply !== null) {
      if (exchange.reply !== reply) exchange.differing.push(reply)
      return
    }
    exchange.at = time.now()
    exchange.reply = reply
    line.took(exchange)
    // The answer was given, and the carrier did not get it: it comes again, and is answered with the same.
    if (faults.hits('answer-lost', exchange.name, 0.03))
      time.after(8 * SECOND, 'delivery', () => attempt(exchange, true))
    ring(exchange.from, reply, exchange.sid, exchange.name)
  }

  const api = simulatedApi({
    accountSid: ACCOUNT.sid,
    authToken: ACCOUNT.token,
    number: LINE,
    clock,
    inbound: () =>
      exchanges.map((one) => ({
        sid: one.sid,
        from: one.from,
        to: LINE,
        body: one.body,
        at: new Date(one.at).toISOString(),
      })),
    trouble: (to, body) => {
      const name = `${to}/${body}/${api.taken.length}`
      if (faults.hits('send-429', name, 0.1)) return { status: 429, code: 20429 }
      if (faults.hits('send-500', name, 0.1)) return { status: 500, code: 20500 }
      if (faults.hits('send-20003', name, 0.03)) return { status: 401, code: 20003 }
      return faults.hits('send-taken-and-lost', name, 0.3) ? 'lost' : null
    },
  })
  let told = 0
  const carryAway = (): void => {
    for (; told < api.taken.length; told += 1) {
      const text = api.taken[told]
      if (text === undefined) continue
      ring(text.to, text.body, null, text.sid)
      if (text.callback === null || faults.hits('status-lost', text.sid, 0.3)) continue
      const states = faults.hits('status-lies', text.sid, 0.2)
        ? ['delivered', 'sent', 'undelivered']
        : ['sent', 'delivered']
      states.forEach((state, i) => {
        const form = { MessageSid: text.sid, MessageStatus: state, To: text.to, From: LINE, AccountSid: ACCOUNT.sid }
        const lost = state === 'undelivered' ? { ErrorCode: '30003' } : {}
        const path = (text.callback ?? '').slice(PUBLIC_URL.length)
        time.after((5 + 5 * i) * SECOND, 'a delivery state', async () => {
          await line.deliver(webhook(path, { ...form, ...lost })).catch(() => {})
        })
      })
    }
  }

  return {
    exchanges,
    received,
    text(name, from, typed, meaning) {
      if (line.skipped.has(name)) return
      const body = altered(typed, name, faults, draw.named(`altered/${name}`))
      const sid = `SM${Buffer.from(draw.named(`sid/${name}`).bytes(16)).toString('hex')}`
      const exchange: Exchange = {
        name,
        sid,
        from,
        typed,
        body,
        meaning,
        sentAt: time.now(),
        at: time.now(),
        reply: null,
        tries: 0,
        differing: [],
      }
      exchanges.push(exchange)
      if (faults.hits('lost', name, 0.02)) return
      const wait = faults.hits('late', name, 0.08)
        ? draw.named(`late/${name}`).between(30, 900)
        : draw.named(`in/${name}`).between(1, 4)
      const due = time.now() + wait * SECOND
      time.at(due, 'delivery', () => attempt(exchange, false))
      if (faults.hits('twice', name, 0.15)) {
        const later = draw.named(`twice/${name}`).chance(0.5) ? 0 : draw.named(`again/${name}`).between(1, 300) * SECOND
        time.at(due + later, 'delivery', () => attempt(exchange, true))
      }
    },
    listen(phone, hear) {
      listeners.set(phone, [...(listeners.get(phone) ?? []), hear])
    },
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input)
      const { signal: _, ...request } = init ?? {}
      const response = await api.app.request(url.pathname + url.search, request)
      carryAway()
      return response
    },
  }
}

const formOf = ({ sid, from, body, meaning: { picture } }: Exchange): Record<string, string> => ({
  MessageSid: sid,
  SmsMessageSid: sid,
  AccountSid: ACCOUNT.sid,
  From: from,
  To: LINE,
  Body: body,
  NumMedia: picture === undefined ? '0' : '1',
  ...(picture !== undefined && {
    MediaUrl0: `https://carrier.example/2010-04-01/Accounts/${ACCOUNT.sid}/Messages/${sid}/Media/ME${sid.slice(2)}`,
    MediaContentType0: picture,
  }),
  NumSegments: '1',
  SmsStatus: 'received',
  ApiVersion: '2010-04-01',
})

function webhook(path: string, form: Record<string, string>): Request {
  const url = PUBLIC_URL + path
  return new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Twilio-Signature': signature(ACCOUNT.token, url, form),
    },
    body: new URLSearchParams(form).toString(),
  })
}
