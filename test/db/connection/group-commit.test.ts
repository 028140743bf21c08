import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../../src/db/connection/better-sqlite3.ts'
import { statement } from '../../../src/db/connection/sql.ts'
import { commitOf } from '../fixtures.ts'
import { type OnDisk, onDisk, temporary } from '../on-disk.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A live store whose statements are written down from the moment it is ready. */
async function traced(): Promise<OnDisk & { readonly ran: string[] }> {
  const ran: string[] = []
  const subject = await onDisk({ trace: (sql) => ran.push(sql) })
  cleanups.push(() => subject.close())
  ran.length = 0
  return { ...subject, ran }
}

describe('concurrent commits', () => {
  it('are one commit to disk', async () => {
    const { store, ran } = await traced()
    const results = await Promise.all(Array.from({ length: 50 }, (_, i) => store.commit(commitOf(`SM${i}`))))
    expect(results.filter((result) => result.ok)).toHaveLength(50)
    expect(ran.filter((sql) => sql === 'begin immediate')).toHaveLength(1)
    expect(ran.filter((sql) => sql === 'commit')).toHaveLength(1)
    expect(ran.filter((sql) => sql === 'savepoint caller')).toHaveLength(0)
  })

  it('of which some fail are done again, each by itself, and the others are kept', async () => {
    const { store, ran, reader } = await traced()
    await store.commit(commitOf('SM0'))
    ran.length = 0
    const results = await Promise.all(['SM0', 'SM1', 'SM2', 'SM0'].map((sid) => store.commit(commitOf(sid))))
    expect(results.map((result) => result.ok)).toEqual([false, true, true, false])
    expect(ran.filter((sql) => sql === 'savepoint caller')).toHaveLength(4)
    expect(ran.filter((sql) => sql === 'commit')).toHaveLength(1)
    expect((await reader.texts()).map(({ sid }) => sid).slice(-3)).toEqual(['SM0', 'SM1', 'SM2'])
  })

  it('that is alone and fails is tried once', async () => {
    const { store, ran } = await traced()
    await store.commit(commitOf('SM0'))
    ran.length = 0
    expect(await store.commit(commitOf('SM0'))).toMatchObject({ ok: false, reason: 'duplicate' })
    expect(ran.filter((sql) => sql === 'begin immediate')).toHaveLength(1)
  })

  it('of the next turns of the event loop join the group while each turn brings one, but not for ever', async () => {
    const { store, ran } = await traced()
    const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
    const results: Promise<unknown>[] = []
    for (let i = 0; i < 12; i++) {
      results.push(store.commit(commitOf(`SM${i}`)))
      await nextTurn()
    }
    await Promise.all(results)
    const groups = ran.filter((sql) => sql === 'begin immediate').length
    expect(groups).toBeGreaterThanOrEqual(3)
    expect(groups).toBeLessThanOrEqual(6)
  })

  it('are each on disk when their caller hears of it', async () => {
    const { store, file } = await traced()
    // Another connection sees what is committed, and nothing else.
    const other = new Sqlite(file, { readonly: true })
    cleanups.push(() => other.close())
    const has = other.prepare('select count(*) from inbox where sid = ?').pluck()
    const seen = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        await store.commit(commitOf(`SM${i}`))
        return has.get(`SM${i}`)
      }),
    )
    expect(seen).toEqual(Array(20).fill(1))
  })

  it('are all refused when the commit itself fails, and none is on disk', async () => {
    const { store, database, reader } = await traced()
    const before = await reader.texts()
    // A foreign key that is checked at the commit only, and then fails: the statements all succeed.
    const late = database.batchWrite([
      statement('pragma defer_foreign_keys = on'),
      statement(`insert into texts (seq, body, reply) values (999999, '', '')`),
    ])
    const settled = await Promise.allSettled([store.commit(commitOf('SM1')), late, store.commit(commitOf('SM2'))])
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await reader.texts()).toEqual(before)
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: true })
  })

  it('are all refused when a statement ends the transaction of everybody, as a full disk may', async () => {
    const { store, database, reader } = await traced()
    const before = await reader.texts()
    const ending = database.batchWrite([statement(`insert or rollback into counties (name) values ('Adair')`)])
    const settled = await Promise.allSettled([store.commit(commitOf('SM1')), ending, store.commit(commitOf('SM2'))])
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await reader.texts()).toEqual(before)
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: true })
  })

  it('of two processes on one file wait for each other', async () => {
    const { file, remove } = temporary()
    cleanups.push(remove)
    const databases = [openSqlite(file), openSqlite(file)]
    cleanups.push(() => Promise.all(databases.map((database) => database.close())))
    const texts = Array.from({ length: 40 }, (_, i) =>
      databases[i % 2]?.batchWrite([
        statement(
          `insert into inbox (sid, carrier, person, at, kind, answered) values (?, 'c', 'p', 'at', 'k', 0)`,
          `SM${i}`,
        ),
      ]),
    )
    await Promise.all(texts)
    const [rows] = (await databases[0]?.batchRead([statement('select count(*) as n from inbox')])) ?? []
    expect(rows).toEqual([{ n: 40 }])
  })
})
