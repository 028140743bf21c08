import { and, asc, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import type { LogFilter, LoggedEvent, QueueReader, QueueRow } from '../../hq/ports.ts'
import type { Database } from '../connection/database.ts'
import { containing, queryOn, read } from '../connection/sql.ts'
import { storedOf, streamOf } from '../event-store/read.ts'
import { calls, queue, seconds } from '../schema.ts'
import { OUTGOING, outgoingOf, TEXTS, textsWithPictures } from './texts.ts'

/** What lies on the desks of headquarters: the queue, what waits for a second person, calls, and the log of everything. */
export function queueReader(database: Database): QueueReader {
  const { db } = database
  const ask = queryOn(database)
  const items = (rows: PromiseLike<readonly QueueRow[]>) => read(rows)
  return {
    queue: (open, limit) =>
      open
        ? items(db.select().from(queue).where(isNull(queue.outcome)).orderBy(asc(queue.at)).limit(limit))
        : items(db.select().from(queue).where(isNotNull(queue.outcome)).orderBy(desc(queue.endedAt)).limit(limit)),
    item: async (id) => (await items(db.select().from(queue).where(eq(queue.id, id))))[0] ?? null,
    itemsOf: (precinct) => items(db.select().from(queue).where(eq(queue.precinct, precinct)).orderBy(desc(queue.at))),
    seconds: (precinct) =>
      read(
        db
          .select()
          .from(seconds)
          .where(and(isNull(seconds.outcome), precinct === null ? undefined : eq(seconds.precinct, precinct)))
          .orderBy(asc(seconds.at)),
      ),
    second: async (id) => (await read(db.select().from(seconds).where(eq(seconds.id, id))))[0] ?? null,
    calls: (open) =>
      read(
        db
          .select()
          .from(calls)
          .where(open ? isNull(calls.outcome) : isNotNull(calls.outcome))
          .orderBy(asc(calls.at))
          .limit(500),
      ),
    textsBy: (person, limit) =>
      textsWithPictures(ask, `${TEXTS} where i.person = ? order by i.seq desc limit ?`, person, limit),
    texts(filter) {
      const { where, params } = textsWhere(filter)
      return textsWithPictures(ask, `${TEXTS} where ${where} order by i.seq desc limit ?`, ...params, filter.limit)
    },
    async outgoing(filter) {
      const { where, params } = outgoingWhere(filter)
      const rows = await ask(`${OUTGOING} where ${where} order by at desc, o.id limit ?`, ...params, filter.limit)
      return rows.map(outgoingOf)
    },
    async loggedEvents(filter) {
      const { where, params } = deedsWhere(filter)
      const rows = await ask(
        `select seq, stream, version, type, data, at, actor, cause, hash from events where ${where} order by seq desc limit ?`,
        ...params,
        filter.limit,
      )
      return rows.map((row): LoggedEvent => ({ ...storedOf(row), seq: Number(row.seq), stream: streamOf(row) }))
    },
  }
}

interface Where {
  readonly where: string
  readonly params: readonly unknown[]
}
const all = (parts: readonly (readonly [string, ...unknown[]] | null)[]): Where => {
  const kept = parts.filter((part) => part !== null)
  return { where: ['1', ...kept.map(([sql]) => sql)].join(' and '), params: kept.flatMap(([, ...params]) => params) }
}

const textsWhere = ({ words, kind, precinct, before }: LogFilter): Where =>
  all([
    before === null ? null : ['i.seq < ?', before],
    kind === '' ? null : ['i.kind = ?', kind],
    precinct === null ? null : ['i.precinct = ?', precinct],
    words === ''
      ? null
      : [
          String.raw`(t.body like ? escape '\' or t.reply like ? escape '\' or p.phone like ? escape '\' or i.precinct = upper(?))`,
          containing(words),
          containing(words),
          containing(words),
          words,
        ],
  ])

const outgoingWhere = ({ words, kind, precinct }: LogFilter): Where =>
  all([
    kind === '' ? null : ['o.state = ?', kind],
    precinct === null ? null : ['o.precinct = ?', precinct],
    words === ''
      ? null
      : [
          String.raw`(o.body like ? escape '\' or p.phone like ? escape '\' or o.precinct = upper(?))`,
          containing(words),
          containing(words),
          words,
        ],
  ])

const deedsWhere = ({ words, kind, precinct, before, after }: LogFilter & { readonly after: number | null }): Where =>
  all([
    // What headquarters did has an index of its own: the chairs' events are many times as many.
    kind === 'hq' ? ["substr(actor, 1, 3) = 'hq:'"] : kind === '' ? null : ['type = ?', kind],
    before === null ? null : ['seq < ?', before],
    after === null ? null : ['seq > ?', after],
    precinct === null
      ? null
      : [
          'stream in (?, ?, ?, ?)',
          `live/${precinct}`,
          `practice/${precinct}`,
          `roster/${precinct}`,
          `hq/precinct/${precinct}`,
        ],
    words === ''
      ? null
      : [
          String.raw`(data like ? escape '\' or stream like ? escape '\' or actor = ?)`,
          containing(words),
          containing(words),
          words,
        ],
  ])
