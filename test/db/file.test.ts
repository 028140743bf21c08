import { chmodSync, copyFileSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { precinctStream } from '../../src/bot/ids.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import type { StoreError } from '../../src/db/connection/errors.ts'
import { recordReader } from '../../src/db/event-store/record-reader.ts'
import { append, attendance, commitOf, everything, p0412 } from './fixtures.ts'
import { onDisk, temporary } from './on-disk.ts'

const live = precinctStream('live', p0412.id)
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

function newFile(): string {
  const { file, remove } = temporary()
  cleanups.push(remove)
  return file
}

async function liveStore(options?: Parameters<typeof onDisk>[0]) {
  const subject = await onDisk(options)
  cleanups.push(() => subject.close())
  return subject
}

function refusal(open: () => unknown): StoreError {
  try {
    open()
  } catch (error) {
    return error as StoreError
  }
  throw new Error('it was opened')
}

describe('a database file', () => {
  it('is made where it is missing, for its owner only, with every commit flushed to disk', async () => {
    const file = newFile()
    const database = openSqlite(file)
    cleanups.push(() => database.close())
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600)
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) =>
      database.client.pragma(name, { simple: true }),
    )
    expect(pragmas).toEqual(['wal', 2, 1])
  })

  it('holds everything when it is opened again', async () => {
    const { file, store, reader, database } = await liveStore()
    await store.commit(commitOf('SM1', { appends: [append(live, 0, [attendance(113)])] }))
    const before = await everything(reader)
    const copy = newFile()
    await database.close()
    copyFileSync(file, copy)
    const again = openSqlite(copy)
    cleanups.push(() => again.close())
    expect(await everything(recordReader(again))).toEqual(before)
  })

  it('that is no database is refused in words and left as it is', () => {
    const file = newFile()
    writeFileSync(file, 'precinct,county,name\nP0412,Adair,One\n'.repeat(100))
    const before = readFileSync(file)
    const error = refusal(() => openSqlite(file))
    expect(error).toMatchObject({ name: 'StoreError', code: 'corrupt' })
    expect(error.message).toMatch(/damaged or not a database/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('that is damaged inside is refused before it is used', async () => {
    const file = newFile()
    const database = openSqlite(file)
    const insert = database.client.prepare(
      `insert into inbox (sid, carrier, person, at, kind, answered) values (?, 'c', 'p', 'at', 'k', 0)`,
    )
    for (let i = 0; i < 2000; i += 1) insert.run(`SM${i}`)
    await database.close()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 40_000)
    writeFileSync(file, bytes)
    expect(refusal(() => openSqlite(file))).toMatchObject({ code: 'corrupt' })
  })

  it('of another program is refused and left as it is', () => {
    const file = newFile()
    const client = new Sqlite(file)
    client.exec('create table recipes (name text)')
    client.close()
    const before = readFileSync(file)
    const error = refusal(() => openSqlite(file))
    expect(error).toMatchObject({ code: 'schema', message: 'this SQLite file is not a Caucusline database' })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('of a newer version of this program is refused, and the migration named', async () => {
    const file = newFile()
    const database = openSqlite(file)
    database.client.exec(`insert into d1_migrations (name) values ('9999_from_the_future.sql')`)
    await database.close()
    const error = refusal(() => openSqlite(file))
    expect(error).toMatchObject({ code: 'schema' })
    expect(error.message).toMatch(/9999_from_the_future\.sql.*newer/)
  })

  it('in a folder that is not there, or that cannot be written, is refused in words', () => {
    const file = newFile()
    expect(refusal(() => openSqlite(join(file, 'none', 'night.db')))).toMatchObject({ code: 'unwritable' })
    if (process.getuid?.() === 0) return // nothing is forbidden to root
    chmodSync(join(file, '..'), 0o500)
    expect(refusal(() => openSqlite(file))).toMatchObject({ code: 'unwritable' })
    chmodSync(join(file, '..'), 0o700)
  })
})

describe('a database file that is taken away while it is open', () => {
  const taken: readonly (readonly [string, (file: string) => void])[] = [
    ['moved', (file) => renameSync(file, `${file}.away`)],
    ['deleted', (file) => unlinkSync(file)],
    [
      'replaced',
      (file) => {
        copyFileSync(file, `${file}.copy`)
        renameSync(`${file}.copy`, file)
      },
    ],
    ['left without its -wal', (file) => unlinkSync(`${file}-wal`)],
  ]
  it.each(taken)('%s: writes are refused in words, and nobody is told that his is kept', async (_, take) => {
    const { file, store } = await liveStore()
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: true })
    take(file)
    const all = await Promise.allSettled(['SM2', 'SM3'].map((sid) => store.commit(commitOf(sid))))
    for (const one of all)
      expect(one.status === 'rejected' && one.reason).toMatchObject({
        code: 'unwritable',
        message: expect.stringMatching(/cannot be written: its file was deleted, moved or replaced/),
      })
  })

  it('and put back: writes go on', async () => {
    const { file, store, reader } = await liveStore()
    renameSync(file, `${file}.away`)
    await expect(store.commit(commitOf('SM1'))).rejects.toMatchObject({ code: 'unwritable' })
    renameSync(`${file}.away`, file)
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: true })
    expect((await reader.texts()).map(({ sid }) => sid)).toContain('SM1')
  })

  it('in the middle of a commit: that is refused, too', async () => {
    let armed = false
    const { file, store } = await liveStore({
      trace: (sql) => {
        if (armed && sql === 'commit') renameSync(file, `${file}.away`)
      },
    })
    armed = true
    await expect(store.commit(commitOf('SM1'))).rejects.toMatchObject({ code: 'unwritable' })
  })
})
