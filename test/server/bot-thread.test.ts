import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { messageSid } from '../../src/bot/ids.ts'
import type { Inbound } from '../../src/bot/ports.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { startBotThread } from '../../src/server/bot-thread/client.ts'
import { OUR_NUMBER } from '../sms/fixtures.ts'
import { loadSmall, phoneOf, precinctOf, SECRET, sql } from '../sms/small-caucus.ts'

const folder = mkdtempSync(join(tmpdir(), 'caucusline-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function caucus(name: string) {
  const db = join(folder, `${name}.db`)
  const database = openSqlite(db)
  await loadSmall(database)
  return { db, database }
}

const text = (n: number, body: string): Inbound => {
  const sid = messageSid(`SM${String(n).padStart(32, '0')}`)
  if (sid === null) throw new Error('no sid')
  return { sid, carrier: 'twilio', from: phoneOf(0), to: OUR_NUMBER, body, media: [] }
}

describe('the bot in a thread of its own', () => {
  it('answers what is on disk by then, for every connection', async () => {
    const { db, database } = await caucus('answers')
    const bot = await startBotThread({ db, secret: SECRET })
    const { reply } = await bot.handle(text(1, `${precinctOf(0)} A 113`))
    expect(database.client.prepare('select reply from texts').pluck().get()).toBe(reply)
    await bot.close()
    await database.close()
  })

  it('writes for the other parts of the program, all or none, and says which key was taken', async () => {
    const { db, database } = await caucus('writes')
    const bot = await startBotThread({ db, secret: SECRET })
    await bot.batchWrite([sql("insert into counties (name) values ('Adair')")])
    const twice = bot.batchWrite([
      sql("insert into counties (name) values ('Adams')"),
      sql("insert into counties (name) values ('Adair')"),
    ])
    await expect(twice).rejects.toMatchObject({ name: 'StoreError', code: 'unique', constraint: 'counties.name' })
    const names = database.client.prepare('select name from counties order by name').pluck().all()
    expect(names).toEqual(['Adair', 'Polk'])
    await bot.close()
    await database.close()
  })

  it('tells a full disk from a mistake, as the main thread would', async () => {
    const { db, database } = await caucus('locked')
    const bot = await startBotThread({ db, secret: SECRET })
    await database.close()
    // Without a `begin` of its own it holds nothing; with it, nobody else can write.
    const other = openSqlite(db)
    other.client.exec('begin immediate')
    await expect(bot.handle(text(2, 'hello'))).rejects.toMatchObject({ code: 'busy' })
    other.client.exec('rollback')
    expect((await bot.handle(text(2, 'hello'))).repeated).toBe(false)
    await bot.close()
    await other.close()
  }, 20_000)

  it('finishes what it was given before it ends', async () => {
    const { db, database } = await caucus('closing')
    const bot = await startBotThread({ db, secret: SECRET })
    const answers = Promise.all([1, 2, 3].map((n) => bot.handle(text(n, `A ${110 + n}`))))
    await bot.close()
    expect((await answers).map(({ reply }) => reply === '')).toEqual([false, false, false])
    const lost = await Promise.race([bot.lost, new Promise((resolve) => setImmediate(resolve, 'not lost'))])
    expect(lost).toBe('not lost')
    await expect(bot.handle(text(4, '?'))).rejects.toThrow('has ended')
    await database.close()
  })

  it('that ends by itself refuses what waits and whatever comes after, and says so', async () => {
    const { db, database } = await caucus('lost')
    const bot = await startBotThread({ db, secret: SECRET }, new URL('crash/falling.ts', import.meta.url))
    await expect(bot.handle(text(1, 'A 113'))).rejects.toThrow('fell over')
    expect((await bot.lost).message).toContain('fell over')
    await expect(bot.handle(text(2, 'A 113'))).rejects.toThrow()
    await expect(bot.batchWrite([sql('select 1')])).rejects.toThrow()
    await database.close()
  })

  it('that ends before it is ready is no bot', async () => {
    const { db, database } = await caucus('unready')
    const started = startBotThread({ db, secret: SECRET }, new URL('crash/leaving.ts', import.meta.url))
    await expect(started).rejects.toThrow('before it was ready')
    await database.close()
  })

  it('says at once why it cannot start', async () => {
    const started = startBotThread({ db: join(folder, 'no such folder', 'night.db'), secret: SECRET })
    await expect(started).rejects.toThrow('cannot be written')
  })
})
