import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '../../src/bot/ids.ts'
import { openSqlite, type SqliteDatabase } from '../../src/db/connection/better-sqlite3.ts'
import { columnName } from '../../src/db/connection/sql.ts'
import { consoleStore } from '../../src/db/console/store.ts'
import type { RowWrite, Table, Tables } from '../../src/hq/ports.ts'
import { at, keys, outgoing, p0412 } from './fixtures.ts'

const person = 'u_1111111111111111' as Person
const precinct = p0412.id

/** A row of each table that the console writes, with each of its fields. */
const rows: { readonly [T in Table]: Tables[T] } = {
  accounts: {
    id: person,
    name: 'Dana',
    role: 'operator',
    password: null,
    totp: null,
    totpStep: 0,
    madeBy: null,
    resetBy: null,
    madeAt: at,
    blockedAt: null,
    seenEvent: 0,
  },
  recovery: { id: 'r', account: person, usedAt: null },
  invitations: { id: 'i', account: person, madeBy: null, endsAt: at, usedAt: null },
  sessions: { id: 's', account: person, madeAt: at, seenAt: at, endsAt: at, endedAt: null },
  devices: { id: 'd', account: person, madeAt: at },
  attempts: { id: 'a', failures: 1, since: at, lockedUntil: null },
  seconds: {
    id: 's',
    kind: 'override',
    phase: 'live',
    precinct,
    revision: 1,
    madeBy: person,
    reason: '',
    at,
    second: null,
    outcome: null,
    endedAt: null,
  },
  reminders: {
    id: 'r',
    title: '',
    phase: 'live',
    stage: 'all',
    county: null,
    audience: '[]',
    en: '',
    es: '',
    due: at,
    againAfter: null,
    callsAfter: null,
    step: 0,
    state: 'planned',
    madeBy: person,
    second: null,
    people: 1,
    segments: 1,
    madeAt: at,
    endedAt: null,
  },
  sends: { id: 's', reminder: 'r', step: 1, person, precinct, phase: 'live', stage: 'all', segments: 1, at },
  calls: { id: 'c', precinct, phase: 'live', why: '', at, outcome: null, madeBy: null, endedAt: null },
  settings: { id: 's', value: '' },
  queue: {
    id: 'q',
    kind: 'held',
    phase: 'live',
    precinct,
    person,
    at,
    detail: '',
    owner: null,
    takenAt: null,
    outcome: null,
    endedAt: null,
  },
  outbox: outgoing('o'),
  precincts: { id: precinct, county: '', name: '', district: '', delegates: 7, language: 'en' },
}

/** Columns that the console leaves to others. */
const others: Partial<Record<Table, readonly string[]>> = {
  outbox:
    'state attempts lease_until carrier_sid delivery error sent_at lease tried_at gateway first_due segments'.split(
      ' ',
    ),
  precincts: ['timezone', 'kind', 'registered', 'pool'],
}

describe('the tables', () => {
  let database: SqliteDatabase
  beforeEach(() => {
    database = openSqlite(':memory:')
  })
  afterEach(() => database.close())

  it('are STRICT, all that the migrations make', () => {
    const tables = database.client
      .prepare(
        `select name, strict from pragma_table_list
         where schema = 'main' and type = 'table' and name not like 'sqlite%' and name <> 'd1_migrations'`,
      )
      .all() as { readonly name: string; readonly strict: number }[]
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([])
    expect(tables.length).toBe(29)
  })

  it('have a column for each field of the console’s rows, and a field for each column', async () => {
    const store = consoleStore(database, keys)
    for (const [table, insert] of Object.entries(rows)) {
      await store.write([{ table, insert } as RowWrite])
      const name = table in others || table === 'queue' ? table : `hq_${table}`
      const columns = database.client.prepare('select name from pragma_table_info(?)').pluck().all(name)
      const written = [...Object.keys(insert).map(columnName), ...(others[table as Table] ?? [])]
      expect(written.sort(), table).toEqual(columns.sort())
    }
  })
})
