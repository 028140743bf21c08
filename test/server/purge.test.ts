import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { registerPurge } from '../../src/cli/purge.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { readEnvironment } from '../../src/environment.ts'
import { assemble } from '../../src/server/assemble.ts'
import { logbook } from '../sms/fixtures.ts'
import { loadSmall, phoneOf, SECRET } from '../sms/small-caucus.ts'

let folder = ''
let said: string[] = []
const db = () => join(folder, 'night.db')
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caucusline-'))
  vi.stubEnv('CAUCUSLINE_SECRET', SECRET)
  said = []
  const keep = (text: string | Uint8Array) => said.push(String(text)) > 0
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  const database = openSqlite(db())
  await loadSmall(database)
  const read = readEnvironment({}, 'test')
  if (!read.ok) throw new Error('an empty environment is right')
  let at = ''
  const clock = { now: () => at }
  const world = {
    database,
    environment: read.environment,
    secret: SECRET,
    log: logbook().log,
    remoteAddress: () => null,
    clock,
  }
  const { handle } = await assemble(world)
  const say = (sid: string, from: string, body: string) =>
    handle({
      sid: sid as never,
      carrier: 'twilio',
      from,
      to: '',
      body,
      media: [{ url: 'https://a.example/1', type: 'image/png' }],
    })
  at = '2020-02-04T01:00:00.000Z'
  await say('SM1', phoneOf(1), 'P0001 A 113')
  await say('SM2', '+12025550111', 'a stranger said this')
  at = '2020-03-04T01:00:00.000Z'
  await say('SM3', phoneOf(2), 'P0002 A 75')
  await database.close()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => runOn(db(), ...args)
async function runOn(file: string, ...args: string[]): Promise<number> {
  const before = process.exitCode
  process.exitCode = 0
  const program = new Command().exitOverride()
  registerPurge(program)
  await program.parseAsync(['purge', ...args, '--db', file], { from: 'user' })
  const code = Number(process.exitCode)
  process.exitCode = before
  return code
}
const onDisk = (text: string) => readFileSync(db()).includes(text)

describe('purging', () => {
  it('erases what is older from the very file, keeps the rest and the record, which verifies', async () => {
    expect(onDisk('a stranger said this')).toBe(true)
    expect(await run('--before', '2020-03-01', '--sure', '--json')).toBe(0)
    expect(JSON.parse(said.join(''))).toEqual({ texts: 2, phones: 1, pictures: 2 })
    expect([onDisk('a stranger said this'), onDisk('+12025550111'), onDisk('P0002 A 75'), onDisk(phoneOf(1))]).toEqual([
      false,
      false,
      true,
      true,
    ])
    const database = openSqlite(db())
    const count = (table: string) => database.client.prepare(`select count(*) from ${table}`).pluck().get()
    expect([count('inbox'), count('texts')]).toEqual([3, 1])
    await database.close()
  })

  it('says so while somebody who reads keeps what was erased in the file, and finishes once he is gone', async () => {
    const reader = new Sqlite(db(), { readonly: true })
    reader.exec('begin; select count(*) from texts')
    expect(await run('--before', '2020-03-01', '--sure')).toBe(1)
    expect(said.join('')).toContain('can still be read')
    expect(onDisk('a stranger said this')).toBe(true)
    reader.close()
    expect(await run('--before', '2020-03-01', '--sure')).toBe(0)
    expect(onDisk('a stranger said this')).toBe(false)
  })

  it('erases the roster’s phones too once everything is older', async () => {
    expect(await run('--before', '2021-01-01', '--sure')).toBe(0)
    expect([onDisk(phoneOf(1)), onDisk(phoneOf(2))]).toEqual([false, false])
  })

  it('does nothing under a legal hold, nor unless one is sure', async () => {
    expect(await run('--before', '2021-01-01')).toBe(1)
    expect(await run('--hold', 'recount in Polk')).toBe(0)
    expect(await run('--before', '2021-01-01', '--sure')).toBe(1)
    expect(said.join('')).toContain('recount in Polk')
    expect(onDisk('a stranger said this')).toBe(true)
    expect([
      await run('--release'),
      await run('--release', '--sure'),
      await run('--before', '2021-01-01', '--sure'),
    ]).toEqual([1, 0, 0])
  })

  it('finds the hold by whatever link it comes, and sets it for all of them', async () => {
    const link = join(folder, 'link.db')
    symlinkSync('night.db', link)
    expect(await run('--hold', 'recount in Polk')).toBe(0)
    expect(await runOn(link, '--before', '2021-01-01', '--sure')).toBe(1)
    expect(said.join('')).toContain('Under a legal hold: recount in Polk')
    expect(await runOn(link, '--release', '--sure')).toBe(0)
    expect(await runOn(link, '--hold', 'another challenge')).toBe(0)
    expect(await run('--before', '2021-01-01', '--sure')).toBe(1)
    expect(onDisk('a stranger said this')).toBe(true)
  })

  it('wants a day', async () => {
    expect([await run('--sure'), await run('--before', 'yesterday', '--sure')]).toEqual([2, 2])
  })
})
