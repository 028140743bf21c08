import { existsSync } from 'node:fs'
import { Argument, type Command } from 'commander'
import type { Phase } from '../bot/ids.ts'
import { openSqlite } from '../db/connection/better-sqlite3.ts'
import type { Database } from '../db/connection/database.ts'
import { recordReader } from '../db/event-store/record-reader.ts'
import { createKeys } from '../keys/keys.ts'
import { systemClock } from '../server/clock.ts'
import { ownSecret } from './caucus/own-secret.ts'
import { changePhase } from './caucus/phase.ts'
import { findSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, print, printJson } from './io.ts'
import { databaseFile } from './options.ts'

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

/** `caucusline phase`: which phase the caucus is in, or to which it goes. */
export function registerPhase(program: Command): void {
  program
    .command('phase')
    .description('Say which phase the caucus is in, or change it: setup, practice, live, closed.')
    .addArgument(new Argument('[to]', 'the phase to go to').choices(Object.keys(meaning)))
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--sure', 'needed to go live or to close')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('caucusline phase', 'caucusline phase practice', 'caucusline phase live --sure'))
    .action(phase)
}

async function phase(to: Phase | undefined, options: Options): Promise<void> {
  const db = databaseFile(options.db)
  if (!existsSync(db)) return answerNo(`There is no database ${db}. Load a caucus with caucusline init.`)
  const database = openSqlite(db)
  try {
    const now = await recordReader(database).phase()
    if (now === null) return answerNo(`${db} holds no caucus. Load one with caucusline init.`)
    if (to === undefined) return told(now.phase, options)
    if ((to === 'live' || to === 'closed') && options.sure !== true)
      return answerNo(`${to}: ${meaning[to]}. If you are sure: caucusline phase ${to} --sure`)
    if (to === now.phase) return answerNo(`The caucus is in ${to} already.`)
    await change(database, db, to, options)
  } finally {
    await database.close()
  }
}

async function change(database: Database, db: string, to: Phase, options: Options): Promise<void> {
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  if (!(await ownSecret(database, secret.secret))) return
  const wrong = await changePhase({ database, keys: createKeys(secret.secret), clock: systemClock }, to, 'cli')
  if (wrong === null) told(to, options)
  else answerNo(wrong)
}

function told(now: Phase, { json }: Options): void {
  if (json) printJson({ phase: now })
  else print(`${now}: ${meaning[now]}.`)
}
