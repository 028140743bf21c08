import type { Command } from 'commander'
import { assemble } from '../server/assemble.ts'
import { nodeLog } from '../server/log.ts'
import { type Reconciled, reconcile } from '../sms/reconcile/reconcile.ts'
import { redactError } from '../sms/redacted-error.ts'
import { serverEnvironment } from './caucus/environment.ts'
import { withCaucus } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several, wrongUsage } from './io.ts'
import { dbOption, jsonOption } from './options.ts'

interface Options {
  readonly db?: string
  readonly hours: string
  readonly json?: true
}

/** `caucusline reconcile`: takes in the texts that the carrier has and the record has not. */
export function registerReconcile(program: Command): void {
  program
    .command('reconcile')
    .description('Ask the carrier for the texts of the last hours, and take in what was missed. Safe beside a server.')
    .option('--hours <n>', 'how far to look back', '24')
    .option(...dbOption)
    .option(...jsonOption)
    .addHelpText('after', example('caucusline reconcile', 'caucusline reconcile --hours 3'))
    .action(run)
}

async function run(options: Options): Promise<void> {
  const hours = Number(options.hours)
  if (!(hours > 0 && hours <= 720)) return wrongUsage(`"${options.hours}" is no number of hours up to 720.`)
  const environment = serverEnvironment(options)
  if (environment === null) return
  await withCaucus(environment.db, async ({ database, secret }) => {
    try {
      const log = nodeLog(environment.logLevel ?? 'warn')
      const { reconcileDeps } = await assemble({ database, environment, secret, log, remoteAddress: () => null })
      if (reconcileDeps === null)
        return answerNo('No carrier is configured: TWILIO_ACCOUNT_SID and the rest are missing.')
      const since = new Date(Date.now() - hours * 3_600_000).toISOString()
      show(await reconcile(reconcileDeps, since), options)
    } catch (error) {
      answerNo(`The carrier’s list could not be read or taken in: ${redactError(error).cause}`)
    }
  })
}

function show(result: Reconciled, { json }: Options): void {
  if (json) printJson(result)
  else {
    print(
      `The carrier has ${several(result.listed, 'text')}; ${several(result.recovered, 'missed one', 'missed ones')} taken in.`,
    )
    if (result.answers > 0) print(`${several(result.answers, 'answer')} will be sent by the server’s outbox.`)
    if (result.late > 0) print(`${several(result.late, 'text')} came too late to be applied: see the queue.`)
    if (result.otherPhase > 0)
      print(`${several(result.otherPhase, 'text')} of another phase kept, not applied: see the queue and the log.`)
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
