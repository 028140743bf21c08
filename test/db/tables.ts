import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Stored } from '../../src/bot/event.ts'
import { phoneStream, precinctId, precinctStream, type StreamId } from '../../src/bot/ids.ts'
import type { PhoneRow, ReportRow } from '../../src/bot/ports.ts'
import type { Database, Statement } from '../../src/db/database.ts'
import { install } from '../../src/db/install.ts'
import { sqlReader } from '../../src/db/reader.ts'
import { rebuild } from '../../src/db/rebuild.ts'
import { sqlStore } from '../../src/db/sql-store.ts'
import {
  append,
  attendance,
  caucus,
  chair,
  changePhase,
  commitOf,
  everything,
  installation,
  p0412,
  p0413,
  p0414,
  parse,
  reportRow,
  seal,
  stranger,
} from './fixtures.ts'

/** What the tables hold to by themselves, on both databases. `open` gives an empty one, migrated, each time. */
export function tablesContract(name: string, open: () => Promise<Database>): void {
  describe(`the tables in ${name}`, () => {
    let database: Database
    beforeEach(async () => {
      database = await open()
    })
    afterEach(() => database.close())
    const current = (): Database => database
    installing(current)
    guarding(current)
    rebuilding(current)
  })
}

type Current = () => Database

const statement = (sql: string, ...params: readonly unknown[]): Statement => ({
  toSQL: () => ({ sql, params: [...params] }),
})
const rowsOf = async (database: Database, sql: string) => (await database.together([statement(sql)]))[0] ?? []
const trouble = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  )

