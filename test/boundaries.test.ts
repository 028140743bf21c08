import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { circles, homonyms, impurities, rooms, scraps, trespasses, undocumented } from './boundaries.ts'
import { importsOf, root, sources } from './imports.ts'

const house = sources('src', 'deploy')
const imports = house.flatMap(importsOf)

/** A line that its place forbids, and one that it allows. */
const tries: readonly (readonly [path: string, forbidden: string, allowed: string])[] = [
  ['src/math/x.ts', `import { z } from '../bot/ids.ts'`, `import { z } from './rules.ts'`],
  ['src/math/y.ts', `import * as z from 'zod'`, `export * from './rules.ts'`],
  ['src/grammar/x.ts', `import { z } from '../math/types.ts'`, `import z from 'nearley'`],
  ['src/bot/x.ts', `import { z } from '../db/schema.ts'`, `import { z } from '../math/rules.ts'`],
  ['src/bot/y.ts', `import z from 'node:fs'`, `import * as z from 'zod'`],
  ['src/bot/say/x.ts', `import { z } from '../../app.ts'`, `import { z } from '../reply.ts'`],
  ['src/bot/say/en/x.ts', `import { z } from 'hono'`, `import { z } from '../../../math/types.ts'`],
  ['src/keys/x.ts', `import z from 'node:fs'`, `import { z } from 'node:crypto'`],
  ['src/db/x.ts', `import { z } from '../grammar/read.ts'`, `import type { z } from '../results/ports.ts'`],
  ['src/db/y.ts', `import z from 'better-sqlite3'`, `import { z } from '../bot/ids.ts'`],
  ['src/db/connection/better-sqlite3.ts', `import { z } from 'hono'`, `import z from 'better-sqlite3'`],
  ['src/files/x.ts', `import { z } from '../db/schema.ts'`, `import { z } from 'csv-parse/sync'`],
  ['src/sms/x.ts', `import { z } from '../db/schema.ts'`, `import { z } from 'twilio/lib/webhooks/webhooks.js'`],
  ['src/sms/twilio/x.ts', `import { z } from '../../results/page.ts'`, `import { z } from '../../bot/ports.ts'`],
  ['src/results/x.ts', `import { z } from '../hq/x.ts'`, `import { z } from '../keys/hash-chain.ts'`],
  ['src/results/pages/x.ts', `export * from '../../db/x.ts'`, `import { z } from '../map/iowa.ts'`],
  ['src/hq/x.ts', `import { z } from '../results/x.ts'`, `import { z } from 'hono/html'`],
  ['src/hq/y.ts', `import { z } from 'twilio'`, `import type { z } from '../grammar/intent.ts'`],
  ['src/server/x.ts', `import { z } from '../cli/io.ts'`, `import { z } from '../db/schema.ts'`],
  ['src/app.ts', `import { z } from './db/schema.ts'`, `import { z } from './sms/twilio.ts'`],
]
const file = (path: string, line: string) => ({ path, text: `${line}\n` })

