import { chainEvents } from '../../bot/handle/chain-events.ts'
import type { Keys } from '../../bot/ports.ts'
import type { Act, Acted, ConsoleStore, Pause } from '../../hq/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { bulkInsert, columnsOf, prepared, queryOn, rowsAs, statement } from '../connection/sql.ts'
import { actFound, actReceipt, appendToLog } from '../event-store/append.ts'
import { storedOf } from '../event-store/event-row.ts'
import { lastEvent } from '../event-store/read.ts'
import { rowWrites } from './row-writes.ts'

/** How often an act that may come after anything is tried again when somebody else wrote first. */
const TRIES = 5

/** What headquarters does, on either database. @throws (each method) StoreError */
export function consoleStore(database: Database, keys: Pick<Keys, 'chain'>): ConsoleStore {
  const ask = queryOn(database)
  const writeAll = async ([first, ...more]: readonly Statement[]) => {
    if (first) await database.batchWrite([first, ...more])
  }
  /** One row changed, or none: in one statement, so that of two who come at once one is refused. */
  const changed = async (sql: string, ...params: readonly unknown[]) =>
    (await ask(`${sql} returning id`, ...params)).length > 0
  return {
    async act(act) {
      for (let attempt = 1; ; attempt += 1) {
        const acted = await tryAct(database, keys, act)
        if (acted !== 'conflict' || act.expected !== null || attempt >= TRIES) return acted
      }
    },
    write: (writes) => writeAll(writes.flatMap(rowWrites)),
    queueReminderTexts: (sends, texts) =>
      // In a few statements, however many they are: D1 counts them.
      writeAll([
        ...bulkInsert('hq_sends', sends.map(columnsOf), 'on conflict (id) do nothing'),
        ...bulkInsert('outbox', texts.map(columnsOf), 'on conflict (id) do nothing'),
      ]),
    takeBackReminder: (reminder) =>
      database.batchWrite([
        statement(
          `update outbox set state = 'dropped', error = 'cancelled'
           where state = 'waiting' and id in (select id from hq_sends where reminder = ?)`,
          reminder,
        ),
      ]),
    async countAttempt(id, most, times) {
      const [rows] = await database.batchRead([countOne({ id, most, ...times })])
      const [row] = rowsAs<{ readonly until: string | null; readonly failures: number }>(rows)
      return row?.until ? ({ until: row.until, begins: row.failures === most + 1 } satisfies Pause) : null
    },
    useStep: (account, step) =>
      changed('update hq_accounts set totp_step = ? where id = ? and totp_step < ?', step, account, step),
    useRecovery: (account, id, at) =>
      changed('update hq_recovery set used_at = ? where id = ? and account = ? and used_at is null', at, id, account),
    useInvitation: (id, at) =>
      changed('update hq_invitations set used_at = ? where id = ? and used_at is null and ends_at > ?', at, id, at),
  }
}

/** One try. An act that is in the log already is a repetition, whatever version its form was made of. */
async function tryAct(database: Database, keys: Pick<Keys, 'chain'>, act: Act): Promise<Acted> {
  const { stream, expected, events, by, at, writes } = act
  const cause = `hq:${act.action}`
  const [condition, value] = actFound(cause)
  const [found, last = []] = await database.batchRead([
    statement(`select 1 where ${condition}`, value),
    lastEvent(stream),
  ])
  if (found?.length) return 'repeated'
  const before = last.map(storedOf)
  if (expected !== null && expected !== (before[0]?.version ?? 0)) return 'conflict'
  const actor = by === null ? 'system' : (`hq:${by}` as const)
  try {
    const appended = await appendToLog(database, {
      receipt: actReceipt(cause),
      appends: chainEvents(stream, before, events, { keys, at, actor, cause }),
      rows: writes.flatMap(rowWrites),
    })
    // The only guard is that the act was not there yet.
    return appended === 'stopped' ? 'repeated' : appended === 'conflict' ? 'conflict' : 'done'
  } catch (thrown) {
    const error = storeError(thrown)
    if (error.code === 'unique') return 'conflict'
    throw error
  }
}

const FORGOTTEN = '(since < :forgets or (locked_until is not null and locked_until <= :now))'
const COUNT = `case when ${FORGOTTEN} then 1 else failures + 1 end`
/** One statement: the row that it returns is the count after this try, whoever else tries at the same moment. */
const countOne = prepared(`insert into hq_attempts (id, failures, since, locked_until) values (:id, 1, :now, null)
  on conflict (id) do update set failures = ${COUNT},
    since = case when ${FORGOTTEN} then :now else since end,
    locked_until = case when locked_until > :now then locked_until when ${COUNT} > :most then :pauses end
  returning locked_until as until, failures`)
