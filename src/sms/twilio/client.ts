import BaseTwilio from 'twilio/lib/base/BaseTwilio.js'
import Api from 'twilio/lib/rest/Api.js'

type Options = NonNullable<ConstructorParameters<typeof BaseTwilio.Client>[2]>
type HttpClient = NonNullable<Options['httpClient']>
interface Call {
  readonly method: string
  readonly uri: string
  readonly username?: string
  readonly password?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
}

/** Longer than Twilio ever takes; a look and a sending are shorter than a lease. */
const PATIENCE_MS = 10_000

/**
 * The messages of an account, by Twilio's own SDK. Only its transport is ours: `fetch`, which Node and Workers both have.
 * @param apiBase another place than api.twilio.com (tests and the demo), or null.
 */
export function messagesOf(accountSid: string, authToken: string, apiBase: string | null, send: typeof fetch = fetch) {
  // The SDK uses one method of its client class.
  const httpClient = { request: (call: Call) => request(call, apiBase, send) } as unknown as HttpClient
  const client = new BaseTwilio.Client(accountSid, authToken, { httpClient })
  return new Api(client as ConstructorParameters<typeof Api>[0]).v2010.accounts(accountSid).messages
}

async function request(call: Call, apiBase: string | null, send: typeof fetch) {
  const url = new URL(call.uri)
  for (const [name, value] of pairs(call.params)) url.searchParams.append(name, value)
  const target = apiBase === null ? url.href : `${apiBase}${url.pathname}${url.search}`
  const authorization = `Basic ${btoa(`${call.username}:${call.password}`)}`
  const response = await send(target, {
    method: call.method.toUpperCase(),
    headers: { ...call.headers, Authorization: authorization },
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'manual',
    ...(call.data === undefined ? {} : { body: new URLSearchParams(pairs(call.data)).toString() }),
  })
  const text = await response.text()
  return { statusCode: response.status, body: parsed(text), headers: Object.fromEntries(response.headers) }
}

function pairs(values: Readonly<Record<string, unknown>> = {}): [string, string][] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null)
  return given.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  )
}

/** A gateway in between may answer with a page; the SDK then makes an error of it by its status. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { message: 'not JSON' }
  }
}
