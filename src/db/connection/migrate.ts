import { readdirSync, readFileSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { StoreError } from './errors.ts'

const FOLDER = new URL('../migrations/', import.meta.url)

/** The table that wrangler keeps on D1, so that a database that comes from there is known here. */
const TABLE = `create table if not exists d1_migrations (
  id integer primary key autoincrement,
  name text unique,
  applied_at timestamp default current_timestamp not null
)`

const knownMigrations = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()

/**
 * Brings a SQLite file to the present schema: all missing migrations in one transaction, or none.
 * @returns the names of the migrations that it applied
 * @throws StoreError `schema` where the file is another program's or newer than this one; nothing is touched then
 */
export function migrate(client: Sqlite.Database): readonly string[] {
  const migrations = knownMigrations()
  // A second process may be migrating the same file: only what is read under the lock counts.
  return client
    .transaction(() => {
      const applied = appliedMigrations(client, migrations)
      const missing = migrations.filter((name) => !applied.includes(name))
      if (missing.length === 0) return missing
      client.exec(TABLE)
      for (const name of missing) {
        client.exec(readFileSync(new URL(name, FOLDER), 'utf8'))
        client.prepare('insert into d1_migrations (name) values (?)').run(name)
      }
      return missing
    })
    .immediate()
}

/**
 * The migrations that a file has. Reads only, so that a file that is not ours stays as it is.
 * @throws StoreError `schema`, as `migrate`
 */
export function appliedMigrations(client: Sqlite.Database, migrations = knownMigrations()): readonly string[] {
  const tables = client.prepare("select name from sqlite_schema where type = 'table'").pluck().all()
  if (!tables.includes('d1_migrations')) {
    if (tables.length > 0) throw new StoreError('schema', 'this SQLite file is not a Caucusline database')
    return []
  }
  const applied = client.prepare('select name from d1_migrations order by id').pluck().all() as string[]
  const unknown = applied.find((name) => !migrations.includes(name))
  if (unknown !== undefined) {
    throw new StoreError('schema', `the database has migration ${unknown}, which this program lacks: it is newer`)
  }
  return applied
}