describe('who may import whom', () => {
  it(`holds for every import of the ${house.length} files in src and deploy`, () => {
    expect(trespasses(house)).toEqual([])
  })

  it('was asked of as many files as there are on disk, and saw their imports', () => {
    const onDisk = ['src', 'deploy'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }),
    )
    const typescript = onDisk.filter((name) => /\.[cm]?tsx?$/.test(name))
    expect(house.length).toBe(typescript.length)
    expect(house.length).toBeGreaterThanOrEqual(200)
    // A second way of counting: every line that begins as an import and names a module.
    const written = house.flatMap((source) => source.text.match(/^(?:import|export)\b[^;]*?\bfrom '[^']+'/gm) ?? [])
    expect(imports.length).toBeGreaterThanOrEqual(written.length)
    expect(written.length).toBeGreaterThanOrEqual(800)
    expect(imports.filter((one) => one.to === '?')).toEqual([])
    console.log(`${house.length} files, ${imports.length} imports`)
  })

  it('has a place for every folder of src', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const { name } of folders) expect(rooms.map((room) => room.place)).toContain(`src/${name}/`)
    expect(trespasses([file('src/attic/x.ts', '')])).toEqual(['src/attic/x.ts stands in no folder of the table'])
  })

  it.each(tries)('in %s refuses %s and accepts %s', (path, forbidden, allowed) => {
    expect(trespasses([file(path, forbidden)])).toHaveLength(1)
    expect(trespasses([file(path, allowed)])).toEqual([])
  })

  it.each([
    `import type { T } from '../db/schema.ts'`,
    `import { type T } from '../db/schema.ts'`,
    `import '../db/schema.ts'`,
    `export { T } from '../db/schema.ts'`,
    `export type { T } from '../db/schema.ts'`,
    `export * as all from '../db/schema.ts'`,
    `export const f = async () => await import('../db/schema.ts')`,
    `export type T = import('../db/schema.ts').T`,
    `export type T = typeof import('../db/schema.ts')`,
    `const t = require('../db/schema.ts')`,
    `import t = require('../db/schema.ts')`,
    `export const f = (name: string) => import(name)`,
  ])('sees %s', (line) => {
    expect(trespasses([file('src/bot/x.ts', line)])).toHaveLength(1)
  })

  it('tells a type from what runs', () => {
    const types = file('src/db/x.ts', `import type { Reply } from '../bot/reply.ts'`)
    const runs = file('src/db/x.ts', `import { decide } from '../bot/decide.ts'`)
    const mixed = file('src/db/x.ts', `import { type Reply, say } from '../bot/reply.ts'`)
    expect([types, runs, mixed].map((source) => trespasses([source]).length)).toEqual([0, 1, 1])
  })

  it('has no other spelling of zod than the one that keeps the Worker small', () => {
    for (const { path, text } of house)
      expect(text, path).not.toMatch(/import (?:type )?\{[^}]*\bz\b[^}]*\} from 'zod'/)
  })
})

describe('the core', () => {
  it('asks no clock, draws no lots, and knows nothing of the process it runs in', () => {
    expect(impurities(house)).toEqual([])
  })

  it.each([
    'export const x = Date.now()',
    'export const x = new Date()',
    'export const x = Date()',
    'export const x = [].map(Math.random)',
    'export const x = process.env.X',
    'export const x = globalThis.process',
    'console.log(1)',
    'await fetch("x")',
    'setTimeout(() => {}, 1)',
    'export const x = crypto.randomUUID()',
  ])('is refused %s', (line) => {
    expect(impurities([file('src/math/x.ts', line)])).toHaveLength(1)
    expect(impurities([file('src/cli/x.ts', line)])).toEqual([])
  })

  it('may know a date that it was given', () => {
    expect(impurities([file('src/bot/x.ts', 'export const x = (at: string) => new Date(at).toISOString()')])).toEqual(
      [],
    )
  })
})

