import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Command } from 'commander'
import { encryptFile } from './backup/cipher.ts'
import { checkRecord } from './backup/record.ts'
import { findSecret } from './caucus/secret.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several } from './io.ts'
import { databaseFile } from './options.ts'

interface Options {
  readonly db?: string
  readonly plain?: true
  readonly json?: true
}

/** `caucusline backup`: a copy of the database while it is in use, checked, encrypted. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('Copy the database while it is in use, check the copy, and encrypt it under the caucus’ secret.')
    .argument('[file]', 'where to (otherwise caucusline-DATE.backup here)')
    .option('--db <file>', 'the database (otherwise CAUCUSLINE_DB, or data/caucusline.db)')
    .option('--plain', 'do not encrypt: the copy holds phones and texts that anybody can read')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `${example('caucusline backup', 'caucusline backup /mnt/usb/night.backup')}

Keep the secret somewhere else: without it no backup can be read, and with it anybody can.`,
    )
    .action(backup)
}

async function backup(file: string | undefined, options: Options): Promise<void> {
  const db = databaseFile(options.db)
  if (!existsSync(db)) return answerNo(`There is no database ${db}.`)
  const secret = findSecret(db, process.env.CAUCUSLINE_SECRET)
  if (!secret.ok) return answerNo(secret.problem)
  const target = resolve(file ?? `caucusline-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.backup`)
  if (existsSync(target)) return answerNo(`${target} is there already; it is not overwritten.`)
  if (!existsSync(dirname(target))) return answerNo(`There is no folder ${dirname(target)}.`)
  const folder = mkdtempSync(join(dirname(target), '.caucusline-backup-'))
  try {
    const copy = join(folder, 'copy.db')
    await copyOf(db, copy)
    chmodSync(copy, 0o600)
    const { texts, events, broken } = await checkRecord(copy, secret.secret)
    if (broken !== null)
      return answerNo(`The record is damaged at ${broken}: nothing was written. Keep the last backup.`)
    const done = options.plain ? copy : join(folder, 'encrypted')
    if (!options.plain) await encryptFile(copy, done, secret.secret)
    renameSync(done, target)
    if (options.json)
      printJson({ file: target, bytes: statSync(target).size, texts, events, encrypted: !options.plain })
    else
      print(
        `${target}: ${several(texts, 'text')}, ${several(events, 'event')}, checked${options.plain ? '' : ' and encrypted'}.`,
      )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** SQLite's own online copy: of one moment, while others read and write. */
async function copyOf(db: string, copy: string): Promise<void> {
  const source = new Sqlite(db, { readonly: true })
  try {
    await source.backup(copy)
  } finally {
    source.close()
  }
}
