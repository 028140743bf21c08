import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totpCode } from '../../src/hq/access/totp.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const demo = (name: string): string => join(root, 'src/cli/demo-caucus', name)
let folder: string
let db: string
const run = (args: readonly string[], input = '') => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['src/cli/main.ts', ...args, '--db', db], {
    cwd: root,
    encoding: 'utf8',
    input,
    env: { ...process.env, CAUCUSLINE_SECRET: '' },
  })
  return { stdout, stderr, status }
}
const json = (args: readonly string[], input = '') => JSON.parse(run([...args, '--json'], input).stdout)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caucusline-hq-'))
  db = join(folder, 'night.db')
  const made = run([
    'init',
    '--config',
    demo('caucus.json'),
    '--roster',
    demo('roster.csv'),
    '--counties',
    demo('counties.csv'),
  ])
  expect(made.stderr).not.toMatch(/mistake/)
  expect(made.status).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('caucusline user', () => {
  it('adds the first account, with a second factor and recovery codes that are shown once', () => {
    const dana = json(['user', 'add', 'Dana', '--role', 'supervisor'])
    expect(dana).toMatchObject({ name: 'Dana', role: 'supervisor', uri: expect.stringMatching(/^otpauth:\/\/totp\//) })
    expect(totpCode(dana.totp, new Date().toISOString())).toMatch(/^\d{6}$/)
    expect(dana.recovery).toHaveLength(8)
    expect(dana.password.length).toBeGreaterThanOrEqual(20)
    expect(json(['user', 'list'])).toMatchObject([{ name: 'Dana', role: 'supervisor', blocked: false }])
    expect(run(['user', 'add', 'dana']).status).toBe(1)
  })

  it('takes a password from standard input, and says why one will not do', () => {
    expect(run(['user', 'add', 'Erin', '--password-stdin'], 'short\n')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/at least 12/),
    })
    expect(json(['user', 'add', 'Erin', '--password-stdin'], 'lamp river copper nine\n')).toMatchObject({
      name: 'Erin',
      role: 'operator',
      password: null,
    })
  })

  it('prints for people what they must keep, and resets and blocks', () => {
    const shown = run(['user', 'reset', 'Erin']).stdout
    expect(shown).toMatch(/Password/)
    expect(shown).toMatch(/Recovery codes/)
    expect(run(['user', 'block', 'Erin']).stdout).toMatch(/Erin is blocked/)
    expect(run(['user', 'block', 'Nobody']).status).toBe(1)
    expect(run(['user', 'add', 'x', '--role', 'king']).status).toBe(2)
  })
})

describe('caucusline remind', () => {
  it('says what it would come to and writes nothing; with --send it plans', () => {
    const preview = json(['remind', '--stage', 'never'])
    expect(preview).toMatchObject({ problem: null, planned: null })
    expect(preview.texts).toBeGreaterThan(10)
    expect(run(['remind']).stdout).toMatch(/Nothing was sent\. With --send it is planned\./)
    expect(json(['remind', '--send'])).toMatchObject({
      texts: preview.texts,
      planned: expect.any(String),
      second: false,
    })
  })

  it('refuses words that carriers seize, and an audience of nobody', () => {
    expect(run(['remind', '--en', '{precinct}: reply STOP now'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/STOP/),
    })
    expect(run(['remind', '--stage', 'awaiting'])).toMatchObject({ status: 1, stderr: expect.stringMatching(/Nobody/) })
    expect(run(['remind', '--in', 'soon']).status).toBe(2)
  })
})
