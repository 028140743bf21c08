import type { Command } from 'commander'
import { openSqlite } from '../db/connection/better-sqlite3.ts'
import type { Environment } from '../environment.ts'
import { nodeLog } from '../server/log.ts'
import { type Running, startNode } from '../server/node.ts'
import { serverEnvironment } from './caucus/environment.ts'
import { requiredSecret } from './caucus/secret.ts'
import { findDatabase } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, refuse, untilStopped, wrongUsage } from './io.ts'
import { dbOption, portNumber } from './options.ts'

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
    .option(...dbOption)
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
  if (options.port !== undefined && portNumber(options.port) === null)
    return wrongUsage(`"${options.port}" is not a port.`, 'See caucusline serve --help')
  const environment = serverEnvironment(options)
  const running = environment === null ? null : await start(environment, options.host)
  if (environment === null || running === null) return
  if (options.json) printJson({ url: running.url, carrier: hasTwilio(environment) })
  else for (const line of greeting(environment, running)) print(line)
  const lost = await Promise.race([untilStopped(), running.lost])
  if (lost) answerNo(`The bot has ended, so the server ends too, to be started again: ${lost.message}`)
  await running.stop(lost ? AT_ONCE : undefined)
  // Does not wait for what else is open, such as a request to a carrier that never answers.
  process.exit()
}

/** Milliseconds that a server without its bot gets to end: it only has refusals to finish. */
const AT_ONCE = 500

async function start(environment: Environment, host: string | undefined): Promise<Running | null> {
  const { db } = environment
  const secret = findDatabase(db, ` Load a caucus with caucusline init --db ${db}`) === null ? null : requiredSecret(db)
  if (secret === null) return null
  const log = nodeLog(environment.logLevel ?? 'info')
  try {
    const database = openSqlite(db)
    const server = {
      environment,
      database,
      secret,
      log,
      logLost: log.lost,
      botThread: true as const,
      ...(host !== undefined && { hostname: host }),
    }
    return await startNode(server).catch(async (error: unknown) => {
      await database.close()
      throw error
    })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const portTaken = 'code' in error && error.code === 'EADDRINUSE'
    return refuse(
      portTaken
        ? `Port ${environment.port} is in use. Give another with --port.`
        : `It cannot start: ${error.message}.`,
    )
  }
}

const hasTwilio = ({ carriers }: Environment): boolean => carriers.some(({ name }) => name === 'twilio')

const greeting = (environment: Environment, { url }: Running): string[] => [
  `Serving ${environment.db}. Public pages: ${environment.publicUrl ?? url}/`,
  `Headquarters’ console: ${environment.publicUrl ?? url}/hq (accounts: caucusline user add)`,
  hasTwilio(environment)
    ? `The carrier’s webhook: POST ${environment.publicUrl}/sms/twilio`
    : 'No carrier is configured, so every webhook is refused. See caucusline serve --help',
  'Ctrl-C ends it.',
]
