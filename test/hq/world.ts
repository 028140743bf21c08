import type { Hono } from 'hono'
import { parseConfig } from '../../src/bot/config.ts'
import { createHandle } from '../../src/bot/handle/handle-text.ts'
import { createActions } from '../../src/bot/handle/hq-actions.ts'
import { type MessageSid, type Phase, type PrecinctId, precinctId } from '../../src/bot/ids.ts'
import { cardPin } from '../../src/bot/phone/card-pin.ts'
import type { Clock, Handle } from '../../src/bot/ports.ts'
import { addUser } from '../../src/cli/user/accounts.ts'
import type { Database, Statement } from '../../src/db/connection/database.ts'
import { consoleReader } from '../../src/db/console/reader.ts'
import { consoleStore } from '../../src/db/console/store.ts'
import { install } from '../../src/db/event-store/install.ts'
import { eventStore, hqEventStore } from '../../src/db/event-store/store.ts'
import { totpCode } from '../../src/hq/access/totp.ts'
import { createVault } from '../../src/hq/access/vault.ts'
import type { ConsoleDeps } from '../../src/hq/deps.ts'
import type { Role } from '../../src/hq/ports.ts'
import { createConsole } from '../../src/hq/routes.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { iowa } from '../../src/results/pages/map/iowa.ts'
import { rosterFiles } from '../../src/server/console.ts'
import { CARRIERS } from '../../src/sms/registry.ts'

/** A caucus with its console, in a database of its own; the clock stands until it is moved. */
export const SECRET = 'Zm9yLXRlc3RzLW9ubHktbm90LWEtcmVhbC1zZWNyZXQ'
export const OWN = '+15155550100'
export const candidates = ['Biden', 'Buttigieg', 'Klobuchar', 'Sanders', 'Warren', 'Yang']
const config = {
  name: 'A small caucus',
  date: '2020-02-03',
  timezone: 'America/Chicago',
  rules: 'ia2020',
  phone: OWN,
  hq_phone: '+15155550199',
  state: 'IA',
  languages: ['en', 'es'],
  quiet_hours: { from: '23:00', to: '08:00' },
  candidates: candidates.map((name, i) => ({ name, code: `${name.slice(0, 1)}${i}` })),
  practice: {
    candidates: [
      { name: 'Apple', code: 'A1' },
      { name: 'Pear', code: 'P2' },
    ],
  },
}
export const sql = (text: string, ...params: unknown[]): Statement => ({ toSQL: () => ({ sql: text, params }) })
export const codeOf = (n: number): PrecinctId => precinctId(`P${String(n).padStart(4, '0')}`) as PrecinctId
export const phoneOf = (n: number): string => `+1515${String(5_550_200 + n)}`
const counties = Object.keys(iowa.paths)

