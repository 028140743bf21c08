import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { registerExport } from '../../src/cli/export.ts'
import { registerVerify } from '../../src/cli/verify.ts'
import { openSqlite } from '../../src/db/connection/better-sqlite3.ts'
import { verifyLedger } from '../../src/results/ledger/verify.ts'
import { allPaths } from '../../src/results/serve/routes.ts'
import { viewOf } from '../../src/results/view.ts'
import { theWholeWay, wholeWay } from './whole-way.ts'
import { secret } from './world.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caucusline-'))
  vi.stubEnv('CAUCUSLINE_SECRET', secret)
})
afterEach(() => {
  vi.unstubAllEnvs()
  process.exitCode = undefined
  rmSync(folder, { recursive: true })
})

async function command(...args: string[]): Promise<string> {
  const output: string[] = []
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0)
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => output.push(String(text)) > 0)
  try {
    const program = new Command()
    registerExport(program)
    registerVerify(program)
    await program.parseAsync(args, { from: 'user' })
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
  return output.join('')
}

test('what chairs text and approve is published, corrected and verified', async () => {
  const database = openSqlite(join(folder, 'night.db'))
  const way = await wholeWay(database)
  const { json, ledger } = await theWholeWay(way)
  const file = JSON.parse(json)
  expect(file).toMatchObject({ reported: 3, of: 3, status: 'unofficial-complete', sequence: 4, practice: false })
  expect(file.totals).toMatchObject({
    Ash: { initial: 75, final: 75, delegates: 8 },
    Birch: { initial: 71, final: 78, delegates: 8 },
    Cedar: { initial: 40, final: 33, delegates: 5 },
  })
  expect(file.corrections).toHaveLength(1)
  expect(file.national.delegates).toEqual(expect.objectContaining({ Ash: expect.any(Number) }))
  const verdict = await verifyLedger(ledger, way.key)
  expect(verdict.faults).toEqual([])
  expect(verdict).toMatchObject({ ok: true, origin: 'ours', updates: 4 })
  // The correction that was begun and not approved is on record, and closed.
  expect(ledger).not.toContain('"count":20,"group":"Cedar"')
  await database.close()
})

test('a row that was changed behind the bot’s back stops publication and is put before headquarters', async () => {
  const database = openSqlite(join(folder, 'night.db'))
  const way = await wholeWay(database)
  await way.report(0, 'Ash 45 Birch 38 Cedar 10', 'Ash 50 Birch 43')
  database.client.exec(`update reports set published = replace(published, '50', '51')`)
  expect(await way.publish()).toMatchObject({
    outcome: 'stopped',
    problems: [{ code: 'ROW_DIFFERS', precinct: 'P0001' }],
  })
  const [alert] = database.client.prepare(`select kind, detail from queue where id like 'publish/%'`).all()
  expect(alert).toMatchObject({ kind: 'anomaly', detail: expect.stringContaining('Publishing has stopped') })
  await database.close()
})

test('export writes every feed and a mirror that equals the live pages, and verify reads it', async () => {
  const file = join(folder, 'night.db')
  const database = openSqlite(file)
  const way = await wholeWay(database)
  await theWholeWay(way)
  const site = join(folder, 'site')
  await command(
    'export',
    '--db',
    file,
    '--out',
    join(folder, 'out'),
    '--site',
    site,
    '--url',
    'https://results.example/',
  )
  expect(readdirSync(join(folder, 'out')).sort()).toEqual([
    'corrections.atom',
    'ledger.jsonl',
    'openapi.json',
    'results.csv',
    'results.json',
    'results.nist.json',
  ])
  const { reader } = way
  const view = viewOf(await reader.setting(), await reader.phase(), 'live', await reader.snapshots('live', 0, 99))
  const paths = allPaths(view)
  expect(paths.length).toBeGreaterThan(18)
  for (const path of paths) {
    const name = /\.\w+$/.test(path) ? path : `${path}/index.html`
    expect([path, readFileSync(join(site, name), 'utf8')]).toEqual([path, await (await way.app.request(path)).text()])
  }
  await database.close()

  const ledger = join(site, 'ledger.jsonl')
  expect(await command('verify', ledger, '--key', way.key)).toContain('Signed by the key that you gave.')
  expect(process.exitCode).toBeUndefined()
  expect(await command('verify', ledger)).toContain('Consistent; origin not proven.')
  writeFileSync(ledger, readFileSync(ledger, 'utf8').replace('"count":50', '"count":51'))
  expect(await command('verify', ledger, '--key', way.key)).toMatch(
    /does not verify\.\nLine \d+: live\/P0001 event 2: its hash/,
  )
  expect(process.exitCode).toBe(1)
})

test('export and verify say what they were not given', async () => {
  expect(await command('export')).toContain('Say where to')
  expect(process.exitCode).toBe(2)
  expect(await command('export', '--out', folder, '--db', join(folder, 'none.db'))).toContain('There is no database')
  expect(process.exitCode).toBe(1)
  expect(await command('verify', join(folder, 'none'))).toContain('cannot be read')
  expect(await command('verify', folder, '--key', 'short')).toContain('A key has 43')
  expect(process.exitCode).toBe(2)
})
