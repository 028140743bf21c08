import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tally } from './tally.ts'

/**
 * Runs all that must hold: lint, types, tests in Node and in workerd; or, with --proof, the long scripts in test/proof.
 * The last line is `N passed, N failed`, for people and for CI. Other arguments go to vitest, and then only tests run.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

const none: Tally = { passed: 0, failed: 0, skipped: [] }

/** Runs a tool of node_modules, or a script of ours, under this very Node. @returns whether it exits with 0. */
function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const { status, error } = spawnSync(process.execPath, [script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (error !== undefined) console.error(error.message)
  return status === 0
}

function check(name: string, script: string, args: readonly string[]): Tally {
  console.log(`\n== ${name}`)
  const holds = run(script, args)
  if (!holds) console.log(`== ${name} failed`)
  return { ...none, failed: holds ? 0 : 1 }
}

function tests(args: readonly string[]): Tally {
  console.log('\n== tests')
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-test-'))
  const file = join(folder, 'tally.json')
  try {
    const reporters = ['--reporter=default', '--reporter=./test/tally.ts']
    // CI: a transcript that lacks its answers fails, instead of being filled in.
    const allPassed = run('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args], {
      CI: '1',
      CAUCUSLINE_TALLY: file,
    })
    const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally
    return allPassed || tally.failed > 0 ? tally : { ...tally, failed: 1 }
  } catch {
    console.log('The test run ended without a result.')
    return { ...none, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the proofs: each is a script of its own, which prints its figures and exits with 0 when they hold. */
function proofs(wanted: readonly string[]): Tally {
  const scripts = readdirSync('test/proof', { withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && wanted.every((word) => entry.name.includes(word)),
    )
    .map((entry) => entry.name)
    .sort()
  const results = scripts.map((name) => {
    console.log(`\n== proof ${name}`)
    const started = performance.now()
    const holds = run(join('test/proof', name), [])
    console.log(`== ${holds ? 'holds' : 'FAILED'} after ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return holds
  })
  const passed = results.filter(Boolean).length
  return { passed, failed: results.length - passed, skipped: [] }
}

function checkAll(args: readonly string[]): readonly Tally[] {
  if (args[0] === '--proof') return [proofs(args.slice(1))]
  if (args.length > 0) return [tests(args)]
  const lint = check('lint and boundaries', 'node_modules/@biomejs/biome/bin/biome', [
    'check',
    '--error-on-warnings',
    '.',
  ])
  const types = check('types', 'node_modules/typescript/bin/tsc', ['--noEmit'])
  return [lint, types, tests([])]
}

const tallies = checkAll(process.argv.slice(2))
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
const skipped = tallies.flatMap((tally) => tally.skipped)
console.log()
for (const { test, reason } of skipped) console.log(`skipped: ${test} (${reason})`)
if (passed + failed === 0) console.log('Nothing ran, and that is no success.')
console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
