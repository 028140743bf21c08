import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** Starts the command line as a person does, in a process of its own, without this machine's settings. */
export function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [main, ...args], { env: { PATH: process.env.PATH, ...environment }, stdio: 'pipe' })
}

export function command(
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = start(args, environment)
  const output = { out: '', err: '' }
  child.stdout?.on('data', (part) => (output.out += part))
  child.stderr?.on('data', (part) => (output.err += part))
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...output }))
  })
}

/** Makes a folder for one test, and removes it. */
export async function inFolder<T>(use: (file: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-test-'))
  try {
    return await use((name) => join(folder, name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
