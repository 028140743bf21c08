import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { rowsOfStream } from '../../bot/handle/read-model.ts'
import { openSqlite } from '../../db/connection/better-sqlite3.ts'
import { type Rebuilt, rebuild } from '../../db/event-store/rebuild.ts'
import { recordReader } from '../../db/event-store/record-reader.ts'
import { chains } from '../backup/record.ts'
import { findSecret } from '../caucus/secret.ts'
import { example } from '../help.ts'
import { answerNo, exitCode, print, printJson, several } from '../io.ts'
import { databaseFile } from '../options.ts'
import { sentenceOf } from './sentence.ts'

interface Options {
  readonly db?: string
  readonly check?: true
  readonly json?: true
}

/** `caucusline rebuild`: what the board and the pages are served from, compared with the record and put right. */
export function registerRebuild(program: Command): void {
  program
    .command('rebuild')
    .description(
      'Compare the read tables (where each report, phone and the phase stand) with the record, and put right what differs.',
    )
    .option('--check', 'only compare: change nothing, and say no where anything differs')
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `${example('caucusline rebuild --check', 'caucusline rebuild --db night.db')}

The record itself is never changed; where its hashes do not hold, nothing is. Stop the server first: a text that comes
in meanwhile makes this give up, and change nothing.`,
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const db = databaseFile(options.db)
  if (!existsSync(db)) return answerNo(`There is no database ${db}.`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const database = openSqlite(db)
  try {
    const reader = recordReader(database)
    if ((await reader.phase()) === null) return answerNo(`${db} holds no caucus. Load one with caucusline init.`)
    const { broken } = await chains(reader, secret.secret)
    if (broken !== null)
      return answerNo(
        `The record does not hold at ${broken}, or the secret is another caucus’. Nothing was rebuilt: restore a backup.`,
      )
    const rebuilt = await rebuild(database, rowsOfStream, options.check !== true)
    if (rebuilt === null)
      return answerNo('Somebody wrote meanwhile: nothing was changed. Stop the server, and try again.')
    told(rebuilt, options)
  } finally {
    await database.close()
  }
}

/** People read the first of them; the rest, and every value, is in --json. */
const MOST = 20

function told({ events, rows, differs }: Rebuilt, { check, json }: Options): void {
  if (check && differs.length > 0) process.exitCode = exitCode.no
  if (json) {
    printJson({ events, rows, differs, changed: check !== true && differs.length > 0 })
    return
  }
  for (const one of differs.slice(0, MOST)) print(sentenceOf(one))
  if (differs.length > MOST) print(`… and ${differs.length - MOST} more: --json names them all.`)
  const read = `${several(events, 'event')} read, ${several(rows, 'row')} compared`
  if (differs.length === 0) print(`${read}: everything is as the record says.`)
  else print(`${read}: ${several(differs.length, 'row')} ${check ? 'differ. Nothing was changed.' : 'put right.'}`)
}
