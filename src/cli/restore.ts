import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { storeError } from '../db/errors.ts'
import { decryptFile, isEncrypted } from './backup/cipher.ts'
import { checkRecord, type RecordChecked } from './backup/record.ts'
import { fromSql, isSql } from './backup/sql.ts'
import { findSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several } from './io.ts'
import { databaseFile } from './options.ts'

interface Options {
  readonly db?: string
  readonly json?: true
}

/** `caucusline restore`: a backup becomes a database again, once every hash in it was checked. */
export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('Make a database of a backup, once all of it was checked. Never overwrites one.')
    .argument('<file>', 'what backup wrote, a copy of the database itself, or what wrangler d1 export wrote')
    .option('--db <file>', 'the database to make (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `${example('caucusline restore caucusline-2026-02-03T201500Z.backup --db data/restored.db')}

The secret must be the one of that caucus: CAUCUSLINE_SECRET, or the file DATABASE.secret.
Afterwards: caucusline reconcile fetches what the carrier had taken since.`,
    )
    .action(restore)
}

async function restore(file: string, options: Options): Promise<void> {
  const db = resolve(databaseFile(options.db))
  if (!existsSync(file)) return answerNo(`There is no file ${file}.`)
  if (existsSync(db)) return answerNo(`${db} is there already; move it away first. It is never overwritten.`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  mkdirSync(dirname(db), { recursive: true })
  const folder = mkdtempSync(join(dirname(db), '.caucusline-restore-'))
  try {
    const copy = join(folder, 'copy.db')
    if (!(await unpack(file, copy, secret.secret)))
      return answerNo(`${file} was changed, is not whole, or was made under another secret. Nothing was restored.`)
    chmodSync(copy, 0o600)
    const checked = await check(copy, secret.secret)
    if (checked === null)
      return answerNo(`${file} is not a Caucusline database, or a damaged one. Nothing was restored.`)
    if (checked.broken !== null)
      return answerNo(
        `The record in ${file} does not hold at ${checked.broken}, or the secret is another caucus’. Nothing was restored.`,
      )
    renameSync(copy, db)
    const { texts, events } = checked
    if (options.json) printJson({ db, texts, events })
    else
      print(
        `${db}: ${several(texts, 'text')}, ${several(events, 'event')}, every hash checked. Next: caucusline reconcile`,
      )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function unpack(file: string, copy: string, secret: string): Promise<boolean> {
  if (await isEncrypted(file)) return decryptFile(file, copy, secret)
  if (isSql(file)) return fromSql(file, copy)
  copyFileSync(file, copy)
  return true
}

async function check(copy: string, secret: string): Promise<RecordChecked | null> {
  try {
    return await checkRecord(copy, secret)
  } catch (error) {
    if (['corrupt', 'schema'].includes(storeError(error).code)) return null
    throw error
  }
}
