import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { openSqlite } from '../db/connection/better-sqlite3.ts'
import { readEnvironment } from '../environment.ts'
import { assemble } from '../server/assemble.ts'
import { nodeLog } from '../server/log.ts'
import { type Reconciled, reconcile } from '../sms/reconcile/reconcile.ts'
import { redactError } from '../sms/redacted-error.ts'
import { ownSecret } from './caucus/own-secret.ts'
import { findSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several, wrongUsage } from './io.ts'

interface Options {
  readonly db?: string
  readonly hours: string
  readonly json?: true
}

/** `caucusline reconcile`: what the carrier took and we have not, taken in now. */
export function registerReconcile(program: Command): void {
  program
    .command('reconcile')
    .description('Ask the carrier for the texts of the last hours, and take in what was missed. Safe beside a server.')
    .option('--hours <n>', 'how far to look back', '24')
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('caucusline reconcile', 'caucusline reconcile --hours 3'))
    .action(run)
}

async function run(options: Options): Promise<void> {
  const hours = Number(options.hours)
  if (!(hours > 0 && hours <= 720)) return wrongUsage(`"${options.hours}" is no number of hours up to 720.`)
  const given = options.db === undefined ? {} : { CAUCUSLINE_DB: options.db }
  const read = readEnvironment({ ...process.env, ...given }, 'serve')
  if (!read.ok) return wrongUsage('The environment is not right:', ...read.problems.map((problem) => `  ${problem}`))
  const { environment } = read
  if (!existsSync(environment.db)) return answerNo(`There is no database ${environment.db}.`)
  const secret = findSecret(environment.db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const database = openSqlite(environment.db)
  try {
    if (!(await ownSecret(database, secret.secret))) return
    const log = nodeLog(environment.logLevel ?? 'warn')
    const parts = await assemble({ database, environment, secret: secret.secret, log, remoteAddress: () => null })
    if (parts.reconcileDeps === null)
      return answerNo('No carrier is configured: TWILIO_ACCOUNT_SID and the rest are missing.')
    const since = new Date(Date.now() - hours * 3_600_000).toISOString()
    told(await reconcile(parts.reconcileDeps, since), options)
  } catch (error) {
    answerNo(`The carrier’s list could not be read or taken in: ${redactError(error).cause}`)
  } finally {
    await database.close()
  }
}

function told(result: Reconciled, { json }: Options): void {
  if (json) printJson(result)
  else {
    print(
      `The carrier has ${several(result.listed, 'text')}; ${several(result.recovered, 'missed one', 'missed ones')} taken in.`,
    )
    if (result.answers > 0) print(`${several(result.answers, 'answer')} will be sent by the server’s outbox.`)
    if (result.late > 0) print(`${several(result.late, 'text')} came too late to be applied: see the queue.`)
    if (result.earlier > 0)
      print(`${several(result.earlier, 'text')} of another phase kept, not applied: see the queue and the log.`)
    if (result.young > 0)
      print(
        `${several(result.young, 'text')} left, under a minute old and probably on the way. Run it again in a minute.`,
      )
  }
  if (result.clockBehind > 0)
    answerNo(
      `This clock is ${several(Math.ceil(result.clockBehind / 60), 'minute')} behind the carrier’s: set it right.`,
    )
  if (result.failed > 0) answerNo(`${several(result.failed, 'text')} could not be taken in. Run it again.`)
}
