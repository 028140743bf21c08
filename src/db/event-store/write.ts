import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Append, Commit } from '../../bot/ports.ts'
import { plannerOpaque, prepared, type SqliteDb, type Statement, type Values } from '../connection/database.ts'
import { events, inbox, media, outbox, people, queue, texts } from '../schema.ts'
import { upserts } from './read-table-rows.ts'

/** One text's whole effect as a fixed list of statements, the same on both databases. */
type WritesOf = (commit: Commit) => readonly [Statement, ...Statement[]]

/** One statement a row: D1 binds at most 100 values in one. */
export function writesOf(db: SqliteDb): WritesOf {
  const into = inserts(db)
  const upsert = upserts(db)
  return ({ appends, readVersions = [], strangers, rows, alerts, outbox: outgoing, receipt }) => {
    const { sid, carrier, person, from, body, reply, at, precinct, kind } = receipt
    return [
      // The receipt goes first: what was answered before is a duplicate, whatever else would stand against it.
      into.inbox({ sid, carrier, person, at, precinct, kind, answered: reply === '' ? 0 : 1 }),
      into.texts({ sid, body, reply }),
      into.people({ person, phone: from }),
      ...receipt.media.map(({ url, type }, n) => into.media({ sid, n, url, type })),
      ...readVersions.map(unchanged),
      ...(strangers ? [notTooMany({ ...strangers })] : []),
      ...appends.flatMap((append) => append.events.map((_, i) => into.events(eventValues(append, i)))),
      ...rows.map(upsert),
      ...alerts.map((alert) => into.queue({ ...alert })),
      ...outgoing.map((text) => into.outbox({ ...text })),
    ]
  }
}

/** Stops the commit where a stream has grown since it was read: an answer must not rest on what is no longer so. */
const unchanged = prepared(sql`insert into guards (stop) select 1
  where coalesce((select max(version) from events where stream = ${plannerOpaque('stream')}), 0) <> ${sql.placeholder('version')}`)

/** The receipt of the answer itself is there already, and counted. */
const notTooMany = prepared(sql`insert into guards (stop) select 1
  where (select count(*) from inbox where kind = 'stranger' and answered = 1 and at > ${plannerOpaque('since')})
    > ${sql.placeholder('most')}`)

/** @throws where the bot numbered its events wrongly: a mistake in the program, never a race. */
export function eventValues({ stream, expected, events: appended }: Append, i: number): Values {
  const stored = appended[i]
  if (stored?.version !== expected + i + 1) throw new Error(`${stream}: event ${i} does not follow version ${expected}`)
  const { event, version, at, actor, cause, hash } = stored
  return { stream, version, type: event.type, data: JSON.stringify(event.data), at, actor, cause, hash }
}

/** Also used where a caucus is loaded. */
export const insertEvent = (db: SqliteDb): ((values: Values) => Statement) =>
  prepared(db.insert(events).values(given<typeof events>('stream version type data at actor cause hash')))

function inserts(db: SqliteDb) {
  return {
    inbox: prepared(db.insert(inbox).values(given<typeof inbox>('sid carrier person at precinct kind answered'))),
    texts: prepared(ofText(texts, ['body', 'reply'])),
    media: prepared(ofText(media, ['n', 'url', 'type'])),
    people: prepared(db.insert(people).values(given<typeof people>('person phone')).onConflictDoNothing()),
    events: insertEvent(db),
    // `on conflict` on the key alone: `or ignore` would swallow a failing check too.
    queue: prepared(
      db
        .insert(queue)
        .values(given<typeof queue>('id kind phase precinct person at detail'))
        .onConflictDoNothing({ target: queue.id }),
    ),
    outbox: prepared(db.insert(outbox).values(given<typeof outbox>('id person body due priority precinct cause'))),
  }
}

/** What belongs to a text hangs on its row, whose number a list of statements cannot know beforehand. */
function ofText(table: typeof texts | typeof media, columns: readonly string[]): SQL {
  const names = sql.raw(columns.join(', '))
  const values = sql.join(
    columns.map((column) => sql`${sql.placeholder(column)}`),
    sql`, `,
  )
  const row = sql`select seq, ${values} from ${inbox} where sid = ${sql.placeholder('sid')}`
  return sql`insert into ${table} (seq, ${names}) ${row}`
}

/** A placeholder under each column's own name; the columns that are not named keep their defaults. */
function given<T extends SQLiteTable>(columns: string): T['$inferInsert'] {
  return Object.fromEntries(columns.split(' ').map((name) => [name, sql.placeholder(name)])) as T['$inferInsert']
}
