import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import type { Command } from 'commander'
import { loadWithInit, openCaucus } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, print, printNote, untilStopped } from './io.ts'

interface Options {
  readonly db?: string
  readonly port: string
  readonly load?: true
  readonly remote?: true
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
const quietWrangler = { CI: '1', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }

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
  if (!existsSync(wrangler))
    return answerNo('wrangler is not installed: it comes with the development dependencies (npm ci).')
  const caucus = await openCaucus(options.db, loadWithInit)
  if (caucus === null) return
  await caucus.database.close()
  const folder = mkdtempSync(join(tmpdir(), 'caucusline-worker-'))
  try {
    const state = options.remote ? [] : ['--persist-to', options.load ? join(root, '.wrangler', 'state') : folder]
    if (!fill(caucus.file, folder, options.remote ? ['--remote'] : ['--local', ...state]))
      return answerNo('The database could not be filled.')
    if (options.load) return print('The database is filled. The worker needs the same CAUCUSLINE_SECRET.')
    await serve(options.port, caucus.secret, state)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fill(db: string, folder: string, place: readonly string[]): boolean {
  const file = join(folder, 'load.sql')
  writeFileSync(file, dump(db), { mode: 0o600 })
  return (
    runD1('migrations', 'apply', 'caucusline', ...place) &&
    runD1('execute', 'caucusline', '--yes', '--file', file, ...place)
  )
}

function runD1(...args: readonly string[]): boolean {
  const { status, stderr, stdout } = spawnSync(process.execPath, [wrangler, 'd1', ...args], {
    cwd: root,
    env: { ...process.env, ...quietWrangler },
    encoding: 'utf8',
  })
  if (status !== 0) printNote(`${stdout}${stderr}`)
  return status === 0
}

/** Runs wrangler's own server. Secrets go in by its environment file, which only the owner reads. */
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
      env: { ...process.env, ...quietWrangler },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  print(`http://localhost:${port}/ in a moment. Ctrl-C ends it.`)
  await Promise.race([untilStopped(), ended])
  child.kill('SIGINT')
  await ended
  rmSync(folder, { recursive: true, force: true })
}

/**
 * Writes a database as SQL that D1 takes: one insert a row, tables in the order in which they were made, so that a
 * foreign key finds its row. The schema is left to the migrations.
 */
export function dump(file: string): string {
  const client = new Sqlite(file, { readonly: true })
  try {
    const tables = client
      .prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'd1_migrations' order by rowid",
      )
      .pluck()
      .all() as string[]
    return tables.flatMap((table) => insertsOf(client, table)).join('\n')
  } finally {
    client.close()
  }
}

function insertsOf(client: Sqlite.Database, table: string): string[] {
  // Generated columns are not listed here, and must not be given.
  const columns = (client.pragma(`table_info(${table})`) as { readonly name: string }[]).map(({ name }) => name)
  const values = columns.map((column) => `quote("${column}")`).join(` || ',' || `)
  const inserts = client.prepare(
    `select 'insert into ${table} (${columns.join()}) values (' || ${values} || ');' from ${table} order by rowid`,
  )
  return inserts.pluck().all() as string[]
}