function installing(current: Current): void {
  it('refuses to serve before a caucus is loaded', async () => {
    expect(await trouble(sqlStore(current(), parse).load(chair))).toBe('not_loaded')
    expect(await sqlReader(current()).phase()).toBeNull()
  })

  it('loads a caucus whole, in setup, and says so in the log', async () => {
    const database = current()
    expect(await install(database, seal, installation)).toEqual({ ok: true })
    expect(await rowsOf(database, 'select * from counties')).toEqual([
      { name: 'Adair', county_delegates: 51, state_delegates: 4 },
    ])
    const precincts = await rowsOf(database, 'select * from precincts order by id')
    expect(precincts).toEqual([
      { ...p0412, kind: null, registered: null, pool: null },
      { ...p0413, kind: 'satellite', registered: 900, pool: 'CD1' },
      { ...p0414, kind: null, registered: null, pool: null },
    ])
    expect(await rowsOf(database, 'select phone, name from people order by phone')).toEqual([
      { phone: '+15155550101', name: 'Ada' },
      { phone: '+15155550102', name: null },
    ])
    expect(await rowsOf(database, 'select precinct, used_by from pins')).toEqual([{ precinct: 'P0412', used_by: null }])
    expect(await sqlReader(database).phase()).toEqual({ table: 'phase', phase: 'setup', version: 1 })
    const [entry] = await sqlReader(database).entries()
    const data = { name: 'Tests', rules: 'ia2020', precincts: 3 }
    expect(entry).toMatchObject({ stream: 'caucus', version: 1, event: { type: 'CaucusLoaded', data } })
    expect(entry?.hash).toBe(seal.chain('', 'caucus', 1, { type: 'CaucusLoaded', data }, installation.at, 'system'))
  })

  it('replaces a caucus that is still in setup, keeps the texts, and serves the new configuration', async () => {
    const database = current()
    await install(database, seal, installation)
    const store = sqlStore(database, parse)
    expect((await store.load(chair)).caucus).toEqual(caucus)
    await store.commit(commitOf('SM1'))
    const renamed = { ...caucus, name: 'Again' }
    const bindings = [{ person: stranger, precinct: p0414.id, kind: 'registered' }] as const
    const again = {
      ...installation,
      configJson: JSON.stringify(renamed),
      caucus: renamed,
      precincts: [p0414],
      bindings,
      pins: [],
    }
    expect(await install(database, seal, again)).toEqual({ ok: true })
    expect((await store.load(chair)).caucus).toEqual(renamed)
    expect((await store.load(chair)).bindings).toEqual([])
    expect((await store.load(stranger)).precincts).toEqual([p0414])
    expect(await store.answered('SM1' as never)).toBe('reply to SM1')
    expect((await sqlReader(database).entries()).map(({ version }) => version)).toEqual([1, 2])
  })

  it('does not overwrite a caucus that left setup, nor one with reports', async () => {
    const database = current()
    await install(database, seal, installation)
    const store = sqlStore(database, parse)
    await changePhase(store, 1, 'setup', 'practice')
    const before = await everything(sqlReader(database))
    expect(await install(database, seal, installation)).toEqual({ ok: false, reason: 'started', phase: 'practice' })
    expect(await everything(sqlReader(database))).toEqual(before)
    await store.commit(commitOf('SM1', { appends: [append(precinctStream('practice', p0412.id), 0, [attendance(1)])] }))
    await changePhase(store, 2, 'practice', 'setup')
    expect(await install(database, seal, installation)).toEqual({ ok: false, reason: 'started', phase: 'setup' })
  })

  it('loads a whole state at once, and nothing at all where the last line is bad', async () => {
    const database = current()
    const precincts = Array.from({ length: 1765 }, (_, i) => ({
      ...p0412,
      id: precinctId(`P${String(i + 1).padStart(4, '0')}`) ?? p0412.id,
    }))
    const people = precincts.map(({ id }) => ({ person: seal.person(id), phone: `+1515${id.slice(1)}` }))
    const bindings = precincts.map(({ id }) => ({ person: seal.person(id), precinct: id, kind: 'registered' }) as const)
    const state = { ...installation, precincts, people, bindings, pins: [] }
    const bad = { ...state, precincts: [...precincts.slice(0, -1), { ...p0412, id: 'P1765' as never, delegates: -1 }] }
    expect(await trouble(install(database, seal, bad))).toBe('refused')
    const unknown = { ...state, bindings: [...bindings, { ...bindings[0], precinct: 'P9999' } as never] }
    expect(await trouble(install(database, seal, unknown))).toBe('refused')
    for (const table of ['caucus', 'events', 'counties', 'precincts', 'people', 'bindings']) {
      expect(await rowsOf(database, `select * from ${table}`)).toEqual([])
    }
    expect(await install(database, seal, state)).toEqual({ ok: true })
    expect(await rowsOf(database, 'select count(*) as n from bindings')).toEqual([{ n: 1765 }])
    expect((await sqlStore(database, parse).load(seal.person('P1765'))).precincts).toEqual([{ ...p0412, id: 'P1765' }])
  })

  it('lets one of two who load at the same time', async () => {
    const both = await Promise.all([1, 2].map(() => install(current(), seal, installation)))
    expect(both).toContainEqual({ ok: true })
    const refused = both.filter((one) => !one.ok)
    // On one connection the second may already have seen the first, and then replaces it.
    expect(refused.every((one) => !one.ok && one.reason === 'conflict')).toBe(true)
    const log = await sqlReader(current()).entries()
    expect(log.map(({ version }) => version)).toEqual(log.map((_, i) => i + 1))
  })
}

