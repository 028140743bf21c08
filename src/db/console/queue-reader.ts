import type { CallRow, QueueCount, QueueReader, QueueRow, SecondRow } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { prepared, queryOn, rowsAs } from '../connection/sql.ts'

/** The queue of headquarters, what waits for a second person, and the call list. */
export function queueReader(database: Database): QueueReader {
  const ask = queryOn(database)
  return {
    async queue({ kind, apart, ranks, ...part }) {
      const values = { ...part, kind: kind ?? apart, ranks: JSON.stringify(ranks) }
      const [rows] = await database.batchRead([kind === null ? itemsBut(values) : itemsOf(values)])
      return rowsAs<QueueRow>(rows)
    },
    queueCounts: (reader) =>
      ask<QueueCount>(
        `select kind, count(*) as items, coalesce(sum(owner = ?), 0) as mine, sum(owner is null) as free
         from queue where outcome is null group by kind order by kind`,
        reader,
      ),
    ended: (limit) =>
      ask<QueueRow>('select * from queue where outcome is not null order by ended_at desc limit ?', limit),
    taken: (owner) => ask<QueueRow>('select * from queue where outcome is null and owner = ? order by at', owner),
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

const page = (kinds: string) =>
  prepared(`select * from queue where outcome is null and ${kinds}
    order by case when owner is null then 1 when owner = :reader then 0 else 2 end,
      coalesce(json_extract(:ranks, '$."' || kind || '"'), 99), at, id limit :limit offset :offset`)
const itemsOf = page('kind = :kind')
const itemsBut = page('kind <> :kind')
