import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { SqliteDatabase } from '../db/connection/better-sqlite3.ts'
import { recordReader } from '../db/event-store/record-reader.ts'
import { chains } from './backup/record.ts'
import { requiredSecret } from './caucus/secret.ts'
import { findDatabase, type OpenCaucus, withCaucus } from './caucus/with-caucus.ts'
import { example } from './help.ts'
import { answerNo, print, printJson, several, wrongUsage } from './io.ts'
import { dbOption, jsonOption } from './options.ts'

interface Options {
  readonly before?: string
  readonly hold?: string
  readonly release?: true
  readonly sure?: true
  readonly db?: string
  readonly json?: true
}

/** `caucusline purge`: erases personal data; the record stays and still verifies. */
export function registerPurge(program: Command): void {
  program
    .command('purge')
    .description('Erase phones, names, texts and pictures from before a day. The record stays, and still verifies.')
    .option('--before <date>', 'erase what is older than this day, YYYY-MM-DD (UTC)')
    .option('--hold <reason>', 'a legal hold: nothing is erased until it is released')
    .option('--release', 'end the legal hold')
    .option('--sure', 'needed to erase, and to end a hold: there is no way back')
    .option(...dbOption)
    .option(...jsonOption)
    .addHelpText(
      'after',
      `${example('caucusline purge --before 2026-06-01 --sure', 'caucusline purge --hold "recount in Polk County"')}

Backups hold the same data: erase those of that time as well.`,
    )
    .action(purge)
}

/** The hold lies beside the database file itself, so that it also holds for a symbolic link to it. */
const holdFile = (db: string): string => `${realpathSync(db)}.hold`

async function purge(options: Options): Promise<void> {
  const db = findDatabase(options.db)
  if (db === null) return
  if (options.hold !== undefined) return hold(db, options.hold)
  if (options.release) return release(db, options.sure === true)
  const { before } = options
  if (before === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(before) || Number.isNaN(Date.parse(before)))
    return wrongUsage('Say before which day: --before YYYY-MM-DD.', 'See caucusline purge --help')
  if (existsSync(holdFile(db)))
    return answerNo(`Under a legal hold: ${readFileSync(holdFile(db), 'utf8').trim()}. Nothing was erased.`)
  if (requiredSecret(db) === null) return
  if (!options.sure)
    return answerNo(`This erases all texts and phones from before ${before} for good. If you are sure: --sure`)
  await withCaucus(db, (caucus) => eraseBefore(caucus, before, options))
}

async function eraseBefore({ file, database, secret }: OpenCaucus, before: string, { json }: Options): Promise<void> {
  const { gone, ...erased } = erase(database, `${before}T00:00:00.000Z`)
  const { broken } = await chains(recordReader(database), secret)
  if (broken !== null) return answerNo(`The record does not hold at ${broken}: it was damaged before.`)
  const { texts, phones, pictures } = erased
  if (json) printJson(erased)
  else
    print(
      `Erased ${several(texts, 'text')}, ${several(phones, 'phone')}, ${several(pictures, 'picture')}. The record verifies.`,
    )
  if (!gone)
    answerNo(`What was erased can still be read in ${file}: another program holds it. Stop it, then run this again.`)
}

function hold(db: string, reason: string) {
  if (reason.trim() === '') return wrongUsage('A legal hold needs its reason.')
  if (existsSync(holdFile(db)))
    return answerNo(`There is a legal hold already: ${readFileSync(holdFile(db), 'utf8').trim()}.`)
  writeFileSync(holdFile(db), `${reason.trim()} (since ${new Date().toISOString().slice(0, 10)})\n`, { flag: 'wx' })
  print('Held: nothing is erased until it is released.')
}

function release(db: string, sure: boolean) {
  if (!existsSync(holdFile(db))) return answerNo('There is no legal hold.')
  if (!sure) return answerNo('Releasing lets personal data be erased. If you are sure: --release --sure')
  rmSync(holdFile(db))
  print('Released.')
}

interface Erased {
  readonly texts: number
  readonly phones: number
  readonly pictures: number
  /** False while another reader, such as Litestream, keeps the old pages in the file. */
  readonly gone: boolean
}

/** Erases a phone with its last text, unless its person still has a precinct. SQLite then overwrites what it frees. */
function erase({ client }: SqliteDatabase, before: string): Erased {
  client.pragma('secure_delete = ON')
  const old = 'select seq from inbox where at < ?'
  const erased = client.transaction(() => ({
    pictures: client.prepare(`delete from media where seq in (${old})`).run(before).changes,
    texts: client.prepare(`delete from texts where seq in (${old})`).run(before).changes,
    sent: client
      .prepare("update outbox set body = '' where state in ('sent', 'failed', 'dropped') and due < ?")
      .run(before).changes,
    phones: client
      .prepare(
        `delete from people where person not in (select person from inbox where at >= ?)
           and (person not in (select person from bindings) or (select date(max(at)) from inbox) < date(?))`,
      )
      .run(before, before).changes,
  }))()
  client.exec('vacuum')
  client.pragma('busy_timeout = 1000')
  const busy = client.prepare('pragma wal_checkpoint(TRUNCATE)').pluck().get()
  return { texts: erased.texts, phones: erased.phones, pictures: erased.pictures, gone: busy === 0 }
}
