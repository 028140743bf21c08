import { chmodSync, existsSync, realpathSync, renameSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Command } from 'commander'
import { requiredSecret } from '../caucus/secret.ts'
import { findDatabase } from '../caucus/with-caucus.ts'
import { example } from '../help.ts'
import { answerNo, print, printJson, several } from '../io.ts'
import { dbOption, jsonOption } from '../options.ts'
import { encryptFile } from './cipher.ts'
import { inPrivateFolder } from './private-folder.ts'
import { checkRecord, type RecordChecked } from './record.ts'

interface Options {
  readonly db?: string
  readonly plain?: true
  readonly json?: true
}

/** `caucusline backup`: copies the database while it is in use, checks the copy, and encrypts it. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('Copy the database while it is in use, check the copy, and encrypt it under the caucus’ secret.')
    .argument('[file]', 'where to (otherwise caucusline-DATE.backup here)')
    .option(...dbOption)
    .option('--plain', 'do not encrypt: the copy holds phones and texts that anybody can read')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `${example('caucusline backup', 'caucusline backup /mnt/usb/night.backup')}

Keep the secret somewhere else: without it no backup can be read, and with it anybody can.`,
    )
    .action(backup)
}

async function backup(file: string | undefined, options: Options): Promise<void> {
  const db = findDatabase(options.db)
  const secret = db === null ? null : requiredSecret(db)
  if (db === null || secret === null) return
  const target = resolve(file ?? `caucusline-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z.backup`)
  if (existsSync(target)) return answerNo(`${target} is there already; it is not overwritten.`)
  if (!existsSync(dirname(target))) return answerNo(`There is no folder ${dirname(target)}.`)
  // Without --plain, an unencrypted copy lies only beside the database, or in the temporary folder if that disk is full.
  const folders = options.plain ? [dirname(target)] : [dirname(realpathSync(db)), tmpdir()]
  const roomy = folders.find((folder) => hasRoomFor(db, folder))
  if (roomy === undefined)
    return answerNo(`There is no room for a copy to be checked, neither in ${folders.join(' nor in ')}.`)
  await inPrivateFolder(roomy, 'backup', async (folder) => {
    const copy = join(folder, 'copy.db')
    await copyOf(db, copy)
    chmodSync(copy, 0o600)
    const checked = await checkRecord(copy, secret)
    if (checked.broken !== null)
      return answerNo(`The record is damaged at ${checked.broken}: nothing was written. Keep the last backup.`)
    if (options.plain) renameSync(copy, target)
    else await placeEncrypted(copy, target, secret)
    show(target, checked, options)
  })
}

/** Whether the disk has room for a copy, and leaves the running server room to write. */
function hasRoomFor(db: string, folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder)
  const size = ['', '-wal'].reduce((sum, end) => sum + (statSync(db + end, { throwIfNoEntry: false })?.size ?? 0), 0)
  return bavail * bsize > size + ROOM
}
const ROOM = 16 * 1024 * 1024

/** The backup gets its name only once it is whole. */
async function placeEncrypted(copy: string, target: string, secret: string): Promise<void> {
  await inPrivateFolder(dirname(target), 'encrypted', async (folder) => {
    const done = join(folder, 'encrypted')
    await encryptFile(copy, done, secret)
    renameSync(done, target)
  })
}

function show(file: string, { texts, events }: RecordChecked, { plain, json }: Options): void {
  if (json) printJson({ file, bytes: statSync(file).size, texts, events, encrypted: !plain })
  else
    print(`${file}: ${several(texts, 'text')}, ${several(events, 'event')}, checked${plain ? '' : ' and encrypted'}.`)
}

/** Copies the database as of one moment, while others read and write: SQLite's own online backup. */
async function copyOf(db: string, copy: string): Promise<void> {
  const source = new Sqlite(db, { readonly: true })
  try {
    await source.backup(copy)
  } finally {
    source.close()
  }
}
