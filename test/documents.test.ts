import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import { rooms } from './boundaries.ts'
import { root } from './imports.ts'

const text = (path: string) => readFileSync(join(root, path), 'utf8')
const documents = ['.', 'docs', 'deploy'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)

/** A source file, or a folder by its whole path. Data that people hand in or fetch has no fixed place. */
const isPath = (name: string): boolean =>
  /^[\w-][\w./-]*\.(ts|ne|css|js|mjs|md)$/.test(name) || /^(src|test|docs|deploy|bench|lint)\/[\w./-]+$/.test(name)

describe('the documents', () => {
  it.each(documents)('%s has no link into the void', (path) => {
    const links = [...text(path).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map((match) => match[1] ?? '')
    const here = links.filter((link) => !/^[a-z]+:/.test(link))
    expect(here.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([])
  })

  // Decisions and changes tell what was: a file of theirs may have moved since.
  const present = documents.filter((path) => !/decisions|CHANGELOG/.test(path))
  const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout.split('\n')

  it.each(present)('%s names only files and folders that there are', (path) => {
    const named = [...text(path).matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? '').filter(isPath)
    const missing = named.filter((name) => {
      const end = name.replace(/\/$/, '')
      return !files.some((file) => `/${file}/`.includes(`/${end}/`))
    })
    expect(missing).toEqual([])
  })

  it('name files and folders as a reader would see them', () => {
    expect(present.flatMap((path) => [...text(path).matchAll(/`([^`\s]+)`/g)]).length).toBeGreaterThan(100)
    for (const name of ['read.ts', 'src/hq', 'src/db/migrations', 'report/decide.ts', 'test/bot/'])
      expect(isPath(name), name).toBe(true)
    for (const name of ['results.csv', '/results.json', 'npm', 'caucus.json', 'live/P0412', 'night.sql'])
      expect(isPath(name), name).toBe(false)
  })

  it('number the decisions without a gap, date them, and say what, because, instead of, undo', () => {
    const decisions = text('docs/decisions.md').split(/^## /m).slice(1)
    expect(decisions.length).toBeGreaterThanOrEqual(8)
    decisions.forEach((decision, i) => {
      expect(decision).toMatch(new RegExp(`^${i + 1}\\. .+\\n\\d{4}-\\d{2}-\\d{2}\\. \\*\\*What\\*\\*`))
      for (const part of ['**Because**', '**Instead of**', '**Undo by**']) expect(decision).toContain(part)
      expect(decision.trim().split('\n').length).toBeLessThanOrEqual(10)
    })
  })

  it('name every folder of src in the architecture', () => {
    for (const { place } of rooms)
      if (/^src\/\w+\/$/.test(place)) expect(text('docs/architecture.md')).toContain(`**${place.slice(0, -1)}**`)
  })

  it('name in the table of imports every package and folder that the rule allows', () => {
    const table = text('docs/architecture.md').match(/^\| folder \| may import \|\n(?:\|.*\n)+/m)?.[0] ?? ''
    for (const { place, may, types = [] } of rooms) {
      const folder = place.split('/').find((part) => part !== 'src')
      const row = table.split('\n').find((line) => line.split('|')[1]?.includes(`\`${folder}\``))
      expect(row, place).toBeDefined()
      for (const name of [...may, ...types])
        if (name !== '*') expect(row, place).toContain(name.replace(/^src\//, '').replace(/\/$/, ''))
    }
  })
})

describe('the README', () => {
  const readme = text('README.md')
  let program: Awaited<ReturnType<typeof createProgram>>
  beforeAll(async () => {
    program = await createProgram()
  })

  it('shows conversations as the bot has them, word for word', () => {
    const transcripts = ['ordinary', 'keep'].map((name) => text(`test/transcripts/${name}.txt`)).join('\n')
    const said = readme.match(/^[<>] .*$/gm) ?? []
    expect(said.length).toBeGreaterThanOrEqual(8)
    for (const line of said) expect(transcripts).toContain(` ${line}\n`)
  })

  it('uses only commands and options that there are', () => {
    const used = [
      ...`${readme}${text('CONTRIBUTING.md')}`.matchAll(
        /(?:\.\/|`)caucusline ((?!--|wrangler|test|proof)\w+)([^\n`|]*)/g,
      ),
    ]
    expect(used.length).toBeGreaterThanOrEqual(6)
    for (const [, name, rest = ''] of used) {
      const command = program.commands.find((one) => one.name() === name)
      expect(command, name).toBeDefined()
      const options = command?.options.map((option) => option.long) ?? []
      for (const option of rest.split('#')[0]?.match(/--\w+/g) ?? []) expect(options, name).toContain(option)
    }
  })

  it('uses only scripts that there are', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> }
    const used = [...`${readme}${text('CONTRIBUTING.md')}`.matchAll(/npm (?:run (\w+)|(start|test))/g)]
    expect(used.length).toBeGreaterThanOrEqual(4)
    for (const match of used) expect(Object.keys(scripts)).toContain(match[1] ?? match[2])
  })
})

describe('the two commands that begin everything', () => {
  it.each(['caucusline', '.ci/run'])('%s may be run and is a shell script without a mistake', (path) => {
    const mode = spawnSync('git', ['ls-files', '--stage', path], { cwd: root, encoding: 'utf8' }).stdout
    if (mode !== '') expect(mode).toMatch(/^100755 /)
    const shell = path === 'caucusline' ? 'sh' : 'bash'
    expect(spawnSync(shell, ['-n', join(root, path)]).status).toBe(0)
  })
})