function guarding(current: Current): void {
  const event = (stream: string, version: number, data = '{}', type = 'T') =>
    statement(
      `insert into events (stream, version, type, data, at, actor, cause, hash) values (?, ?, ?, ?, 'at', 'system', 'c', 'h')`,
      stream,
      version,
      type,
      data,
    )
  const text = (sid: string) =>
    statement(`insert into inbox (sid, carrier, person, at, kind, answered) values (?, 'c', 'p', 'at', 'k', 0)`, sid)

  const replacing = (seq: number | null) =>
    statement(
      `insert or replace into events (seq, stream, version, type, data, at, actor, cause, hash)
       values (?, ?, ?, 'T', '{"a":1}', 'at', 'system', 'c', 'h')`,
      seq,
      seq === null ? 's' : 'caucus',
      2,
    )

  it('takes events one after the other, and texts', async () => {
    await current().atomically([event('s', 1), event('s', 2), event('t', 1), text('SM1')])
    expect(await rowsOf(current(), 'select stream, version from events order by seq')).toEqual([
      { stream: 's', version: 1 },
      { stream: 's', version: 2 },
      { stream: 't', version: 1 },
    ])
  })

  const refused: readonly (readonly [string, Statement, string])[] = [
    ['changing an event', statement(`update events set data = '{"a":1}' where version = 1`), 'append-only'],
    ['replacing an event', replacing(null), 'events.stream'],
    ['replacing an event by its place in the log', replacing(2), 'events.stream'],
    [
      'replacing a receipt',
      statement(`insert or replace into inbox values (9, 'SM1', 'c', 'p', 'at', null, 'x', 0)`),
      'inbox.sid',
    ],
    [
      'replacing a receipt by its place',
      statement(`insert or replace into inbox values (1, 'SM7', 'c', 'p', 'at', null, 'x', 0)`),
      'inbox.sid',
    ],
    ['deleting the last event', statement('delete from events where version = 2'), 'append-only'],
    ['changing a receipt', statement(`update inbox set kind = 'x'`), 'append-only'],
    ['deleting a receipt', statement('delete from inbox'), 'append-only'],
    ['a gap', event('s', 4), 'FOREIGN KEY'],
    ['a stream that does not begin with 1', event('u', 2), 'FOREIGN KEY'],
    ['a version 0', event('u', 0), 'CHECK'],
    ['a version that is not whole', event('s', 2.5), 'cannot store'],
    ['the same version twice', event('s', 2), 'UNIQUE'],
    ['data that is not JSON', event('s', 3, '{"a":'), 'CHECK'],
    ['an unknown phase', statement(`update caucus set phase = 'open'`), 'CHECK'],
    [
      'a second caucus',
      statement(`insert into caucus select 2, config, loaded, phase, 1, loaded_at from caucus`),
      'CHECK',
    ],
    [
      'an unknown stage',
      statement(`insert into reports values ('live', 'P1', 1, 'done', 1, 0, 'at', '{}', null, null)`),
      'CHECK',
    ],
    ['a row in the table of guards', statement('insert into guards values (1)'), 'guard_refused'],
  ]
  it.each(refused)('refuses %s, and the rest of its list with it', async (_, write, why) => {
    const database = current()
    await install(database, seal, installation)
    await database.atomically([event('s', 1), event('s', 2), text('SM1')])
    const before = [await rowsOf(database, 'select * from events'), await rowsOf(database, 'select * from inbox')]
    const error = await database.atomically([text('SM2'), write, text('SM3')]).catch((thrown: Error) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toContain(why)
    expect([await rowsOf(database, 'select * from events'), await rowsOf(database, 'select * from inbox')]).toEqual(
      before,
    )
  })

  it('keeps the record when what people said and their phones are erased', async () => {
    const database = current()
    await install(database, seal, installation)
    const store = sqlStore(database, parse)
    await store.commit(commitOf('SM1', { appends: [append(phoneStream(chair), 0, [attendance(1)])] }))
    const before = await sqlReader(database).entries()
    await database.atomically([
      statement('delete from texts'),
      statement('delete from people'),
      statement('delete from media'),
    ])
    expect(await sqlReader(database).entries()).toEqual(before)
    expect(await sqlReader(database).texts()).toMatchObject([{ sid: 'SM1', from: null, body: null, reply: null }])
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: false, reason: 'duplicate', reply: '' })
    expect((await store.load(chair)).lastReply).toBeNull()
  })
}

