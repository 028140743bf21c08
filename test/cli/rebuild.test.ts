import { chmodSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demoFiles } from '../../src/cli/caucus/demonstration.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { command, inFolder } from './command.ts'

/** A night in small on disk: two texts of one chair, another who opted out. */
async function night(use: (db: string, run: (...args: string[]) => ReturnType<typeof command>) => Promise<void>) {
  await inFolder(async (file) => {
    const db = file('night.db')
    const run = (...args: string[]) => command(['rebuild', '--db', db, ...args])
    await command(['init', '--config', demoFiles.config, '--roster', demoFiles.roster, '--db', db])
    await command(['phase', 'practice', '--db', db])
    const say = (phone: string, ...texts: string[]) =>
      command(['chat', '--phone', phone, '--db', db], `${texts.join('\n')}\n`)
    const said = await say('(515) 555-0101', 'READY', 'A 60 I Oak 30 Maple 30')
    expect(said.code).toBe(0)
    await say('(515) 555-0102', 'STOP')
    await use(db, run)
  })
}
const meddle = async (db: string, ...statements: string[]) => {
  const database = openSqlite(db)
  for (const sql of statements) database.client.exec(sql)
  await database.close()
}
const rows = async (db: string) => {
  const database = openSqlite(db)
  const all = ['reports', 'phones'].map((table) =>
    database.client.prepare(`select * from ${table} order by 1, 2`).all(),
  )
  await database.close()
  return JSON.stringify(all)
}

describe('rebuild', { timeout: 120_000 }, () => {
  it('finds nothing to do where the tables are what the record says', () =>
    night(async (db, run) => {
      const before = readFileSync(db)
      for (const args of [['--check'], []]) {
        const { code, out } = await run(...args)
        expect([code, out]).toEqual([
          0,
          expect.stringMatching(/^\d+ events read, 4 rows compared: everything is as the record says\.\n$/),
        ])
      }
      expect(readFileSync(db).equals(before)).toBe(true)
    }))

  it('says what differs, changes nothing under --check, and puts it right without', () =>
    night(async (db, run) => {
      const right = await rows(db)
      await meddle(
        db,
        `update reports set stage = 'approved', published = '{"number":1}'`,
        'update phones set opted_out = 0, version = 99 where opted_out = 1',
        'delete from phones where checked_in is not null',
        `insert into reports select 'live', precinct, 1, 'held', 1, 0, at, '{}', null, null from reports`,
        `update caucus set phase = 'live', phase_version = 9`,
      )
      const wrong = await rows(db)
      const check = await run('--check')
      expect(check.code).toBe(1)
      expect(check.out.split('\n')).toEqual([
        'caucus: version 9, the record says 2; phase live, the record says practice.',
        expect.stringMatching(
          /^phone p_[0-9a-f]{16}: (was missing|version 99, the record says 1; opted out no, the record says yes)\.$/,
        ),
        expect.stringMatching(
          /^phone p_[0-9a-f]{16}: (was missing|version 99, the record says 1; opted out no, the record says yes)\.$/,
        ),
        expect.stringMatching(/^live\/P\d+: the record knows nothing of it\.$/),
        expect.stringMatching(
          /^practice\/P\d+: stage approved, the record says initial; report that counts differs\.$/,
        ),
        expect.stringMatching(/^\d+ events read, 4 rows compared: 5 rows differ\. Nothing was changed\.$/),
        '',
      ])
      expect(check.out).not.toMatch(/555/)
      expect(await rows(db)).toBe(wrong)
      const json = JSON.parse((await run('--check', '--json')).out) as { differs: unknown[]; changed: boolean }
      expect([json.differs.length, json.changed]).toEqual([5, false])
      const done = await run()
      expect([done.code, done.out]).toEqual([0, expect.stringContaining('5 rows put right.')])
      expect(await rows(db)).toBe(right)
      expect((await run('--check')).code).toBe(0)
    }))

  it('changes nothing where the record itself does not hold, or the secret is another’s', () =>
    night(async (db, run) => {
      await meddle(db, 'delete from phones')
      const wrong = await rows(db)
      const secret = await command(['rebuild', '--db', db], '', {
        CAUCUSLINE_SECRET: 'mPq3vR8tY2wE5uI7oA1sD4fG6hJ9kL0zX-cV_bN3mQ5',
      })
      expect([secret.code, secret.err]).toEqual([1, expect.stringContaining('The record does not hold at caucus 1')])
      await meddle(
        db,
        'drop trigger events_are_never_changed',
        `update events set data = replace(data, 'practice', 'live') where type = 'PhaseChanged'`,
      )
      const damaged = await run()
      expect([damaged.code, damaged.err]).toEqual([1, expect.stringContaining('does not hold at caucus 2')])
      expect(await rows(db)).toBe(wrong)
    }))

  it('needs a database with a caucus', () =>
    inFolder(async (file) => {
      expect(await command(['rebuild', '--db', file('none.db')])).toMatchObject({ code: 1, out: '' })
      const empty = openSqlite(file('empty.db'))
      await empty.close()
      chmodSync(file('empty.db'), 0o600)
      const none = await command(['rebuild', '--db', file('empty.db')], '', {
        CAUCUSLINE_SECRET: 'mPq3vR8tY2wE5uI7oA1sD4fG6hJ9kL0zX-cV_bN3mQ5',
      })
      expect([none.code, none.err]).toEqual([1, expect.stringContaining('holds no caucus')])
    }))
})
