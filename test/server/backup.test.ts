import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { registerBackup } from '../../src/cli/backup/backup.ts'
import { registerRestore } from '../../src/cli/restore.ts'
import { dump } from '../../src/cli/worker.ts'
import { openSqlite, type SqliteDatabase } from '../../src/db/connection/better-sqlite3.ts'
import { makeSecret } from '../../src/keys/secret.ts'
import { loadSmall, phoneOf, SECRET, sql } from '../sms/small-caucus.ts'

let folder = ''
let database: SqliteDatabase
let said: string[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caucusline-'))
  vi.stubEnv('CAUCUSLINE_SECRET', SECRET)
  said = []
  const keep = (text: string | Uint8Array) => said.push(String(text)) > 0
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  database = openSqlite(join(folder, 'night.db'))
  await loadSmall(database)
})
afterEach(async () => {
  await database.close()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command in this process. @returns its exit code. */
async function run(...args: string[]): Promise<number> {
  const before = process.exitCode
  process.exitCode = 0
  const program = new Command().exitOverride()
  registerBackup(program)
  registerRestore(program)
  await program.parseAsync(args, { from: 'user' })
  const code = Number(process.exitCode)
  process.exitCode = before
  return code
}
const path = (name: string) => join(folder, name)
const backUp = (...more: string[]) => run('backup', path('b.backup'), '--db', path('night.db'), ...more)
const restore = () => run('restore', path('b.backup'), '--db', path('again.db'))

/** As `wrangler d1 export` writes it: tables and rows, then what hangs on them. */
function exported(): string {
  const parts = database.client
    .prepare('select type, sql from sqlite_schema where sql is not null order by rowid')
    .all()
  const made = (is: (type: string) => boolean) =>
    (parts as { type: string; sql: string }[])
      .filter(({ type, sql }) => is(type) && !sql.includes('sqlite_sequence'))
      .map(({ sql }) => `${sql};`)
  const applied = database.client.prepare('select name from d1_migrations order by id').pluck().all()
  const migrations = applied.map((name) => `insert into d1_migrations (name) values ('${name}');`)
  const [tables, others] = [made((type) => type === 'table'), made((type) => type !== 'table')]
  const file = database.client.name
  return ['PRAGMA defer_foreign_keys=TRUE;', ...tables, ...migrations, dump(file), ...others].join('\n')
}

describe('backup and restore', () => {
  it('carry the whole record over, encrypted, while it is in use', async () => {
    expect(await backUp()).toBe(0)
    expect(readFileSync(path('b.backup')).includes(phoneOf(1))).toBe(false)
    expect(await restore()).toBe(0)
    const again = openSqlite(path('again.db'))
    const dump = (of: SqliteDatabase) =>
      ['caucus', 'precincts', 'people', 'bindings', 'events'].map((table) =>
        of.client.prepare(`select * from ${table}`).all(),
      )
    expect(dump(again)).toEqual(dump(database))
    await again.close()
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('lays no plain copy where an encrypted one goes, not for a moment', async () => {
    const stick = path('stick')
    mkdirSync(stick)
    const seen = new Set<string>()
    let done = false
    const plain = (file: string) =>
      statSync(file, { throwIfNoEntry: false })?.isFile() && readFileSync(file).includes(phoneOf(1))
    const looking = (async () => {
      for (; !done; await new Promise((resolve) => setImmediate(resolve)))
        for (const name of readdirSync(stick, { recursive: true, encoding: 'utf8' }))
          if (plain(join(stick, name))) seen.add(name)
    })()
    expect(await run('backup', join(stick, 'b.backup'), '--db', path('night.db'))).toBe(0)
    done = true
    await looking
    expect([...seen]).toEqual([])
    expect(readdirSync(stick)).toEqual(['b.backup'])
  })

  it('can do without encryption where that is asked for, and even then only their owner reads them', async () => {
    const mode = (name: string) => statSync(path(name)).mode & 0o777
    expect(await backUp('--plain')).toBe(0)
    expect(readFileSync(path('b.backup')).includes(phoneOf(1))).toBe(true)
    expect(mode('b.backup')).toBe(0o600)
    chmodSync(path('b.backup'), 0o644)
    expect(await restore()).toBe(0)
    expect(mode('again.db')).toBe(0o600)
  })

  it('take home what was exported from D1, or nothing where the end of it is missing', async () => {
    writeFileSync(path('b.backup'), exported())
    expect(await restore()).toBe(0)
    const again = openSqlite(path('again.db'))
    const names = (client: SqliteDatabase['client']) =>
      client.prepare('select name from sqlite_schema order by 1').all()
    expect(names(again.client)).toEqual(names(database.client))
    expect(again.client.prepare('select * from reports').all()).toEqual(
      database.client.prepare('select * from reports').all(),
    )
    await again.close()
    rmSync(path('again.db'))
    writeFileSync(path('b.backup'), exported().slice(0, -20))
    expect([await restore(), existsSync(path('again.db'))]).toEqual([1, false])
  })

  it.each([
    ['one byte changed', (file: Buffer) => file.fill(file.readUInt8(5000) ^ 1, 5000, 5001)],
    ['the end cut off', (file: Buffer) => file.subarray(0, file.length - 100)],
    ['nearly nothing of it', (file: Buffer) => file.subarray(0, 30)],
  ])('refuse a backup with %s', async (_, damage) => {
    await backUp()
    writeFileSync(path('b.backup'), damage(readFileSync(path('b.backup'))))
    expect(await restore()).toBe(1)
    expect([existsSync(path('again.db')), said.join('')]).toEqual([
      false,
      expect.stringContaining('Nothing was restored'),
    ])
  })

  it('refuse another caucus’ secret, encrypted or plain', async () => {
    await backUp()
    vi.stubEnv('CAUCUSLINE_SECRET', makeSecret())
    expect(await restore()).toBe(1)
    vi.stubEnv('CAUCUSLINE_SECRET', SECRET)
    rmSync(path('b.backup'))
    await backUp('--plain')
    vi.stubEnv('CAUCUSLINE_SECRET', makeSecret())
    expect(await restore()).toBe(1)
    expect(existsSync(path('again.db'))).toBe(false)
  })

  it('refuse a record that was changed behind our back', async () => {
    database.client.exec('drop trigger events_are_never_changed')
    database.client.exec(`update events set data = '{"name":"Another","rules":"ia2020","precincts":3}'`)
    expect(await backUp()).toBe(1)
    expect(existsSync(path('b.backup'))).toBe(false)
    expect(said.join('')).toContain('damaged at caucus 1')
  })

  it.each(['-wal', '-shm', '-journal'])(
    'refuse a place where an old database left its %s, and name it',
    async (end) => {
      await backUp()
      writeFileSync(path(`again.db${end}`), 'what was not yet in the file')
      expect(await restore()).toBe(1)
      expect(said.join('')).toContain(`again.db${end} is there already; move it away first`)
      expect([existsSync(path('again.db')), readFileSync(path(`again.db${end}`), 'utf8')]).toEqual([
        false,
        'what was not yet in the file',
      ])
      rmSync(path(`again.db${end}`))
      expect([await restore(), readdirSync(folder).filter((name) => name.startsWith('again'))]).toEqual([
        0,
        ['again.db'],
      ])
    },
  )

  it('take along what a plain copy has beside it: its last commits', async () => {
    await database.batchWrite([sql("insert into counties (name) values ('Adair')")])
    for (const end of ['', '-wal']) copyFileSync(path(`night.db${end}`), path(`b.backup${end}`))
    expect(await restore()).toBe(0)
    const again = openSqlite(path('again.db'))
    expect(again.client.prepare('select name from counties order by 1').pluck().all()).toEqual(['Adair', 'Polk'])
    await again.close()
  })

  it('never overwrite anything', async () => {
    writeFileSync(path('b.backup'), 'mine')
    expect(await backUp()).toBe(1)
    expect(readFileSync(path('b.backup'), 'utf8')).toBe('mine')
    expect(await run('restore', path('b.backup'), '--db', path('night.db'))).toBe(1)
    writeFileSync(path('b.backup'), 'no database at all, but long enough to be looked at')
    expect(await restore()).toBe(1)
  })
})
