import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { storeError } from '../db/connection/errors.ts'
import { decryptFile, isEncrypted } from './backup/cipher.ts'
import { inPrivateFolder } from './backup/private-folder.ts'
import { checkRecord, type RecordChecked } from './backup/record.ts'
import { fromSql, isSql } from './backup/sql.ts'
import { requiredSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several } from './io.ts'
import { databaseFile, jsonOption } from './options.ts'

interface Options {
  readonly db?: string
  readonly json?: true
}

/** `caucusline restore`: makes a database of a backup, once every hash in it was checked. */
export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('Make a database of a backup, once all of it was checked. Never overwrites one.')
    .argument('<file>', 'what backup wrote, a copy of the database itself, or what wrangler d1 export wrote')
    .option('--db <file>', 'the database to make (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option(...jsonOption)
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
  const obstacle = obstacleAt(db)
  if (obstacle !== null) return answerNo(obstacle)
  const secret = requiredSecret(db)
  if (secret === null) return
  mkdirSync(dirname(db), { recursive: true })
  await inPrivateFolder(dirname(db), 'restore', (folder) => checkAndPlace(file, db, folder, secret, options))
}

/**
 * The files that keep a database from being made at `db`, in words; null when there are none.
 * A -wal counts: SQLite would take one that another database left for its own.
 */
function obstacleAt(db: string): string | null {
  const files = ['', '-wal', '-shm', '-journal'].map((end) => `${db}${end}`).filter((file) => existsSync(file))
  if (files.length === 0) return null
  const [are, them] = files.length === 1 ? ['is', 'it'] : ['are', 'them']
  return `${files.join(', ')} ${are} there already; move ${them} away first, together with what else was the database’s. Nothing is ever overwritten.`
}

async function checkAndPlace(file: string, db: string, folder: string, secret: string, options: Options) {
  const copy = join(folder, 'copy.db')
  if (!(await unpack(file, copy, secret)))
    return answerNo(`${file} was changed, is not whole, or was made under another secret. Nothing was restored.`)
  chmodSync(copy, 0o600)
  const checked = await check(copy, secret)
  if (checked === null) return answerNo(`${file} is not a Caucusline database, or a damaged one. Nothing was restored.`)
  if (checked.broken !== null)
    return answerNo(
      `The record in ${file} does not hold at ${checked.broken}, or the secret is another caucus’. Nothing was restored.`,
    )
  const obstacle = obstacleAt(db)
  if (obstacle !== null) return answerNo(obstacle)
  renameSync(copy, db)
  const placed = await check(db, secret)
  if (placed?.broken !== null || placed.texts !== checked.texts || placed.events !== checked.events)
    return answerNo(
      `${db} is not what was checked: something else writes there. Do not use it; stop that, move it away.`,
    )
  const { texts, events } = checked
  if (options.json) printJson({ db, texts, events })
  else
    print(
      `${db}: ${several(texts, 'text')}, ${several(events, 'event')}, every hash checked. Next: caucusline reconcile`,
    )
}

async function unpack(file: string, copy: string, secret: string): Promise<boolean> {
  if (await isEncrypted(file)) return decryptFile(file, copy, secret)
  if (isSql(file)) return fromSql(file, copy)
  copyFileSync(file, copy)
  // The last commits of a database that was not closed are in the -wal file beside it.
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
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
