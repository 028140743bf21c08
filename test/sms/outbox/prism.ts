import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { outboxStore } from '../../../src/db/outbox/store.ts'
import { createKeys } from '../../../src/keys/keys.ts'
import { createMetrics } from '../../../src/server/metrics.ts'
import { createOutbox } from '../../../src/sms/outbox/outbox.ts'
import { type TwilioRest, twilioRest } from '../../../src/sms/twilio/rest.ts'
import { ACCOUNT, logbook, OUR_NUMBER, PUBLIC_URL, TOKEN } from '../fixtures.ts'
import { loadSmall, phoneOf, SECRET, sql } from '../small-caucus.ts'

/** A request of ours and what the mock said to it. */
export interface Asked {
  readonly method: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly status: number
  /** Of the request: the example answers of Twilio's description break a rule of their own now and then. */
  readonly violations: readonly string[]
}

const SERVICE = `MG${'7'.repeat(32)}`
const NOW = '2020-02-04T01:41:00.000Z'

/** `fetch`, that writes down what was asked. Examples repeat themselves: every text has one id, every list a next page. */
function watched(asked: Asked[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const said = JSON.parse(response.headers.get('sl-violations') ?? '[]') as { location: string[]; message: string }[]
    asked.push({
      method: init?.method ?? 'GET',
      query: new URL(String(input)).searchParams,
      form: new URLSearchParams(String(init?.body ?? '')),
      status: response.status,
      violations: said.filter(({ location }) => location[0] === 'request').map(({ message }) => message),
    })
    const own =
      init?.method === 'GET' ? { next_page_uri: null } : { sid: `SM${String(asked.length).padStart(32, '0')}` }
    return Response.json({ ...((await response.json()) as object), ...own }, { status: response.status })
  }
}

/** Sends one of each kind of text through the real outbox and SDK. @returns every request that was made. */
export async function everyRequest(apiBase: string): Promise<readonly Asked[]> {
  const asked: Asked[] = []
  const options = { accountSid: ACCOUNT, authToken: TOKEN, apiBase, publicUrl: PUBLIC_URL, send: watched(asked) }
  await rounds({ ...options, sender: { from: OUR_NUMBER } }, [
    ['answer', 0, null],
    ['proposal', 1, null],
    ['alert', 2, null],
    ['remind/7', 3, null],
    // Once handed over, and nobody knows what became of it: looked for in the list first.
    ['doubtful', 0, '2020-02-04T01:30:00.000Z'],
  ])
  await rounds({ ...options, sender: { service: SERVICE } }, [['by service', 0, null]])
  await twilioRest({ ...options, sender: { from: OUR_NUMBER } }).received(OUR_NUMBER, '2020-02-04T00:00:00.000Z')
  return asked
}

async function rounds(
  rest: TwilioRest,
  texts: readonly (readonly [id: string, priority: number, tried: string | null])[],
): Promise<void> {
  const database = openSqlite(':memory:')
  await loadSmall(database)
  const person = createKeys(SECRET).person(phoneOf(1))
  for (const [id, priority, tried] of texts)
    await database.batchWrite([
      sql(
        `insert into outbox (id, person, body, due, priority, precinct, cause, tried_at) values (?, ?, ?, ?, ?, 'P0001', 'test', ?)`,
        ...[id, person, 'P0001: 113 présents? ¿Sí? Please send F.', NOW, priority, tried],
      ),
    ])
  const outbox = createOutbox({
    store: outboxStore(database),
    gateway: async () => twilioRest(rest),
    gatewayNamed: () => null,
    clock: { now: () => NOW },
    keys: createKeys(SECRET),
    random: () => 0.5,
    leaseName: () => crypto.randomUUID(),
    segments: () => 1,
    limits: { perSecond: 100, perDay: 1000 },
    quiet: null,
    timezone: async () => 'America/Chicago',
    log: logbook().log,
    metrics: createMetrics(),
  })
  const sent = await outbox.round()
  await database.close()
  if (sent !== texts.length) throw new Error(`${sent} of ${texts.length} texts left`)
}

/** Requests that Twilio would refuse, one for each rule. @returns what is wrong, and the status. */
export async function wrongRequests(apiBase: string): Promise<readonly (readonly [string, number])[]> {
  const right = { To: phoneOf(1), From: OUR_NUMBER, Body: 'P0001', ValidityPeriod: '3600' }
  const { To: _, ...nobody } = right
  const wrong: readonly (readonly [string, string, Record<string, string>])[] = [
    ['nobody to send it to', ACCOUNT, nobody],
    ['a validity that is no number', ACCOUNT, { ...right, ValidityPeriod: 'an hour' }],
    ['an account that cannot be one', 'AC12', right],
    ['a service that cannot be one', ACCOUNT, { ...right, MessagingServiceSid: 'PN7' }],
    ['a callback that is no address', ACCOUNT, { ...right, StatusCallback: 'not an address' }],
  ]
  const ask = async (account: string, form: Record<string, string>) => {
    const headers = { Authorization: `Basic ${btoa(`${account}:${TOKEN}`)}` }
    const url = `${apiBase}/2010-04-01/Accounts/${account}/Messages.json`
    const { status, body } = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) })
    await body?.cancel()
    return status
  }
  return Promise.all(wrong.map(async ([what, account, form]) => [what, await ask(account, form)] as const))
}
