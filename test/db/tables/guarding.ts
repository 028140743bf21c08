import { expect, it } from 'vitest'
import { phoneStream } from '../../../src/bot/ids.ts'
import type { Statement } from '../../../src/db/connection/database.ts'
import { install } from '../../../src/db/event-store/install.ts'
import { recordReader } from '../../../src/db/event-store/record-reader.ts'
import { eventStore } from '../../../src/db/event-store/store.ts'
import { append, attendance, chair, commitOf, installation, keys, parse } from '../fixtures.ts'

import { type Current, rowsOf, statement } from './shared.ts'

/** What the tables refuse by themselves. */
export function guarding(current: Current): void {
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
    await current().batchWrite([event('s', 1), event('s', 2), event('t', 1), text('SM1')])
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
    await install(database, keys, installation)
    await database.batchWrite([event('s', 1), event('s', 2), text('SM1')])
    const before = [await rowsOf(database, 'select * from events'), await rowsOf(database, 'select * from inbox')]
    const error = await database.batchWrite([text('SM2'), write, text('SM3')]).catch((thrown: Error) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toContain(why)
    expect([await rowsOf(database, 'select * from events'), await rowsOf(database, 'select * from inbox')]).toEqual(
      before,
    )
  })

  it('keeps the record when what people said and their phones are erased', async () => {
    const database = current()
    await install(database, keys, installation)
    const store = eventStore(database, parse)
    await store.commit(commitOf('SM1', { appends: [append(phoneStream(chair), 0, [attendance(1)])] }))
    const before = await recordReader(database).entries()
    await database.batchWrite([
      statement('delete from texts'),
      statement('delete from people'),
      statement('delete from media'),
    ])
    expect(await recordReader(database).entries()).toEqual(before)
    expect(await recordReader(database).texts()).toMatchObject([{ sid: 'SM1', from: null, body: null, reply: null }])
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: false, reason: 'duplicate', reply: '' })
    expect((await store.load(chair)).lastReply).toBeNull()
  })
}
