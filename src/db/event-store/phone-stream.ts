import type { OptOut, PhoneRecord } from '../../sms/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { queryOn } from '../connection/sql.ts'
import { storedOf } from './read.ts'
import { upserts } from './read-table-rows.ts'
import { eventValues, insertEvent } from './write.ts'

/** A phone's own stream, for those who are not the bot: what carriers say of a phone is put behind what it texted. */
export function phoneStreamWriter(database: Pick<Database, 'batchRead'>): PhoneRecord {
  const ask = queryOn(database)
  return {
    phone: async (person) =>
      (
        await ask(
          `select version, type, data, at, actor, cause, hash from events where stream = 'phone/' || ? order by version`,
          person,
        )
      ).map(storedOf),
  }
}

/** The statements of an event with its row; the key of the events refuses them where the stream has grown. */
export function optOuts(db: Database['db']): (optOut: OptOut | null) => readonly Statement[] {
  const [event, row] = [insertEvent(db), upserts(db)]
  return (optOut) =>
    optOut === null
      ? []
      : [...optOut.append.events.map((_, i) => event(eventValues(optOut.append, i))), row(optOut.row)]
}