function project(stream: StreamId, events: readonly Stored[]): readonly (ReportRow | PhoneRow)[] {
  const version = events.length
  const [kind, id] = stream.split('/') as [string, never]
  if (kind === 'phone')
    return [{ table: 'phones', person: id, version, language: null, checkedIn: null, optedOut: version > 1 }]
  const draft = JSON.stringify(events.at(-1)?.event.data)
  return [
    reportRow(version, { phase: kind as 'live', precinct: id, draft, record: version > 1 ? '{"it’s":"✓"}' : null }),
  ]
}

/** A night in small: three precincts and a phone, in two phases, rows written as the bot does. */
async function night(database: Database): Promise<void> {
  await install(database, seal, installation)
  const store = sqlStore(database, parse)
  await changePhase(store, 1, 'setup', 'practice')
  await changePhase(store, 2, 'practice', 'live')
  const streams: readonly StreamId[] = [
    precinctStream('live', p0412.id),
    precinctStream('live', p0413.id),
    precinctStream('practice', p0412.id),
    phoneStream(chair),
  ]
  for (const [i, stream] of [...streams, ...streams.slice(1)].entries()) {
    const expected = i < streams.length ? 0 : 1
    const appended = append(stream, expected, [attendance(100 + i)])
    const before = expected === 0 ? [] : [...append(stream, 0, [attendance(100)]).events]
    const rows = project(stream, [...before, ...appended.events])
    const result = await store.commit(commitOf(`SM${i}`, { appends: [appended], rows }))
    if (!result.ok) throw new Error(result.reason)
  }
}

function rebuilding(current: Current): void {
  it('changes nothing by refilling the read tables from the record', async () => {
    await night(current())
    const before = (await everything(sqlReader(current()))) as { reports: unknown[]; phones: unknown[] }
    expect([before.reports.length, before.phones.length]).toEqual([3, 1])
    expect(await rebuild(current(), project)).toBe(10)
    expect(await everything(sqlReader(current()))).toEqual(before)
  })

  it('puts right what was wrong', async () => {
    await night(current())
    const before = await everything(sqlReader(current()))
    await current().atomically([
      statement('delete from phones'),
      statement(`update reports set stage = 'held', version = 99`),
      statement(`insert into reports select 'practice', 'P0414', 1, 'held', 1, 0, 'at', '{}', null, null`),
      statement(`update caucus set phase = 'closed', phase_version = 9`),
    ])
    expect(await everything(sqlReader(current()))).not.toEqual(before)
    await rebuild(current(), project)
    expect(await everything(sqlReader(current()))).toEqual(before)
  })

  it('leaves everything alone when somebody writes meanwhile', async () => {
    await night(current())
    const store = sqlStore(current(), parse)
    const late = append(precinctStream('live', p0414.id), 0, [attendance(7)])
    const meddled: Database = {
      ...current(),
      atomically: async (writes) => {
        await store.commit(commitOf('SM-late', { appends: [late], rows: project(late.stream, late.events) }))
        await current().atomically(writes)
      },
    }
    expect(await rebuild(meddled, project)).toBeNull()
    expect((await sqlReader(current()).reports()).map(({ precinct }) => precinct)).toContain('P0414')
    expect(await rebuild(current(), project)).toBe(11)
  })

  it('reads a record of more than one page', async () => {
    await install(current(), seal, installation)
    const store = sqlStore(current(), parse)
    for (const [i, { id }] of [p0412, p0413, p0414].entries()) {
      const events = Array.from({ length: 700 }, (_, n) => attendance(n))
      await store.commit(commitOf(`SM${i}`, { appends: [append(precinctStream('live', id), 0, events)] }))
    }
    const seen: [StreamId, number][] = []
    const read = await rebuild(current(), (stream, events) => {
      expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1))
      seen.push([stream, events.length])
      return []
    })
    expect(read).toBe(2101)
    expect(seen).toEqual([
      ['live/P0412', 700],
      ['live/P0413', 700],
      ['live/P0414', 700],
    ])
  })
}
