import type { CallRow, QueueReader, QueueRow, SecondRow } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn } from '../connection/sql.ts'

/** The queue of headquarters, what waits for a second person, and the call list. */
export function queueReader(database: Database): QueueReader {
  const ask = queryOn(database)
  return {
    queue: (open, limit) =>
      ask<QueueRow>(
        `select * from queue where ${open ? 'outcome is null order by at' : 'outcome is not null order by ended_at desc'} limit ?`,
        limit,
      ),
    item: async (id) => (await ask<QueueRow>('select * from queue where id = ?', id))[0] ?? null,
    itemsOf: (precinct) => ask<QueueRow>('select * from queue where precinct = ? order by at desc', precinct),
    seconds: (precinct) =>
      ask<SecondRow>(
        'select * from hq_seconds where outcome is null and precinct = coalesce(?, precinct) order by at',
        precinct,
      ),
    second: async (id) => (await ask<SecondRow>('select * from hq_seconds where id = ?', id))[0] ?? null,
    calls: (open) =>
      ask<CallRow>(`select * from hq_calls where outcome is ${open ? '' : 'not'} null order by at limit 500`),
  }
}
