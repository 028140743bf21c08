import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { openSqlite } from '../db/connection/better-sqlite3.ts'
import { type Environment, readEnvironment } from '../environment.ts'
import { nodeLog } from '../server/log.ts'
import { type Running, startNode } from '../server/node.ts'
import { findSecret } from './caucus/secret.ts'
import { stopped } from './caucus/stopped.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, wrongUsage } from './io.ts'
import { wholeNumber } from './options.ts'

interface Options {
  readonly db?: string
  readonly port?: string
  readonly host?: string
  readonly json?: true
}

/** `caucusline serve`: webhooks and public pages, until it is told to stop. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('Serve webhooks and public pages from a database that init made, until Ctrl-C.')
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--port <n>', 'the port (otherwise PORT, or 8080)')
    .option('--host <address>', 'the address to listen on (otherwise all of them)')
    .option('--json', 'print the address as one JSON object')
    .addHelpText(
      'after',
      `${example('caucusline serve --db data/caucusline.db --port 8080')}

The carrier is configured by TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM or
TWILIO_MESSAGING_SERVICE_SID, and PUBLIC_URL. Without them every webhook is refused.`,
    )
    .action(serve)
}

async function serve(options: Options): Promise<void> {
  if (options.port !== undefined && (wholeNumber(options.port, 0) ?? 65_536) > 65_535)
    return wrongUsage(`"${options.port}" is not a port.`, 'See caucusline serve --help')
  const read = readEnvironment(
    { ...process.env, ...given('PORT', options.port), ...given('CAUCUSLINE_DB', options.db) },
    'serve',
  )
  if (!read.ok) return wrongUsage('The environment is not right:', ...read.problems.map((problem) => `  ${problem}`))
  const running = await start(read.environment, options.host)
  if (running === null) return
  if (options.json) printJson({ url: running.url, carrier: hasTwilio(read.environment) })
  else for (const line of said(read.environment, running)) print(line)
  const lost = await Promise.race([stopped(), running.lost])
  if (lost) answerNo(`The bot has ended, so the server ends too, to be started again: ${lost.message}`)
  await running.stop(lost ? AT_ONCE : undefined)
  // Whatever else is open, such as a request to a carrier that never answers, is not waited for.
  process.exit()
}

/** Without its bot a server only refuses: what refuses already goes out, and that is all, in milliseconds. */
const AT_ONCE = 500

const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })

async function start(environment: Environment, host: string | undefined): Promise<Running | null> {
  const { db } = environment
  if (!existsSync(db)) return refused(`There is no database ${db}. Load a caucus with caucusline init --db ${db}`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return refused(secret.problem)
  const log = nodeLog(environment.logLevel ?? 'info')
  try {
    const database = openSqlite(db)
    const world = {
      environment,
      database,
      secret: secret.secret,
      log,
      logLost: log.lost,
      botThread: true as const,
      ...(host !== undefined && { hostname: host }),
    }
    return await startNode(world).catch(async (error: unknown) => {
      await database.close()
      throw error
    })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const taken = 'code' in error && error.code === 'EADDRINUSE'
    return refused(
      taken ? `Port ${environment.port} is in use. Give another with --port.` : `It cannot start: ${error.message}.`,
    )
  }
}

function refused(sentence: string): null {
  answerNo(sentence)
  return null
}

const hasTwilio = ({ carriers }: Environment): boolean => carriers.some(({ name }) => name === 'twilio')

const said = (environment: Environment, { url }: Running): string[] => [
  `Serving ${environment.db}. Public pages: ${environment.publicUrl ?? url}/`,
  `Headquarters’ console: ${environment.publicUrl ?? url}/hq (accounts: caucusline user add)`,
  !hasTwilio(environment)
    ? 'No carrier is configured, so every webhook is refused. See caucusline serve --help'
    : `The carrier’s webhook: POST ${environment.publicUrl}/sms/twilio`,
  'Ctrl-C ends it.',
]
