import { chmodSync, existsSync, type Stats, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import type { Database, RawRow, Statement } from './database.ts'
import { StoreError, storeError } from './errors.ts'
import { grouped } from './group-commit.ts'
import { appliedMigrations, migrate } from './migrate.ts'

export interface OpenOptions {
  /** How long a write waits for another process' lock, in milliseconds. */
  readonly busyTimeout?: number
  /** Reads the whole file for damage before it is used; on by default. */
  readonly check?: boolean
  /** Gets every statement, values included: for a person who looks for a fault, never for the log. */
  readonly trace?: (sql: string) => void
}

/** The database of one Node process, with its file as the driver sees it: for backups and for tests. */
export interface SqliteDatabase extends Database {
  readonly client: Sqlite.Database
}

/**
 * Opens a SQLite file and brings it to the present schema. A missing file is made, readable by its owner only.
 * Every commit is on disk before it is answered: WAL with `synchronous = FULL` (the driver's default in WAL is NORMAL,
 * which loses the last commits at a power cut). A `:memory:` database is gone with the process.
 * @throws StoreError where the file is damaged, not ours, newer than this program, or locked.
 */
export function openSqlite(file: string, options: OpenOptions = {}): SqliteDatabase {
  const client = openFile(file, options)
  try {
    appliedMigrations(client)
    prepare(client, options)
    migrate(client)
  } catch (error) {
    client.close()
    throw storeError(error)
  }
  return database(client)
}

function openFile(file: string, options: OpenOptions): Sqlite.Database {
  try {
    const made = file !== ':memory:' && !existsSync(file)
    const verbose = options.trace && { verbose: (sql: unknown) => options.trace?.(String(sql)) }
    const client = new Sqlite(file, { timeout: options.busyTimeout ?? 5000, ...verbose })
    // Phones are in it. The files beside it (-wal, -shm) take its permissions.
    if (made) chmodSync(file, 0o600)
    return client
  } catch (error) {
    throw storeError(error)
  }
}

function prepare(client: Sqlite.Database, options: OpenOptions): void {
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  client.pragma('cache_size = -65536')
  if (options.check === false) return
  const damage = client.pragma('quick_check(1)', { simple: true })
  if (damage !== 'ok') throw new StoreError('corrupt', 'the database file is damaged: restore the last backup')
}

function database(client: Sqlite.Database): SqliteDatabase {
  const statementOf = preparing(client)
  const run = (write: Statement) => {
    const { sql, params } = write.toSQL()
    statementOf(sql).run(...params)
  }
  const { batchWrite, flush } = grouped({ client, run, inPlace: inPlace(client.name) })
  const batchRead = client.transaction((reads: readonly Statement[]) =>
    reads.map((read) => {
      const { sql, params } = read.toSQL()
      return statementOf(sql).all(...params) as RawRow[]
    }),
  )
  return {
    client,
    batchWrite,
    batchRead: async (reads) => {
      try {
        return batchRead(reads)
      } catch (error) {
        throw storeError(error)
      }
    },
    async close() {
      flush()
      client.close()
    },
  }
}

/** Keeps statements prepared by their text. A few dozen are in use; the limit is for a text that varies. */
function preparing(client: Sqlite.Database): (sql: string) => Sqlite.Statement {
  const prepared = new Map<string, Sqlite.Statement>()
  return (sql) => {
    const ready = prepared.get(sql)
    if (ready) return ready
    if (prepared.size >= 500) prepared.clear()
    const statement = client.prepare(sql)
    prepared.set(sql, statement)
    return statement
  }
}

/**
 * Remembers which files a connection has open. A file that was deleted, moved or replaced takes every write in silence,
 * and all of it is gone with the process.
 * @param file an open database in WAL, or `:memory:`
 * @returns a check that throws a StoreError where one of the files is not in its place any more
 */
function inPlace(file: string): () => void {
  if (file === ':memory:') return () => {}
  const opened = [file, `${file}-wal`].map((name) => [name, statOf(name)] as const)
  return () => {
    for (const [name, before] of opened) if (before !== undefined && !sameFile(before, statOf(name))) throw fileMoved()
  }
}

const statOf = (name: string): Stats | undefined => statSync(name, { throwIfNoEntry: false })

const sameFile = (before: Stats, now: Stats | undefined): boolean => now?.ino === before.ino && now.dev === before.dev

const fileMoved = () =>
  new StoreError(
    'unwritable',
    'the database cannot be written: its file was deleted, moved or replaced while it was open. Put it back, or end this and start it anew',
  )
