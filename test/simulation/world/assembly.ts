/** The one place that knows the program, beside its databases (sqlite.ts, d1.ts): everything else here speaks to it by what stands here. */
import type { Context } from 'hono'
import { parseConfig } from '../../../src/bot/config.ts'
import type { EventType } from '../../../src/bot/event.ts'
import { rowsOfStream } from '../../../src/bot/handle/read-model.ts'
import { type PrecinctId, precinctId } from '../../../src/bot/ids.ts'
import { cardPin } from '../../../src/bot/phone/card-pin.ts'
import type { Alert } from '../../../src/bot/ports.ts'
import type { Reply } from '../../../src/bot/reply.ts'
import { addUser } from '../../../src/cli/user/accounts.ts'
import type { Database } from '../../../src/db/connection/database.ts'
import { StoreError } from '../../../src/db/connection/errors.ts'
import { consoleReader } from '../../../src/db/console/reader.ts'
import { consoleStore } from '../../../src/db/console/store.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { rebuild } from '../../../src/db/event-store/rebuild.ts'
import { readEnvironment } from '../../../src/environment.ts'
import { totpCode } from '../../../src/hq/access/totp.ts'
import { createVault } from '../../../src/hq/access/vault.ts'
import { createKeys } from '../../../src/keys/keys.ts'
import { createSigner } from '../../../src/keys/signatures.ts'
import { ruleSets } from '../../../src/math/rules.ts'
import { verifyLedger } from '../../../src/results/ledger/verify.ts'
import { assemble, type ServerParts } from '../../../src/server/assemble.ts'
import type { Rng } from './rng.ts'

export type { RuleSet } from '../../../src/math/types.ts'
export { simulatedApi } from '../../../src/sms/simulated/api.ts'
export { signature } from '../../../src/sms/twilio/signature.ts'
export { readTwiml } from '../../../src/sms/twilio/twiml.ts'
export type { Database }
export { verifyLedger }

export const SECRET = 'c2ltdWxhdG9yLW9ubHktbm90LWEtcmVhbC1zZWNyZXQ'
export const LINE = '+15155550100'
export const HQ_PHONE = '+15155550199'
export const PUBLIC_URL = 'https://caucus.example'
export const ACCOUNT = { sid: `AC${'0'.repeat(32)}`, token: 'a-token-of-the-simulated-carrier' }
export const TIMEZONE = 'America/Chicago'

const keys = createKeys(SECRET)
const signer = await createSigner(SECRET)
export const publicKey = signer.publicKey
/** The pseudonym under which a phone stands in the record. */
export const personOf = (phone: string): string => keys.person(phone)
export const pinOf = (precinct: string): string => cardPin(keys, idOf(precinct), 1)
/** Every rule set by name. A night draws one by its place here: a new name, or another order, changes the nights of old seeds. */
export const RULES: readonly string[] = Object.keys(ruleSets)
export const rulesNamed = (name: string) => {
  const rules = ruleSets[name]
  if (rules === undefined) throw new Error(`no rules are called ${name}`)
  return rules
}

function idOf(text: string): PrecinctId {
  const id = precinctId(text)
  if (id === null) throw new Error(`${text} is no precinct's code`)
  return id
}

/** A precinct of the invented caucus. */
export interface RosterLine {
  readonly id: string
  readonly county: string
  readonly seats: number
  readonly language: 'en' | 'es'
  readonly chair: string
  readonly phones: readonly string[]
}

export interface CaucusFiles {
  readonly rules: string
  readonly candidates: readonly string[]
  readonly roster: readonly RosterLine[]
}

/** Loads an invented caucus, as `init` does. */
export async function loadCaucus(database: Database, files: CaucusFiles, at: string): Promise<void> {
  const json = {
    name: 'Simulated Caucus',
    date: '2028-02-07',
    timezone: TIMEZONE,
    rules: files.rules,
    phone: LINE,
    hq_phone: HQ_PHONE,
    state: 'IA',
    languages: ['en', 'es'],
    candidates: files.candidates.map((name) => ({ name, code: codeOf(name), aliases: [] })),
    practice: { candidates: ['Apple', 'Pear', 'Plum', 'Cherry'].map((name) => ({ name, code: codeOf(name) })) },
  }
  const parsed = parseConfig(json)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  const counties = [...new Set(files.roster.map(({ county }) => county))]
  const phones = [...new Map(files.roster.flatMap((line) => line.phones.map((phone) => [phone, line.chair])))]
  const done = await install(database, keys, {
    configJson: JSON.stringify(json),
    caucus: parsed.caucus,
    precincts: files.roster.map((line) => ({
      id: idOf(line.id),
      county: line.county,
      name: `Ward ${line.id}`,
      district: '3',
      delegates: line.seats,
      language: line.language,
      timezone: null,
    })),
    counties: counties.map((name) => ({ name, countyDelegates: 100, stateDelegates: 20 })),
    people: phones.map(([phone, name]) => ({ person: keys.person(phone), phone, name })),
    bindings: files.roster.flatMap((line) =>
      line.phones.map((phone, i) => ({
        person: keys.person(phone),
        precinct: idOf(line.id),
        kind: i === 0 ? ('registered' as const) : ('backup' as const),
      })),
    ),
    pins: files.roster.map(({ id }) => ({ precinct: idOf(id), hash: keys.pinHash(idOf(id), pinOf(id)) })),
    at,
  })
  if (!done.ok) throw new Error(done.reason)
}