describe('Biome', () => {
  let folder: string
  let refused: Set<string>

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'caucusline-biome-'))
    for (const name of ['biome.json', 'lint']) cpSync(join(root, name), join(folder, name), { recursive: true })
    const put = (path: string, line: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), `${line}\n`)
    }
    for (const [path, forbidden] of tries) put(path, forbidden)
    // What is allowed goes into files of the same folder; the two files that have a rule of their own are left out.
    for (const [path, , allowed] of tries)
      if (!/app\.ts|better-sqlite3\.ts/.test(path)) put(path.replace(/(\w+)\.ts$/, '$1-allowed.ts'), allowed)
    put('src/bot/clock.ts', 'export const x = Date.now()')
    put('src/bot/process.ts', 'export const x = process.pid')
    put('src/cli/zod.ts', `import { z } from 'zod'`)
    put('src/cli/floating.ts', 'const f = async () => {}\nexport const g = () => {\n  f()\n}')
    put(
      'src/cli/switch.ts',
      `export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1\n  }\n  return 2\n}`,
    )
    put('src/cli/one.ts', `export { b } from './two.ts'\nexport const a = 1`)
    put('src/cli/two.ts', `export { a } from './one.ts'\nexport const b = 1`)
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
    const rules =
      /noRestrictedImports|noRestrictedGlobals|noImportCycles|noFloatingPromises|useExhaustiveSwitchCases|^plugin$/
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], {
      cwd: folder,
      encoding: 'utf8',
    })
    const report = JSON.parse(stdout) as {
      diagnostics: { category: string; location: { path: string | { file: string } } }[]
    }
    const place = (path: string | { file: string }) => (typeof path === 'string' ? path : path.file)
    refused = new Set(
      report.diagnostics
        .filter((one) => rules.test(one.category))
        .map((one) => place(one.location.path).replace(/^\.\//, '')),
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('says the same while one types', () => {
    const cli = ['zod', 'floating', 'switch', 'one', 'two'].map((name) => `src/cli/${name}.ts`)
    const forbidden = [...tries.map(([path]) => path), 'src/bot/clock.ts', 'src/bot/process.ts', ...cli]
    expect([...refused].sort()).toEqual(forbidden.sort())
  })
})

describe('the shape of the house', () => {
  it('has no circle of imports, those of types included', () => {
    expect(circles(house)).toEqual([])
  })

  it.each([
    [`import { b } from './b.ts'`, `import { a } from './a.ts'`],
    [`import type { b } from './b.ts'`, `export * from './a.ts'`],
    [`export const f = async () => await import('./b.ts')`, `export type A = import('./a.ts').A`],
  ])('would notice that %s and %s make one', (first, second) => {
    const pair = [file('src/math/a.ts', first), file('src/math/b.ts', second), file('src/math/c.ts', first)]
    expect(circles(pair)).toEqual([['src/math/a.ts', 'src/math/b.ts']])
  })

  it('has no file of a few lines that serves a single other file', () => {
    expect(scraps(house)).toEqual([])
    const pair = [file('src/math/a.ts', `import { b } from './b.ts'`), file('src/math/b.ts', 'export const b = 1')]
    expect(scraps(pair)).toEqual(['src/math/b.ts (1 lines) serves src/math/a.ts alone'])
  })
})

describe('names and docstrings', () => {
  it('no exported name is defined twice', () => {
    expect(homonyms(house)).toEqual([])
  })

  it.each([
    'export function tally() {}',
    'export async function* tally() {}',
    'export const other = 1, tally = 2',
    'export interface tally {}',
    'export type tally = string',
    'export class tally {}',
    'const here = 1\nexport { here as tally }',
  ])('a second home is seen in %s', (line) => {
    const first = file('src/math/x.ts', 'export const tally = () => 1')
    expect(homonyms([first, file('src/hq/x.ts', line)])).toEqual(['tally is defined in src/math/x.ts and src/hq/x.ts'])
    expect(homonyms([first, file('src/hq/x.ts', `export { tally } from '../math/x.ts'`)])).toEqual([])
  })

  it('no undocumented exported functions are in math, grammar and bot', () => {
    expect(undocumented(house)).toEqual([])
  })

  it.each([
    'export function tally() {}',
    'export const tally = () => 1',
    'export const tally = memoize((text) => text)',
    '/** About something else. */\nconst other = 1\nexport function tally() {}',
    '// Not a docstring.\nexport function tally() {}',
    '/* Not a docstring. */\nexport function tally() {}',
  ])('a docstring is missed in %s', (line) => {
    expect(undocumented([file('src/bot/x.ts', line)])).toEqual(['src/bot/x.ts: tally has no docstring'])
    expect(undocumented([file('src/hq/x.ts', line)])).toEqual([])
    const documented = line.replace(/(\/[/*].*\n)?export/, '/** People in all groups. */\nexport')
    expect(undocumented([file('src/bot/x.ts', documented)])).toEqual([])
  })
})

describe('the packages', () => {
  const stated = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')

  it('are stated with exact versions', () => {
    const versions = { ...stated.dependencies, ...stated.devDependencies }
    expect(Object.keys(versions).length).toBeGreaterThan(20)
    for (const [name, version] of Object.entries(versions)) expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
  })

  it('are locked by their content, without the address that one machine fetched them from', () => {
    const entries = Object.entries((JSON.parse(lock) as { packages: Record<string, { integrity?: string }> }).packages)
    expect(entries.length).toBeGreaterThan(100)
    expect(lock).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/)
    for (const [name, entry] of entries) if (name !== '') expect(entry.integrity, name).toMatch(/^sha\d+-/)
  })
})
