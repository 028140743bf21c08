import type { Command } from 'commander'
import { rowsOfStream } from '../bot/handle/read-model.ts'
import { openSqlite } from '../db/connection/better-sqlite3.ts'
import { type Rebuilt, type RowDifference, rebuild } from '../db/event-store/rebuild.ts'
import { recordReader } from '../db/event-store/record-reader.ts'
import { chains } from './backup/record.ts'
import { requiredSecret } from './caucus/secret.ts'
import { findDatabase } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, exitCode, print, printJson, several } from './io.ts'
import { dbOption, jsonOption } from './options.ts'

interface Options {
  readonly db?: string
  readonly check?: true
  readonly json?: true
}

/** `caucusline rebuild`: compares the read tables, which the board and pages are served from, with the record. */
export function registerRebuild(program: Command): void {
  program
    .command('rebuild')
    .description(
      'Compare the read tables (where each report, phone and the phase stand) with the record, and put right what differs.',
    )
    .option('--check', 'only compare: change nothing, and say no where anything differs')
    .option(...dbOption)
    .option(...jsonOption)
    .addHelpText(
      'after',
      `${example('caucusline rebuild --check', 'caucusline rebuild --db night.db')}

The record itself is never changed; where its hashes do not hold, nothing is. Stop the server first: a text that comes
in meanwhile makes this give up, and change nothing.`,
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const db = findDatabase(options.db)
  const secret = db === null ? null : requiredSecret(db)
  if (db === null || secret === null) return
  const database = openSqlite(db)
  try {
    const reader = recordReader(database)
    if ((await reader.phase()) === null) return answerNo(`${db} holds no caucus. Load one with caucusline init.`)
    const { broken } = await chains(reader, secret)
    if (broken !== null)
      return answerNo(
        `The record does not hold at ${broken}, or the secret is another caucus’. Nothing was rebuilt: restore a backup.`,
      )
    const rebuilt = await rebuild(database, rowsOfStream, options.check !== true)
    if (rebuilt === null)
      return answerNo('Somebody wrote meanwhile: nothing was changed. Stop the server, and try again.')
    show(rebuilt, options)
  } finally {
    await database.close()
  }
}

/** Differences that are printed for people; --json has the rest, and every value. */
const MOST = 20

function show({ events, rows, differs }: Rebuilt, { check, json }: Options): void {
  if (check && differs.length > 0) process.exitCode = exitCode.no
  if (json) {
    printJson({ events, rows, differs, changed: check !== true && differs.length > 0 })
    return
  }
  for (const row of differs.slice(0, MOST)) print(differenceSentence(row))
  if (differs.length > MOST) print(`… and ${differs.length - MOST} more: --json names them all.`)
  const read = `${several(events, 'event')} read, ${several(rows, 'row')} compared`
  if (differs.length === 0) print(`${read}: everything is as the record says.`)
  else print(`${read}: ${several(differs.length, 'row')} ${check ? 'differ. Nothing was changed.' : 'put right.'}`)
}

/** The columns of a row that a person would compare, and their names. */
const NAMES: Readonly<Record<string, string>> = {
  version: 'version',
  stage: 'stage',
  revision: 'revision',
  number: 'reports',
  at: 'last heard',
  language: 'language',
  checkedIn: 'checked in',
  optedOut: 'opted out',
  phase: 'phase',
  draft: 'counts in hand',
  record: 'report on record',
  published: 'report that counts',
}
/** Columns too long for a line. */
const LONG: ReadonlySet<string> = new Set(['draft', 'record', 'published'])

/** `live/P0412: stage approved, the record says held; report that counts differs.` */
function differenceSentence({ table, key, was, is }: RowDifference): string {
  const where = table === 'phones' ? `phone ${key}` : key
  if (was === null) return `${where}: was missing.`
  if (is === null) return `${where}: the record knows nothing of it.`
  const [before, after] = [was, is] as unknown as readonly Readonly<Record<string, unknown>>[]
  const parts = Object.keys(NAMES)
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    .map((name) =>
      LONG.has(name)
        ? `${NAMES[name]} differs`
        : `${NAMES[name]} ${shown(before?.[name])}, the record says ${shown(after?.[name])}`,
    )
  return `${where}: ${parts.join('; ')}.`
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? 'none' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
