import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demoFiles } from '../../src/cli/caucus/demonstration.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { command, inFolder } from './command.ts'

const { config, roster, counties = '' } = demoFiles
const secret = 'mPq3vR8tY2wE5uI7oA1sD4fG6hJ9kL0zX-cV_bN3mQ5'

describe('init', { timeout: 60_000 }, () => {
  it('loads a caucus, makes a secret that only its owner reads, and says what to do next', () =>
    inFolder(async (file) => {
      const db = file('deep/night.db')
      const { code, out, err } = await command([
        'init',
        '--config',
        config,
        '--roster',
        roster,
        '--counties',
        counties,
        '--db',
        db,
      ])
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('16 precincts in 3 counties, 131 delegates, 16 phones.')
      expect(out).toContain(`caucusline serve --db ${db}`)
      expect(statSync(`${db}.secret`).mode & 0o777).toBe(0o600)
      expect(statSync(db).mode & 0o777).toBe(0o600)
      expect(readFileSync(`${db}.secret`, 'utf8')).toMatch(/^[\w-]{43}\n$/)
      expect(out).not.toContain(readFileSync(`${db}.secret`, 'utf8').trim())
    }))

  it('takes CAUCUSLINE_SECRET where it is set, writes no file then, and refuses a weak one', () =>
    inFolder(async (file) => {
      const args = ['init', '--config', config, '--roster', roster, '--json', '--db']
      const weak = await command([...args, file('weak.db')], '', { CAUCUSLINE_SECRET: 'secret' })
      expect([weak.code, existsSync(file('weak.db.secret'))]).toEqual([1, false])
      const strong = await command([...args, file('strong.db')], '', { CAUCUSLINE_SECRET: secret })
      expect([strong.code, existsSync(file('strong.db.secret'))]).toEqual([0, false])
      expect(JSON.parse(strong.out)).toMatchObject({
        loaded: true,
        precincts: 16,
        counties: 0,
        phones: 16,
        secret: null,
      })
    }))

  it('names every bad line of every file, and then leaves nothing behind', () =>
    inFolder(async (file) => {
      writeFileSync(file('caucus.json'), readFileSync(config, 'utf8').replace('"timezone"', '"timezoen"'))
      writeFileSync(
        file('roster.csv'),
        readFileSync(roster, 'utf8').replace('P0413', 'P041').replace('(515) 555-0105', '555-0105'),
      )
      writeFileSync(file('counties.csv'), 'county,county_delegates,state_delegates\nGoldfinch,x,6\n')
      const args = [
        'init',
        '--config',
        file('caucus.json'),
        '--roster',
        file('roster.csv'),
        '--counties',
        file('counties.csv'),
      ]
      const { code, out, err } = await command([...args, '--db', file('night.db')])
      expect([code, out]).toEqual([1, ''])
      expect(err.split('\n')).toEqual([
        expect.stringContaining('caucus.json: timezone'),
        expect.stringContaining('caucus.json: the file: unknown key "timezoen"'),
        expect.stringContaining('counties.csv, line 2, county_delegates: "x"'),
        expect.stringContaining('roster.csv, line 3, precinct: "P041"'),
        expect.stringContaining('roster.csv, line 6, phone: "555-0105"'),
        '',
        '5 mistakes. Nothing was loaded.',
        '',
      ])
      expect([existsSync(file('night.db')), existsSync(file('night.db.secret'))]).toEqual([false, false])
      const json = await command([...args, '--json'])
      expect([json.code, JSON.parse(json.out).problems.length]).toEqual([1, 5])
    }))

  it('says where JSON ends to be JSON, and which file is not there', () =>
    inFolder(async (file) => {
      writeFileSync(file('caucus.json'), '{\n  "name": "x",\n}')
      const broken = await command(['init', '--config', file('caucus.json'), '--roster', roster, '--db', file('a.db')])
      expect(broken.err).toMatch(/caucus\.json: this is not JSON: .*line 3/)
      const missing = await command(['init', '--config', config, '--roster', file('none.csv'), '--db', file('a.db')])
      expect(missing.err).toBe(`${file('none.csv')}: there is no such file.\n\n1 mistake. Nothing was loaded.\n`)
    }))

  it('never overwrites a caucus', () =>
    inFolder(async (file) => {
      const args = ['init', '--config', config, '--roster', roster, '--db', file('night.db')]
      await command(args)
      const before = readFileSync(file('night.db.secret'), 'utf8')
      const again = await command(args)
      expect([again.code, again.err]).toEqual([
        1,
        `${file('night.db')} holds a caucus already. Give another file with --db.\n`,
      ])
      expect(readFileSync(file('night.db.secret'), 'utf8')).toBe(before)
    }))

  it('warns of names that chairs cannot text, blank phones, and counties whose sums differ', () =>
    inFolder(async (file) => {
      writeFileSync(file('caucus.json'), readFileSync(config, 'utf8').replace('"BI"', '"OK"'))
      writeFileSync(file('roster.csv'), readFileSync(roster, 'utf8').replace('(515) 555-0102', ''))
      writeFileSync(file('counties.csv'), readFileSync(counties, 'utf8').replace('Goldfinch,37', 'Goldfinch,40'))
      const args = [
        'init',
        '--config',
        file('caucus.json'),
        '--roster',
        file('roster.csv'),
        '--counties',
        file('counties.csv'),
      ]
      const { code, err } = await command([...args, '--db', file('night.db')])
      expect(code).toBe(0)
      expect(err).toMatch(
        /caucus\.json, line 11, code: "OK" - this word of Biden’s is also one of the bot’s own.* such as BI\./,
      )
      expect(err).toContain(
        'counties.csv, county_delegates: "Goldfinch" - the file says 40 delegates, its precincts in the roster elect 37.',
      )
      expect(err).toContain('roster.csv, line 3, phone: P0413 has no phone')
    }))
})

// Every command is a process of its own, and the machine may be busy.
describe('phase', { timeout: 60_000 }, () => {
  it('goes from setup to practice to live, asks to be sure, and never back', () =>
    inFolder(async (file) => {
      const db = ['--db', file('night.db')]
      await command(['init', '--config', config, '--roster', roster, ...db])
      expect((await command(['phase', ...db])).out).toMatch(/^setup: /)
      expect((await command(['phase', 'practice', ...db])).out).toMatch(/^practice: /)
      expect((await command(['phase', 'live', ...db])).code).toBe(1)
      expect((await command(['phase', 'live', '--sure', '--json', ...db])).out).toBe('{"phase":"live"}\n')
      const back = await command(['phase', 'practice', ...db])
      expect([back.code, back.err]).toEqual([1, 'The caucus cannot go from live to practice.\n'])
      const database = openSqlite(file('night.db'))
      const versions = database.client
        .prepare("select version, type from events where stream = 'caucus' order by version")
        .raw()
        .all()
      await database.close()
      expect(versions).toEqual([
        [1, 'CaucusLoaded'],
        [2, 'PhaseChanged'],
        [3, 'PhaseChanged'],
      ])
    }))
})
