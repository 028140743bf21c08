import { once } from 'node:events'
import { copyFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { precinctStream } from '../../src/bot/ids.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { eventStore } from '../../src/db/event-store/store.ts'
import { append, attendance, chair, commitOf, everything, p0412, parse, receipt } from './fixtures.ts'
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

/** A thread that holds the lock, since waiting for it stops this one. */
async function lockedFor(milliseconds: number, file: string): Promise<Worker> {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads')
    const client = new (require('better-sqlite3'))(workerData.file)
    client.exec('begin immediate')
    parentPort.postMessage('locked')
    setTimeout(() => client.exec('rollback'), workerData.milliseconds)`
  const worker = new Worker(code, { eval: true, workerData: { file, milliseconds } })
  await once(worker, 'message')
  return worker
}

describe('while the database', () => {
  const report = commitOf('SM1', {
    appends: [append(live, 0, [attendance(113)])],
    receipt: receipt('SM1', { body: 'PIN 739204' }),
  })

  it('is locked by another process, a text is refused in words, and taken when it comes again', async () => {
    const { store, reader, file } = await liveStore({ busyTimeout: 20 })
    const locker = new Sqlite(file)
    cleanups.push(() => locker.close())
    locker.exec('begin immediate')
    const before = await everything(reader)
    const errors = await Promise.all([1, 2, 3].map(() => store.commit(report).catch((error: unknown) => error)))
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'busy' })
      expect((error as Error).message).toMatch(/locked by another process/)
      expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain('739204')
    }
    expect(await everything(reader)).toEqual(before)
    locker.exec('rollback')
    expect(await store.commit(report)).toEqual({ ok: true })
  })

  it('is locked for long, who came in during one wait in vain is not kept for another', async () => {
    const { store, database, file } = await liveStore({ busyTimeout: 400 })
    const waits: number[] = []
    const locker = new Sqlite(file)
    cleanups.push(() => locker.close())
    locker.exec('begin immediate')
    const refused = async (sid: string) => {
      await expect(store.commit(commitOf(sid))).rejects.toMatchObject({ code: 'busy' })
      waits.push(Number(database.client.pragma('busy_timeout', { simple: true })))
    }
    const start = performance.now()
    await refused('SM1')
    const first = performance.now() - start
    await refused('SM2')
    const second = performance.now() - start - first
    // Compared with each other, not with a clock: SQLite waits in steps.
    expect(second).toBeLessThan(first / 2)
    expect(waits).toEqual([400, 400])
    locker.exec('rollback')
    expect(await store.commit(commitOf('SM1'))).toEqual({ ok: true })
  })

  it('is locked for a moment, a text waits and is taken', async () => {
    const { store, file } = await liveStore()
    const locker = await lockedFor(200, file)
    cleanups.push(() => locker.terminate())
    expect(await store.commit(report)).toEqual({ ok: true })
  })

  it('is full, nothing is half written, what was answered stays, and the text is taken when there is room', async () => {
    const { store, reader, database, file } = await liveStore()
    const pages = Number(database.client.pragma('page_count', { simple: true }))
    database.client.pragma(`max_page_count = ${pages + 4}`)
    const answered: string[] = []
    const texts = Array.from({ length: 200 }, (_, i) =>
      commitOf(`SM${i}`, { receipt: receipt(`SM${i}`, { body: 'x'.repeat(400) }) }),
    )
    const errors: unknown[] = []
    for (let i = 0; i < texts.length; i += 10) {
      const settled = await Promise.allSettled(texts.slice(i, i + 10).map((text) => store.commit(text)))
      settled.forEach((one, n) => {
        if (one.status === 'fulfilled') answered.push(`SM${i + n}`)
        else errors.push(one.reason)
      })
    }
    expect(answered.length).toBeGreaterThan(0)
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors) expect(error).toMatchObject({ code: 'full' })
    expect((await reader.texts(1)).map(({ sid }) => sid)).toEqual(answered)
    database.client.pragma(`max_page_count = ${pages + 10_000}`)
    for (const text of texts) {
      const result = await store.commit(text)
      expect(result).toMatchObject(answered.includes(text.receipt.sid) ? { reason: 'duplicate' } : { ok: true })
    }
    const second = new Sqlite(file, { readonly: true })
    cleanups.push(() => second.close())
    expect(second.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('is closed, what was handed over before is written, and what comes after is refused', async () => {
    const { store, database, file } = await liveStore()
    const copy = newFile()
    const before = store.commit(report)
    await database.close()
    expect(await before).toEqual({ ok: true })
    await expect(store.commit(commitOf('SM2'))).rejects.toMatchObject({ name: 'StoreError' })
    copyFileSync(file, copy)
    const again = openSqlite(copy)
    cleanups.push(() => again.close())
    expect((await eventStore(again, parse).load(chair)).streams.get(live)).toHaveLength(1)
  })
})
