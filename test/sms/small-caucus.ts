import { parseConfig } from '../../src/bot/config.ts'
import { type PrecinctId, precinctId } from '../../src/bot/ids.ts'
import type { Database, Statement } from '../../src/db/connection/database.ts'
import { install } from '../../src/db/event-store/install.ts'
import { createKeys } from '../../src/keys/keys.ts'
import { OUR_NUMBER } from './fixtures.ts'

export const SECRET = 'Zm9yLXRlc3RzLW9ubHktbm90LWEtcmVhbC1zZWNyZXQ'
const candidates = ['Biden', 'Buttigieg', 'Klobuchar', 'Sanders', 'Warren', 'Yang'].map((name) => ({
  name,
  code: name[0] === 'B' ? name.slice(0, 2).toUpperCase() : name.slice(0, 1),
}))
const config = {
  name: 'A small caucus',
  date: '2020-02-03',
  timezone: 'America/Chicago',
  rules: 'ia2020',
  phone: OUR_NUMBER,
  hq_phone: '+15155550199',
  candidates,
}

export const phoneOf = (n: number): string => `+1515555${String(1000 + n)}`
export const precinctOf = (n: number): string => `P${String(n).padStart(4, '0')}`
export const sql = (text: string, ...params: unknown[]): Statement => ({ toSQL: () => ({ sql: text, params }) })

/** Loads a caucus of a few precincts, each with its chair's phone, and goes live. */
export async function loadSmall(database: Database, precincts = 3): Promise<void> {
  const keys = createKeys(SECRET)
  const parsed = parseConfig(config)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const numbers = [...Array(precincts).keys()]
  const id = (n: number): PrecinctId => precinctId(precinctOf(n)) as PrecinctId
  const done = await install(database, keys, {
    configJson: JSON.stringify(config),
    caucus: parsed.caucus,
    precincts: numbers.map((n) => ({
      id: id(n),
      county: 'Polk',
      name: `Precinct ${n}`,
      district: '3',
      delegates: 7,
      language: 'en',
      timezone: null,
    })),
    counties: [{ name: 'Polk', countyDelegates: 100, stateDelegates: 20 }],
    people: numbers.map((n) => ({ person: keys.person(phoneOf(n)), phone: phoneOf(n) })),
    bindings: numbers.map((n) => ({ person: keys.person(phoneOf(n)), precinct: id(n), kind: 'registered' })),
    at: '2020-02-03T00:00:00.000Z',
  })
  if (!done.ok) throw new Error(done.reason)
  // The supervisor's act, without its event: what follows concerns the carriers' side.
  await database.batchWrite([sql("update caucus set phase = 'live'")])
}
