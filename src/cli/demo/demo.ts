import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import { type Files, loadFiles } from '../../files/load.ts'
import { problemSentence } from '../../files/problem.ts'
import { createKeys } from '../../keys/keys.ts'
import { makeSecret } from '../../keys/secret.ts'
import { demoFiles, loadDemonstration, temporaryFolder } from '../caucus/demonstration.ts'
import { everLive } from '../caucus/phase.ts'
import { findOrMakeSecret, requiredSecret } from '../caucus/secret.ts'
import { isOwnSecret, type OpenCaucus } from '../caucus/with-caucus.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, printNote, refuse, untilStopped, wrongUsage } from '../io.ts'
import { portNumber } from '../options.ts'
import { startDemo } from './server.ts'

interface Options {
  readonly port: string
  readonly host: string
  readonly db?: string
  readonly json?: true
}

/** `caucusline demo`: everything on one machine, without an account and without a carrier. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'A demonstration caucus: a phone in the browser, the board filling in, the public pages. No account, no carrier.',
    )
    .option('--port <n>', 'the port; a free one is taken where it is in use', '8080')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--db <file>', 'keep the demonstration in this file (otherwise it is gone at the end)')
    .option('--json', 'print the addresses as one JSON object')
    .addHelpText('after', example('caucusline demo', 'caucusline demo --port 3000 --db demo.db'))
    .action(demo)
}

async function demo(options: Options): Promise<void> {
  const port = portNumber(options.port)
  if (port === null) return wrongUsage(`"${options.port}" is not a port.`, 'See caucusline demo --help')
  const loading = loadFiles(demoFiles)
  if (!loading.ok) return answerNo(...loading.problems.map(problemSentence))
  const { files } = loading
  const folder = options.db === undefined ? temporaryFolder() : null
  const caucus =
    folder === null
      ? await keptDemonstration(files, options.db ?? '')
      : await loadDemonstration(files, join(folder.path, 'demo.db'), makeSecret())
  if (caucus === null) return
  const server = await startDemo(files, caucus, { port, host: options.host })
  if (server.port !== port && port !== 0) printNote(`Port ${port} is in use; it is ${server.port} instead.`)
  if (options.json)
    printJson({ phone: `${server.url}/phone`, results: server.url, console: `${server.url}/demo/console` })
  else for (const line of addresses(files, server)) print(line)
  await untilStopped()
  await server.stop()
  folder?.remove()
}

/**
 * Goes on with an earlier demonstration, or begins one in a new file.
 * @returns null for a caucus that was ever live, or is another than the demonstration's, which is then said.
 */
async function keptDemonstration(files: Files, file: string): Promise<OpenCaucus | null> {
  if (!existsSync(file)) {
    const made = findOrMakeSecret(file, undefined)
    return made.ok ? loadDemonstration(files, file, made.secret) : refuse(made.problem)
  }
  const secret = requiredSecret(file)
  if (secret === null) return null
  const database = openSqlite(file)
  const [first] = await recordReader(database).entries(0, 1)
  if (await everLive(database)) refuse(`${file} was live: the demonstration keeps away from it.`)
  else if (first?.event.type !== 'CaucusLoaded' || first.event.data.name !== files.caucus.name)
    refuse(`${file} holds another caucus. Give another file with --db.`)
  else if (await isOwnSecret(database, secret)) return { file, database, secret, keys: createKeys(secret) }
  await database.close()
  return null
}

const addresses = ({ caucus, roster }: Files, { url }: { readonly url: string }): string[] => [
  `${caucus.name}: ${roster.length} precincts, a carrier that is simulated, nothing leaves this machine.`,
  '',
  `  The phone        ${url}/phone`,
  `  Public results   ${url}/`,
  `  HQ console       ${url}/demo/console   (as Robin; ?as=Sam for a second person)`,
  '',
  'Ctrl-C ends it.',
]
