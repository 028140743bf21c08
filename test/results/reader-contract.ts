import { expect } from 'vitest'
import type { PrecinctId } from '../../src/bot/ids.ts'
import type { Database } from '../../src/db/connection/database.ts'
import { statement } from '../../src/db/connection/sql.ts'
import type { WholeWay } from './whole-way.ts'

/** What publication may rely on, on either database: pages, and a setting that is read only when it is another one. */
export async function readsForPublication(database: Database, way: WholeWay): Promise<void> {
  const { reader } = way
  await way.report(0, 'Ash 45 Birch 38 Cedar 10', 'Ash 50 Birch 43')
  await way.report(1, 'Ash 20 Birch 30', 'Ash 20 Birch 30')
  await way.publish()

  const events = await reader.events('live', 0, 999)
  expect(events.length).toBeGreaterThan(6)
  expect(events.at(-1)?.position).toBe(await reader.end())
  const first = await reader.events('live', 0, 3)
  expect(first).toEqual(events.slice(0, 3))
  expect(await reader.events('live', first.at(-1)?.position ?? 0, 999)).toEqual(events.slice(3))
  expect(await reader.events('practice', 0, 999)).toEqual([])

  await way.report(2, 'Ash 10 Cedar 30 Birch 3', 'Ash 10 Cedar 33')
  await way.publish()
  const snapshots = await reader.snapshots('live', 0, 9)
  expect(snapshots.map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(await reader.snapshots('live', 0, 1)).toEqual(snapshots.slice(0, 1))
  expect(await reader.snapshots('live', 1, 9)).toEqual(snapshots.slice(1))

  // More than D1 binds to one statement.
  const precincts = Array.from({ length: 200 }, (_, i) => `P${String(i + 2).padStart(4, '0')}` as PrecinctId)
  const rows = await reader.rows('live', precincts)
  expect([...rows.keys()].sort()).toEqual(['P0002', 'P0003'])
  expect(JSON.parse(rows.get('P0002' as PrecinctId)?.published ?? 'null')).toMatchObject({ kind: 'approved' })

  await settles(database, way)
}

async function settles({ batchWrite }: Database, { reader, report }: WholeWay): Promise<void> {
  expect(await reader.rosterChanges()).toEqual([])
  const setting = await reader.setting()
  await report(0, 'Ash 45 Birch 38 Cedar 10', 'Ash 49 Birch 44')
  expect(await reader.setting()).toBe(setting)

  const change = `insert into events (stream, version, type, data, at, actor, cause, hash)
    values ('roster/P0003', 1, 'RosterChanged', '{}', 'at', 'system', 'hq', '${'0'.repeat(64)}')`
  await batchWrite([statement(change)])
  await batchWrite([statement(`update precincts set name = 'Told' where id = 'P0003'`)])
  const renamed = await reader.setting()
  expect(renamed).not.toBe(setting)
  expect(renamed.places.map(({ name }) => name)).toEqual(['Adair P0001', 'Adair P0002', 'Told'])
  expect({ ...renamed, places: [] }).toEqual({ ...setting, places: [] })

  await batchWrite([statement(`update precincts set name = 'Behind our back' where id = 'P0002'`)])
  expect(await reader.setting()).toBe(renamed)
  const anew = await reader.settingAnew()
  expect(anew.places[1]?.name).toBe('Behind our back')
  expect(await reader.setting()).toBe(anew)

  const changes = [
    ['name', '"Adair P0003"'],
    ['delegates', '"7"'],
    ['phone', '"p_00000000000000c1"'],
    ['congressional_district', 'null'],
  ].map(([field, from], i) =>
    statement(`insert into events (stream, version, type, data, at, actor, cause, hash) values ('roster/P0003', ${i + 2},
      'RosterChanged', '{"precinct":"P0003","field":"${field}","from":${from},"to":"x","reason":"r"}', 'at', 'system', 'hq', '${'0'.repeat(64)}')`),
  )
  for (const insert of changes) await batchWrite([insert])
  expect(await reader.rosterChanges()).toEqual([
    { precinct: 'P0003', field: 'district', from: null },
    { precinct: 'P0003', field: 'delegates', from: '7' },
    { precinct: 'P0003', field: 'name', from: 'Adair P0003' },
  ])
}
