import type { CarrierFailure, Gateway, Message, Sent } from '../ports.ts'
import { STATUS, sidOf } from './routes.ts'

/** All of Kannel's delivery bits (routes.ts). */
const ALL_STATES = 31

export interface KannelAccount {
  /** Of its smsbox, with user and password: `http://user:password@127.0.0.1:13013/cgi-bin/sendsms`. */
  readonly url: string
  /** Stands in the address that Kannel calls (its `get-url`), so that nobody else's texts are believed. */
  readonly token: string
  readonly from: string
}

interface KannelGateway extends KannelAccount {
  /** Where Kannel reaches us. */
  readonly ourUrl: string
  readonly send: typeof fetch
}

/** Kannel has no error numbers. These are Twilio's of the same meaning, which the outbox rows show. */
const FORBIDDEN: CarrierFailure = { reason: 'account_refused', code: 20003 }
const TROUBLE: CarrierFailure = { reason: 'may_have_left', code: 20503 }
const NO_ANSWER: CarrierFailure = { reason: 'may_have_left', code: null }

/** Texts out by Kannel. It keeps no list: after a crash nobody can tell whether a text left. */
export function kannelGateway(options: KannelGateway): Gateway {
  return {
    name: 'kannel',
    find: async () => 'unknown',
    async send(message): Promise<Sent> {
      try {
        const response = await options.send(addressOf(message, options), {
          signal: AbortSignal.timeout(10_000),
          redirect: 'manual',
        })
        await response.body?.cancel()
        // 202: taken, or queued for when the link is back.
        if (response.status === 202 || response.status === 200)
          return { ok: true, sid: sidOf(message.id), segments: null }
        return { ok: false, ...(response.status === 403 ? FORBIDDEN : TROUBLE) }
      } catch {
        return { ok: false, ...NO_ANSWER }
      }
    },
  }
}

function addressOf({ id, to, body, validity }: Message, options: KannelGateway): string {
  const status = new URL(`${options.ourUrl}${STATUS}`)
  status.searchParams.set('token', options.token)
  status.searchParams.set('for', id)
  const url = new URL(options.url)
  const values = {
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    from: options.from,
    to,
    text: body,
    charset: 'UTF-8',
    validity: String(Math.ceil(validity / 60)),
    'dlr-mask': String(ALL_STATES),
    // %d is Kannel's to fill in, and must not be escaped.
    'dlr-url': `${status}&state=%d`,
  }
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  // fetch refuses an address with a password in it.
  url.username = ''
  url.password = ''
  return url.href
}