const codeOf = (name: string): string => name.slice(0, 2).toUpperCase()

/** A password costs nothing to try: in a night many sign in. */
const PASSWORD_WORK = { N: 16, R: 1, P: 1 }

/** Who may sign in to the console: made as the command line makes them. */
export interface Account {
  readonly name: string
  readonly role: 'viewer' | 'operator' | 'supervisor' | 'admin'
  readonly password: string
  readonly totp: string
}
export async function makeAccount(
  database: Database,
  name: string,
  role: Account['role'],
  clock: { now(): string },
  draw: Rng,
): Promise<Account> {
  const vault = createVault(SECRET, PASSWORD_WORK, (count) => draw.bytes(count))
  const password = `${name} is at headquarters`
  const deps = { reader: consoleReader(database), store: consoleStore(database, keys), vault, clock }
  const made = await addUser(deps, name, role, password)
  if (!made.ok) throw new Error(made.problem)
  return { name, role, password, totp: made.totp }
}
/** What the authenticator app shows. */
export const totpAt = (totp: string, at: string): string => totpCode(totp, at)

/** As a person would set it, in variables whose names are a contract. */
const environment = (() => {
  const read = readEnvironment(
    {
      TWILIO_ACCOUNT_SID: ACCOUNT.sid,
      TWILIO_AUTH_TOKEN: ACCOUNT.token,
      TWILIO_FROM: LINE,
      TWILIO_API_BASE: 'https://carrier.example',
      PUBLIC_URL,
      CAUCUSLINE_SECRET: SECRET,
      METRICS_TOKEN: 'metrics-token-of-the-night',
      SEGMENTS_PER_SECOND: '50',
    },
    'test',
  )
  if (!read.ok) throw new Error(read.problems.join('; '))
  return read.environment
})()

/** What the program says in its log: for the invariant that looks for private things there. */
export type LogLine = string

/** The program as it runs: from the start of a process to its end. */
export interface Program extends Pick<ServerParts, 'publish' | 'send' | 'remind' | 'reconcile'> {
  fetch(request: Request): Promise<Response>
}

export async function startProgram(world: {
  readonly database: Database
  readonly clock: { now(): string }
  readonly draw: Rng
  readonly fetch: typeof fetch
  readonly log: (line: LogLine) => void
}): Promise<Program> {
  const { draw, log } = world
  const say = (level: string) => (fields: object, message: string) =>
    log(`${level} ${message} ${JSON.stringify(fields)}`)
  const parts = await assemble({
    database: world.database,
    secret: SECRET,
    clock: world.clock,
    environment,
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    remoteAddress: (c: Context) => c.req.header('x-simulated-address') ?? '203.0.113.9',
    random: {
      share: () => draw.share(),
      uuid: () => Buffer.from(draw.bytes(16)).toString('hex'),
      bytes: (count) => draw.bytes(count),
    },
    fetch: world.fetch,
    passwordWork: PASSWORD_WORK,
  })
  return {
    publish: parts.publish,
    send: parts.send,
    remind: parts.remind,
    reconcile: parts.reconcile,
    fetch: async (request) => parts.app.fetch(request),
  }
}

/** Compares the read tables with the record. @returns the keys of the rows that differ */
export async function rowsThatDiffer(database: Database): Promise<readonly string[]> {
  const rebuilt = await rebuild(database, rowsOfStream, false)
  return rebuilt?.differs.map(({ table, key }) => `${table} ${key}`) ?? []
}

/** Errors as the driver's would arrive. */
export const diskError = (kind: 'busy' | 'full'): Error =>
  new StoreError(kind, kind === 'busy' ? 'the database is locked by another process' : 'the disk is full')

/** The closed lists of what the program does: coverage names each. */
export type EventKind = EventType
export type ReplyKind = Reply['kind']
export type AlertKind = Alert['kind']