export interface World {
  readonly database: Database
  readonly deps: ConsoleDeps
  readonly app: Hono
  readonly gate: ReturnType<typeof createConsole>
  readonly handle: Handle
  readonly clock: Clock & { move(ms: number): void; set(at: string): void }
  /** A text from a chair's phone. @returns the answer. */
  text(from: string, body: string): Promise<string>
  phase(to: Phase): Promise<void>
  person(name: string, role: Role): Promise<Visitor>
  rows(text: string, ...params: unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>
}

export async function world(
  database: Database,
  { precincts = 6, phase = 'live' as Phase, rules = config.rules } = {},
): Promise<World> {
  let now = Date.parse('2020-02-04T01:30:00.000Z')
  const clock = {
    now: () => new Date(now).toISOString(),
    move: (ms: number) => {
      now += ms
    },
    set: (at: string) => {
      now = Date.parse(at)
    },
  }
  const keys = createKeys(SECRET)
  await load(database, keys, precincts, rules)
  const store = eventStore(database, (json) => {
    const parsed = parseConfig(JSON.parse(json))
    if (!parsed.ok) throw new Error(parsed.problems.join())
    return parsed.caucus
  })
  const deps: ConsoleDeps = {
    reader: consoleReader(database),
    store: consoleStore(database, keys),
    actions: createActions({ store: hqEventStore(database, store), keys, clock }),
    clock,
    keys,
    vault: createVault(SECRET, { N: 2 ** 10, R: 8, P: 1 }),
    compresses: true,
    secure: false,
    address: (c) => c.req.header('x-test-address') ?? null,
    map: iowa,
    roster: rosterFiles(consoleReader(database)),
    carriers: CARRIERS,
    picture: null,
  }
  const gate = createConsole(deps)
  const handle = createHandle({ store, keys, clock })
  let texts = 0
  const made: World = {
    database,
    deps,
    app: gate.app,
    gate,
    handle,
    clock,
    async text(from, body) {
      now += 1000
      texts += 1
      const sid = `SM${String(texts).padStart(6, '0')}` as MessageSid
      return (await handle({ sid, carrier: 'test', from, to: OWN, body, media: [] })).reply
    },
    phase: async (to) => {
      await database.batchWrite([sql('update caucus set phase = ?', to)])
    },
    person: (name, role) => enter(made, name, role),
    rows: async (text, ...params) => (await database.batchRead([sql(text, ...params)]))[0] ?? [],
  }
  await made.phase(phase)
  return made
}

async function load(
  database: Database,
  keys: ReturnType<typeof createKeys>,
  precincts: number,
  rules: string,
): Promise<void> {
  const parsed = parseConfig({ ...config, rules })
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const numbers = Array.from({ length: precincts }, (_, n) => n + 1)
  const done = await install(database, keys, {
    configJson: JSON.stringify({ ...config, rules }),
    caucus: parsed.caucus,
    precincts: numbers.map((n) => ({
      id: codeOf(n),
      county: counties[n % counties.length] ?? 'Polk',
      name: `Ward ${n}`,
      district: String(1 + (n % 4)),
      delegates: 7,
      language: n % 5 === 0 ? ('es' as const) : ('en' as const),
      timezone: null,
    })),
    counties: counties.map((name) => ({ name, countyDelegates: 100, stateDelegates: 20 })),
    people: numbers.map((n) => ({ person: keys.person(phoneOf(n)), phone: phoneOf(n), name: `Chair ${n}` })),
    bindings: numbers.map((n) => ({
      person: keys.person(phoneOf(n)),
      precinct: codeOf(n),
      kind: 'registered' as const,
    })),
    pins: numbers.map((n) => ({
      precinct: codeOf(n),
      hash: keys.pinHash(codeOf(n), cardPin(keys, codeOf(n), 1)),
    })),
    at: '2020-02-01T00:00:00.000Z',
  })
  if (!done.ok) throw new Error(done.reason)
}

/** Somebody with a browser: keeps its cookies, finds a form's hidden fields on the page before sending it. */
export interface Visitor {
  readonly name: string
  readonly password: string
  readonly totp: string
  readonly recovery: readonly string[]
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Sends a form with a fresh token; `from` is the page on which it stands. */
  post(path: string, fields: Readonly<Record<string, string>>, from?: string): Promise<Response>
  /** Sends exactly these fields. */
  raw(path: string, fields: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Response>
  signIn(): Promise<Response>
}

export const PASSWORD = 'four words in a row'

async function enter(of: World, name: string, role: Role): Promise<Visitor> {
  const made = await addUser(of.deps, name, role, PASSWORD)
  if (!made.ok) throw new Error(made.problem)
  const who = visitor(of, { name, password: PASSWORD, totp: made.totp, recovery: made.recovery })
  const answer = await who.signIn()
  if (answer.status !== 303) throw new Error(`${name} could not sign in: ${answer.status}`)
  return who
}

export function visitor(of: World, who: Pick<Visitor, 'name' | 'password' | 'totp' | 'recovery'>): Visitor {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const answer = await of.app.request(`http://localhost${path}`, {
      ...init,
      headers: { host: 'localhost', ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [key = '', value = ''] = pair.split('=')
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(key)
      else cookies.set(key, value)
    }
    return answer
  }
  const self: Visitor = {
    ...who,
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    raw: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', ...headers },
      }),
    async post(path, fields, from = '/hq') {
      const page = await (await self.get(from)).text()
      const hidden = (field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(page)?.[1] ?? ''
      const [version, phase] = [hidden('version'), hidden('phase')]
      return self.raw(path, {
        csrf: hidden('csrf'),
        action: of.deps.vault.id(),
        ...(version === '' ? {} : { version }),
        ...(phase === '' ? {} : { phase }),
        ...fields,
      })
    },
    signIn: () =>
      self.raw('/hq/sign-in', {
        name: who.name,
        password: who.password,
        code: totpCode(who.totp, of.clock.now()),
        to: '/hq',
      }),
  }
  return self
}
