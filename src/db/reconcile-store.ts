import type { ReconcileStore } from '../sms/ports.ts'
import type { Database, RawRow, Statement } from './database.ts'
import { statement } from './plain-sql.ts'

/** D1 binds at most 100 values in one statement. */
const AT_ONCE = 90

/** What reconciling asks of the inbox, on SQL. */
export function reconcileStore(database: Database): ReconcileStore {
  const rows = async (one: Statement): Promise<readonly RawRow[]> => (await database.together([one]))[0] ?? []
  return {
    async missing(sids) {
      const missing = new Set(sids)
      for (let at = 0; at < sids.length; at += AT_ONCE) {
        const some = sids.slice(at, at + AT_ONCE)
        const known = await rows(
          statement(`select sid from inbox where sid in (${some.map(() => '?').join()})`, ...some),
        )
        for (const row of known) missing.delete(String(row.sid))
      }
      return missing
    },
    async heardSince(person, at) {
      const found = await rows(
        statement(
          `select 1 from inbox where at > ? and (person = ? or precinct in (select precinct from bindings where person = ?))
           and carrier <> 'twilio:list' limit 1`,
          at,
          person,
          person,
        ),
      )
      return found.length > 0
    },
    async unanswered() {
      return (await rows(statement(UNANSWERED))).map((row) => ({ sid: String(row.sid), reply: String(row.reply) }))
    },
    async queueAnswer(sid, body, due) {
      await database.atomically([queued(sid, body, due)])
    },
  }
}

const UNANSWERED = `select inbox.sid as sid, texts.reply as reply from inbox join texts on texts.seq = inbox.seq
  where inbox.carrier = 'twilio:list' and inbox.answered = 1
    and not exists (select 1 from outbox where outbox.id = 'list/' || inbox.sid) order by inbox.seq`

const queued = (sid: string, body: string, due: string) =>
  statement(
    `insert into outbox (id, person, body, due, priority, precinct, cause)
     select 'list/' || sid, person, ?, ?, 0, precinct, sid from inbox where sid = ? on conflict (id) do nothing`,
    body,
    due,
    sid,
  )
