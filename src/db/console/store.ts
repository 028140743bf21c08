import { and, eq, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Stored } from '../../bot/event.ts'
import type { StreamId } from '../../bot/ids.ts'
import type { Keys } from '../../bot/ports.ts'
import type { Act, AttemptWindow, ConsoleStore, Pause } from '../../hq/ports.ts'
import { type Database, prepared } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { statement } from '../connection/sql.ts'
import { eventValues, insertEvent } from '../event-store/write.ts'
import * as hq from '../schema.ts'
import { lettersWritten, written } from './write.ts'

/** How often an act that may come after anything is tried again when somebody else wrote first. */
const tries = 5

/** What headquarters does, on either database. */
export function consoleStore(database: Database, keys: Pick<Keys, 'chain'>): ConsoleStore {
  const { db } = database
  const event = insertEvent(db)
  const once = async (act: Act): Promise<'done' | 'conflict'> => {
    const head = await headOf(database, act.stream)
    if (act.expected !== null && act.expected !== head.version) return 'conflict'
    const events = chained(act, head, keys)
    const append = { stream: act.stream, expected: head.version, events }
    const [first, ...more] = [
      ...events.map((_, i) => event(eventValues(append, i))),
      ...act.writes.flatMap(written(db)),
    ]
    if (first === undefined) return 'done'
    try {
      await database.batchWrite([first, ...more])
      return 'done'
    } catch (thrown) {
      const error = storeError(thrown)
      if (error.code === 'unique') return 'conflict'
      throw error
    }
  }
  return {
    async act(act) {
      for (let attempt = 1; ; attempt += 1) {
        const acted = await once(act)
        if (acted === 'done' || act.expected !== null || attempt >= tries) return acted
      }
    },
    write: async ([first, ...more]) => {
      const [one, ...others] = [first, ...more].flatMap(written(db))
      if (one) await database.batchWrite([one, ...others])
    },
    queueReminderTexts: (sends, texts) => lettersWritten(database, sends, texts),
    takeBackReminder: (reminder) =>
      database.batchWrite([
        statement(
          `update outbox set state = 'dropped', error = 'cancelled' where state = 'waiting' and id in (select id from hq_sends where reminder = ?)`,
          reminder,
        ),
      ]),
    countAttempt: (id, most, times) => charge(db, id, most, times),
    useStep: (account, step) =>
      changed(db, hq.accounts, { totpStep: step }, and(eq(hq.accounts.id, account), lt(hq.accounts.totpStep, step))),
    useRecovery: (account, id, at) =>
      changed(
        db,
        hq.recovery,
        { usedAt: at },
        and(eq(hq.recovery.id, id), eq(hq.recovery.account, account), isNull(hq.recovery.usedAt)),
      ),
    useInvitation: (id, at) =>
      changed(
        db,
        hq.invitations,
        { usedAt: at },
        and(eq(hq.invitations.id, id), isNull(hq.invitations.usedAt), sql`${hq.invitations.endsAt} > ${at}`),
      ),
  }
}

const headRead = prepared(
  sql`select version, hash from events where stream = ${sql.placeholder('stream')} order by version desc limit 1`,
)

async function headOf(
  database: Database,
  stream: StreamId,
): Promise<{ readonly version: number; readonly hash: string }> {
  const [rows] = await database.batchRead([headRead({ stream })])
  const row = rows?.[0]
  return row ? { version: Number(row.version), hash: String(row.hash) } : { version: 0, hash: '' }
}

function chained(
  act: Act,
  head: { readonly version: number; readonly hash: string },
  keys: Pick<Keys, 'chain'>,
): readonly Stored[] {
  const actor = act.by === null ? 'system' : (`hq:${act.by}` as const)
  let { hash } = head
  return act.events.map((event, i) => {
    const version = head.version + i + 1
    hash = keys.chain(hash, act.stream, version, event, act.at, actor)
    return { event, version, hash, at: act.at, actor, cause: `hq:${act.action}` }
  })
}

/** One statement: the row that it returns is the count after this try, whoever else tries at the same moment. */
async function charge(
  db: Database['db'],
  id: string,
  most: number,
  { now, forgets, pauses }: AttemptWindow,
): Promise<Pause | null> {
  const { failures, since, lockedUntil } = hq.attempts
  const locked = sql`${lockedUntil} > ${now}`
  const old = sql`(${since} < ${forgets} or (${lockedUntil} is not null and ${lockedUntil} <= ${now}))`
  const count = sql`case when ${old} then 1 else ${failures} + 1 end`
  const set = {
    failures: sql`${count}`,
    since: sql`case when ${old} then ${now} else ${since} end`,
    lockedUntil: sql`case when ${locked} then ${lockedUntil} when ${count} > ${most} then ${pauses} end`,
  }
  try {
    const [row] = await db
      .insert(hq.attempts)
      .values({ id, failures: 1, since: now, lockedUntil: null })
      .onConflictDoUpdate({ target: hq.attempts.id, set })
      .returning({ until: lockedUntil, n: failures })
    return row?.until ? { until: row.until, begins: row.n === most + 1 } : null
  } catch (error) {
    throw storeError(error)
  }
}

/** One row changed, or none: in one statement, so that of two who come at once one is refused. @throws StoreError */
async function changed(
  db: Database['db'],
  table: SQLiteTable & { readonly id: SQLiteColumn },
  set: Readonly<Record<string, unknown>>,
  where: SQL | undefined,
): Promise<boolean> {
  try {
    return (await db.update(table).set(set).where(where).returning({ id: table.id })).length > 0
  } catch (error) {
    throw storeError(error)
  }
}
