import { expect, it } from 'vitest'
import { precinctId, precinctStream } from '../../../src/bot/ids.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../../src/db/event-store/store.ts'
import {
  append,
  attendance,
  caucus,
  chair,
  changePhase,
  commitOf,
  everything,
  installation,
  keys,
  p0412,
  p0413,
  p0414,
  parse,
  stranger,
} from '../fixtures.ts'

import { type Current, rowsOf, trouble } from './shared.ts'

/** Loading a caucus. */
export function installing(current: Current): void {
  it('refuses to serve before a caucus is loaded', async () => {
    expect(await trouble(eventStore(current(), parse).load(chair))).toBe('not_loaded')
    expect(await recordReader(current()).phase()).toBeNull()
  })

  it('loads a caucus whole, in setup, and says so in the log', async () => {
    const database = current()
    expect(await install(database, keys, installation)).toEqual({ ok: true })
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
    expect(await recordReader(database).phase()).toEqual({ table: 'phase', phase: 'setup', version: 1 })
    const [entry] = await recordReader(database).entries()
    const data = { name: 'Tests', rules: 'ia2020', precincts: 3 }
    expect(entry).toMatchObject({ stream: 'caucus', version: 1, event: { type: 'CaucusLoaded', data } })
    expect(entry?.hash).toBe(keys.chain('', 'caucus', 1, { type: 'CaucusLoaded', data }, installation.at, 'system'))
  })

  it('replaces a caucus that is still in setup, keeps the texts, and serves the new configuration', async () => {
    const database = current()
    await install(database, keys, installation)
    const store = eventStore(database, parse)
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
    expect(await install(database, keys, again)).toEqual({ ok: true })
    expect((await store.load(chair)).caucus).toEqual(renamed)
    expect((await store.load(chair)).bindings).toEqual([])
    expect((await store.load(stranger)).precincts).toEqual([p0414])
    expect(await store.answered('SM1' as never)).toBe('reply to SM1')
    expect((await recordReader(database).entries()).map(({ version }) => version)).toEqual([1, 2])
  })

  it('does not overwrite a caucus that left setup, nor one with reports', async () => {
    const database = current()
    await install(database, keys, installation)
    const store = eventStore(database, parse)
    await changePhase(store, 1, 'setup', 'practice')
    const before = await everything(recordReader(database))
    expect(await install(database, keys, installation)).toEqual({ ok: false, reason: 'started', phase: 'practice' })
    expect(await everything(recordReader(database))).toEqual(before)
    await store.commit(commitOf('SM1', { appends: [append(precinctStream('practice', p0412.id), 0, [attendance(1)])] }))
    await changePhase(store, 2, 'practice', 'setup')
    expect(await install(database, keys, installation)).toEqual({ ok: false, reason: 'started', phase: 'setup' })
  })

  it('loads a whole state at once, and nothing at all where the last line is bad', async () => {
    const database = current()
    const precincts = Array.from({ length: 1765 }, (_, i) => ({
      ...p0412,
      id: precinctId(`P${String(i + 1).padStart(4, '0')}`) ?? p0412.id,
    }))
    const people = precincts.map(({ id }) => ({ person: keys.person(id), phone: `+1515${id.slice(1)}` }))
    const bindings = precincts.map(({ id }) => ({ person: keys.person(id), precinct: id, kind: 'registered' }) as const)
    const state = { ...installation, precincts, people, bindings, pins: [] }
    const bad = { ...state, precincts: [...precincts.slice(0, -1), { ...p0412, id: 'P1765' as never, delegates: -1 }] }
    expect(await trouble(install(database, keys, bad))).toBe('refused')
    const unknown = { ...state, bindings: [...bindings, { ...bindings[0], precinct: 'P9999' } as never] }
    expect(await trouble(install(database, keys, unknown))).toBe('refused')
    for (const table of ['caucus', 'events', 'counties', 'precincts', 'people', 'bindings']) {
      expect(await rowsOf(database, `select * from ${table}`)).toEqual([])
    }
    expect(await install(database, keys, state)).toEqual({ ok: true })
    expect(await rowsOf(database, 'select count(*) as n from bindings')).toEqual([{ n: 1765 }])
    expect((await eventStore(database, parse).load(keys.person('P1765'))).precincts).toEqual([
      { ...p0412, id: 'P1765' },
    ])
  })

  it('lets one of two who load at the same time', async () => {
    const both = await Promise.all([1, 2].map(() => install(current(), keys, installation)))
    expect(both).toContainEqual({ ok: true })
    const refused = both.filter((one) => !one.ok)
    // On one connection the second may already have seen the first, and then replaces it.
    expect(refused.every((one) => !one.ok && one.reason === 'conflict')).toBe(true)
    const log = await recordReader(current()).entries()
    expect(log.map(({ version }) => version)).toEqual(log.map((_, i) => i + 1))
  })
}
