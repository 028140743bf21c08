import type { Person, PrecinctId } from '../bot/ids.ts'
import type { Binding, HqStore, Store } from '../bot/ports.ts'
import type { Database } from './database.ts'
import { asking } from './hq-ask.ts'
import { textOrNull } from './plain-sql.ts'
import { storedOf } from './reads.ts'

/** The bot's store with what headquarters asks besides: one whole stream, and who may speak for a precinct. */
export function actStore(database: Database, store: Store): HqStore {
  const ask = asking(database)
  return {
    ...store,
    stream: async (id) =>
      (
        await ask(
          'select stream, version, type, data, at, actor, cause, hash from events where stream = ? order by version',
          id,
        )
      ).map(storedOf),
    chairs: async (precinct) =>
      (
        await ask(
          `select person, precinct, kind, until from bindings where precinct = ? and kind <> 'borrowed'
           order by case kind when 'registered' then 0 else 1 end, person`,
          precinct,
        )
      ).map((row): Binding & { readonly person: Person } => ({
        person: String(row.person) as Person,
        precinct: String(row.precinct) as PrecinctId,
        kind: String(row.kind) as Binding['kind'],
        until: textOrNull(row.until),
      })),
  }
}
