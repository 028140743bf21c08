import { expect, it } from 'vitest'
import type { Stored } from '../../../src/bot/event.ts'
import { phoneStream, precinctStream, type StreamId } from '../../../src/bot/ids.ts'
import type { PhoneRow, ReportRow } from '../../../src/bot/ports.ts'
import type { Database } from '../../../src/db/connection/database.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { rebuild } from '../../../src/db/event-store/rebuild.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../../src/db/event-store/store.ts'
import {
  append,
  attendance,
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
  reportRow,
} from '../fixtures.ts'

import { type Current, statement } from './shared.ts'

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
  await install(database, keys, installation)
  const store = eventStore(database, parse)
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

/** A database on which nothing may be written. */
const untouched = (database: Database): Database => ({
  ...database,
  batchWrite: async () => {
    throw new Error('something was written')
  },
})

/** The read tables are a function of the record. */
export function rebuilding(current: Current): void {
  it('changes nothing by refilling the read tables from the record', async () => {
    await night(current())
    const before = (await everything(recordReader(current()))) as { reports: unknown[]; phones: unknown[] }
    expect([before.reports.length, before.phones.length]).toEqual([3, 1])
    expect(await rebuild(untouched(current()), project)).toEqual({ events: 10, rows: 5, differs: [] })
    expect(await everything(recordReader(current()))).toEqual(before)
  })

  it('puts right what was wrong', async () => {
    await night(current())
    const before = await everything(recordReader(current()))
    await current().batchWrite([
      statement('delete from phones'),
      statement(`update reports set stage = 'held', version = 99`),
      statement(`insert into reports select 'practice', 'P0414', 1, 'held', 1, 0, 'at', '{}', null, null`),
      statement(`update caucus set phase = 'closed', phase_version = 9`),
    ])
    const wrong = await everything(recordReader(current()))
    expect(wrong).not.toEqual(before)
    const found = await rebuild(untouched(current()), project, false)
    expect(found?.differs.map(({ table, key, was, is }) => [table, key, was !== null, is !== null])).toEqual([
      ['phase', 'caucus', true, true],
      ['phones', chair, false, true],
      ['reports', 'live/P0412', true, true],
      ['reports', 'live/P0413', true, true],
      ['reports', 'practice/P0412', true, true],
      ['reports', 'practice/P0414', true, false],
    ])
    expect(await everything(recordReader(current()))).toEqual(wrong)
    expect(await rebuild(current(), project)).toEqual(found)
    expect(await everything(recordReader(current()))).toEqual(before)
  })

  it('leaves everything alone when somebody writes meanwhile', async () => {
    await night(current())
    const store = eventStore(current(), parse)
    const late = append(precinctStream('live', p0414.id), 0, [attendance(7)])
    await current().batchWrite([statement('delete from phones')])
    const meddled: Database = {
      ...current(),
      batchWrite: async (writes) => {
        await store.commit(commitOf('SM-late', { appends: [late], rows: project(late.stream, late.events) }))
        await current().batchWrite(writes)
      },
    }
    expect(await rebuild(meddled, project)).toBeNull()
    expect((await recordReader(current()).reports()).map(({ precinct }) => precinct)).toContain('P0414')
    expect(await recordReader(current()).phones()).toEqual([])
    expect(await rebuild(current(), project)).toMatchObject({ events: 11, differs: [{ table: 'phones' }] })
  })

  it('says nothing at all where somebody writes while it compares', async () => {
    await night(current())
    const store = eventStore(current(), parse)
    const late = append(precinctStream('live', p0414.id), 0, [attendance(7)])
    let reads = 0
    const meddled: Database = {
      ...current(),
      batchRead: async (these) => {
        reads += 1
        if (reads === 2)
          await store.commit(commitOf('SM-late', { appends: [late], rows: project(late.stream, late.events) }))
        return current().batchRead(these)
      },
    }
    expect(await rebuild(meddled, project, false)).toBeNull()
    expect(await rebuild(current(), project, false)).toMatchObject({ events: 11, differs: [] })
  })

  it('takes JSON for the same whose keys stand in another order', async () => {
    await night(current())
    const [one] = (await recordReader(current()).reports()).filter(({ record }) => record !== null)
    await current().batchWrite([
      statement(`update reports set draft = '{"b":1,"a":{"d":2,"c":3}}', record = '{"x":1,"y":[1,2]}'`),
    ])
    const turned = (stream: StreamId, events: readonly Stored[]) =>
      project(stream, events).map((row) =>
        row.table === 'reports' ? { ...row, draft: '{"a":{"c":3,"d":2},"b":1}', record: '{"y":[1,2],"x":1}' } : row,
      )
    expect(one).toBeDefined()
    expect(await rebuild(current(), turned, false)).toMatchObject({ differs: [] })
    await current().batchWrite([statement(`update reports set record = '{"x":1,"y":[2,1]}'`)])
    expect((await rebuild(current(), turned, false))?.differs).toHaveLength(3)
  })

  it('reads a record of more than one page', async () => {
    await install(current(), keys, installation)
    const store = eventStore(current(), parse)
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
    expect(read?.events).toBe(2101)
    expect(seen).toEqual([
      ['live/P0412', 700],
      ['live/P0413', 700],
      ['live/P0414', 700],
    ])
  })
}
