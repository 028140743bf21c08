import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import { type Files, loadFiles } from '../../files/load.ts'
import { problemSentence } from '../../files/problem.ts'
import { makeSecret } from '../../keys/secret.ts'
import { demoFiles, type Embedded, embed, loadDemonstration, temporaryFolder } from '../caucus/embedded.ts'
import { ownSecret } from '../caucus/own-secret.ts'
import { everLive } from '../caucus/phase.ts'
import { findOrMakeSecret, findSecret } from '../caucus/secret.ts'
import { stopped } from '../caucus/stopped.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, printNote, wrongUsage } from '../io.ts'
import { wholeNumber } from '../options.ts'
import { startDemo } from './server.ts'

interface Options {
  readonly port: string
  readonly host: string
  readonly db?: string
  readonly json?: true
}

/** `caucusline demo`: the whole thing on one machine, without an account and without a carrier. */
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
  const port = wholeNumber(options.port, 0)
  if (port === null || port > 65_535)
    return wrongUsage(`"${options.port}" is not a port.`, 'See caucusline demo --help')
  const loading = loadFiles(demoFiles)
  if (!loading.ok) return answerNo(...loading.problems.map(problemSentence))
  const caucus = options.db === undefined ? await throwaway(loading.files) : await kept(loading.files, options.db)
  if (caucus === null) return
  const server = await startDemo(loading.files, caucus.embedded, { port, host: options.host })
  if (server.port !== port && port !== 0) printNote(`Port ${port} is in use; it is ${server.port} instead.`)
  if (options.json)
    printJson({ phone: `${server.url}/phone`, results: server.url, console: `${server.url}/demo/console` })
  else for (const line of addresses(loading.files, server)) print(line)
  await stopped()
  await server.stop()
  caucus.remove()
}

interface Caucus {
  readonly embedded: Embedded
  readonly remove: () => void
}

async function throwaway(files: Files): Promise<Caucus> {
  const folder = temporaryFolder()
  return { embedded: await loadDemonstration(files, join(folder.path, 'demo.db'), makeSecret()), remove: folder.remove }
}

/** Goes on with an earlier demonstration, and keeps away from a caucus that was ever live. */
async function kept(files: Files, db: string): Promise<Caucus | null> {
  const remove = () => undefined
  if (!existsSync(db)) {
    const secret = findOrMakeSecret(db, undefined)
    return secret.ok ? { embedded: await loadDemonstration(files, db, secret.secret), remove } : refused(secret.problem)
  }
  const database = openSqlite(db)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  const log = (await recordReader(database).entries(0, 1)).at(0)
  const own = log?.event.type === 'CaucusLoaded' && log.event.data.name === files.caucus.name
  const live = await everLive(database)
  if (secret.ok && own && !live && (await ownSecret(database, secret.secret)))
    return { embedded: embed(database, secret.secret), remove }
  await database.close()
  if (!secret.ok) return refused(secret.problem)
  if (own && !live) return null
  return refused(
    live
      ? `${db} was live: the demonstration keeps away from it.`
      : `${db} holds another caucus. Give another file with --db.`,
  )
}

function refused(sentence: string): null {
  answerNo(sentence)
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
