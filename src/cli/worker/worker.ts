import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { ownSecret } from '../caucus/own-secret.ts'
import { findSecret } from '../caucus/secret.ts'
import { stopped } from '../caucus/stopped.ts'
import { example } from '../help.ts'
import { answerNo, print, printNote } from '../io.ts'
import { databaseFile } from '../options.ts'
import { dump } from './dump.ts'

interface Options {
  readonly db?: string
  readonly port: string
  readonly load?: true
  readonly remote?: true
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
const quiet = { CI: '1', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }

/** `caucusline worker`: the server as Cloudflare runs it, on this machine; or its database filled. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('Run the server as Cloudflare runs it, on this machine, with a database that init made.')
    .option('--db <file>', 'the database to take over (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--port <n>', 'the port', '8787')
    .option('--load', 'only fill the database on D1, and end')
    .option('--remote', 'with --load: the real D1 of your account, instead of the one on this machine')
    .addHelpText('after', example('caucusline worker --db night.db', 'caucusline worker --load --remote --db night.db'))
    .action(worker)
}

async function worker(options: Options): Promise<void> {
  const db = databaseFile(options.db)
  if (!existsSync(wrangler))
    return answerNo('wrangler is not installed: it comes with the development dependencies (npm ci).')
  if (!existsSync(db)) return answerNo(`There is no database ${db}. Load a caucus with caucusline init.`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  if (!(await owned(db, secret.secret))) return
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-worker-'))
  try {
    const state = options.remote ? [] : ['--persist-to', options.load ? join(root, '.wrangler', 'state') : folder]
    if (!fill(db, folder, options.remote ? ['--remote'] : ['--local', ...state]))
      return answerNo('The database could not be filled.')
    if (options.load) return print('The database is filled. The worker needs the same CAUCUSLINE_SECRET.')
    await serve(options.port, secret.secret, state)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function owned(db: string, secret: string): Promise<boolean> {
  const database = openSqlite(db)
  try {
    return await ownSecret(database, secret)
  } finally {
    await database.close()
  }
}

function fill(db: string, folder: string, where: readonly string[]): boolean {
  const file = join(folder, 'load.sql')
  writeFileSync(file, dump(db), { mode: 0o600 })
  return (
    run('migrations', 'apply', 'caucusline', ...where) &&
    run('execute', 'caucusline', '--yes', '--file', file, ...where)
  )
}

function run(...args: readonly string[]): boolean {
  const { status, stderr, stdout } = spawnSync(process.execPath, [wrangler, 'd1', ...args], {
    cwd: root,
    env: { ...process.env, ...quiet },
    encoding: 'utf8',
  })
  if (status !== 0) printNote(`${stdout}${stderr}`)
  return status === 0
}

/** Wrangler's own server. What it must know goes in by its environment file, which only the owner reads. */
async function serve(port: string, secret: string, state: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-vars-'))
  const file = join(folder, 'vars')
  const names = Object.keys(process.env).filter((name) => /^(TWILIO_|PUBLIC_URL$|METRICS_TOKEN$|SEGMENTS_)/.test(name))
  const lines = names.map((name) => `${name}=${JSON.stringify(process.env[name])}`)
  writeFileSync(file, [`CAUCUSLINE_SECRET="${secret}"`, ...lines].join('\n'), { mode: 0o600 })
  const child = spawn(
    process.execPath,
    [wrangler, 'dev', '--local', '--port', port, '--env-file', file, '--test-scheduled', ...state],
    {
      cwd: root,
      env: { ...process.env, ...quiet },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  print(`http://localhost:${port}/ in a moment. Ctrl-C ends it.`)
  await Promise.race([stopped(), ended])
  child.kill('SIGINT')
  await ended
  rmSync(folder, { recursive: true, force: true })
}
