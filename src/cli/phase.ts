import { Argument, type Command } from 'commander'
import type { Phase } from '../bot/ids.ts'
import { openSqlite, type SqliteDatabase } from '../db/connection/better-sqlite3.ts'
import { recordReader } from '../db/event-store/record-reader.ts'
import { createKeys } from '../keys/keys.ts'
import { systemClock } from '../server/clock.ts'
import { changePhase } from './caucus/phase.ts'
import { requiredSecret } from './caucus/secret.ts'
import { findDatabase, isOwnSecret, loadWithInit } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, print, printJson } from './io.ts'
import { dbOption, jsonOption } from './options.ts'

interface Options {
  readonly db?: string
  readonly sure?: true
  readonly json?: true
}

const meaning: Readonly<Record<Phase, string>> = {
  setup: 'only check-in, the guide and ? are answered',
  practice: 'chairs report with the candidates of practice; nothing of it is published as a result',
  live: 'what chairs approve is recorded and published',
  closed: 'texts are kept and queued; nothing more is recorded',
}

/** `caucusline phase`: says which phase the caucus is in, or changes it. */
export function registerPhase(program: Command): void {
  program
    .command('phase')
    .description('Say which phase the caucus is in, or change it: setup, practice, live, closed.')
    .addArgument(new Argument('[to]', 'the phase to go to').choices(Object.keys(meaning)))
    .option(...dbOption)
    .option('--sure', 'needed to go live or to close')
    .option(...jsonOption)
    .addHelpText('after', example('caucusline phase', 'caucusline phase practice', 'caucusline phase live --sure'))
    .action(phase)
}

/** Reading the phase needs no secret; changing it does. */
async function phase(to: Phase | undefined, options: Options): Promise<void> {
  const file = findDatabase(options.db, loadWithInit)
  if (file === null) return
  const database = openSqlite(file)
  try {
    const now = await recordReader(database).phase()
    if (now === null) return answerNo(`${file} holds no caucus. Load one with caucusline init.`)
    if (to === undefined) return show(now.phase, options)
    if ((to === 'live' || to === 'closed') && options.sure !== true)
      return answerNo(`${to}: ${meaning[to]}. If you are sure: caucusline phase ${to} --sure`)
    if (to === now.phase) return answerNo(`The caucus is in ${to} already.`)
    await change(database, file, to, options)
  } finally {
    await database.close()
  }
}

async function change(database: SqliteDatabase, file: string, to: Phase, options: Options): Promise<void> {
  const secret = requiredSecret(file)
  if (secret === null || !(await isOwnSecret(database, secret))) return
  const problem = await changePhase({ database, keys: createKeys(secret), clock: systemClock }, to, 'cli')
  if (problem === null) show(to, options)
  else answerNo(problem)
}

function show(phase: Phase, { json }: Options): void {
  if (json) printJson({ phase })
  else print(`${phase}: ${meaning[phase]}.`)
}
