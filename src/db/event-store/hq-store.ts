import type { Person, PrecinctId } from '../../bot/ids.ts'
import type { Binding, EventStore, HqEventStore } from '../../bot/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn, textOrNull } from '../connection/sql.ts'
import { storedOf } from './read.ts'

/** The bot's store with what headquarters asks besides: one whole stream, and who may speak for a precinct. */
export function hqEventStore(database: Database, store: EventStore): HqEventStore {
  const ask = queryOn(database)
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
