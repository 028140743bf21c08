import { sql } from 'drizzle-orm'
import type { Person } from '../bot/ids.ts'
import type { HqStore } from '../bot/ports.ts'
import { compiled, type Database } from './database.ts'
import { bindingOf, storedOf } from './reads.ts'
import { type ParseCaucus, sqlStore } from './sql-store.ts'

const streamRead = compiled(sql`select version, type, data, at, actor, cause, hash from events
  where stream = ${sql.placeholder('stream')} order by version`)
const chairsRead = compiled(sql`select person, precinct, kind, until from bindings
  where precinct = ${sql.placeholder('precinct')} and kind <> 'borrowed'
  order by case kind when 'registered' then 0 else 1 end, person`)

/** The bot's store, with what headquarters' acts ask besides. @throws (each method) StoreError */
export function sqlHqStore(database: Database, parse: ParseCaucus): HqStore {
  const rowsOf = async (statement: ReturnType<typeof streamRead>) => (await database.together([statement]))[0] ?? []
  return {
    ...sqlStore(database, parse),
    stream: async (stream) => (await rowsOf(streamRead({ stream }))).map(storedOf),
    chairs: async (precinct) =>
      (await rowsOf(chairsRead({ precinct }))).map((row) => ({ ...bindingOf(row), person: row.person as Person })),
  }
}
