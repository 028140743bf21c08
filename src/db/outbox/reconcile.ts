import type { Phase } from '../../bot/ids.ts'
import type { OtherPhaseText, OutboxTrouble, PhaseBegun, ReconcileStore } from '../../sms/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { jsonList, queryOn, statement } from '../connection/sql.ts'
import { insertTrouble } from './store.ts'

/** D1 takes no value above 2 MB, and a day's list can be long. */
const AT_ONCE = 10_000

/** What reconciling asks of the inbox, on SQL. @throws (each method) StoreError */
export function reconcileStore(database: Database): ReconcileStore {
  const ask = queryOn(database)
  const unlessTaken = async (key: string, writes: readonly [Statement, ...Statement[]]): Promise<boolean> => {
    try {
      await database.batchWrite(writes)
      return true
    } catch (error) {
      const trouble = storeError(error)
      if (trouble.constraint === key) return false
      throw trouble
    }
  }
  return {
    async missing(sids) {
      const missing = new Set(sids)
      for (let from = 0; from < sids.length; from += AT_ONCE) {
        const some = jsonList(sids.slice(from, from + AT_ONCE))
        const taken = await ask('select sid from inbox where sid in (select value from json_each(?))', some)
        for (const row of taken) missing.delete(String(row.sid))
      }
      return missing
    },
    async phases() {
      const rows = await ask(
        `select type, at, json_extract(data, '$.to') as phase from events
         where stream = 'caucus' and type in ('CaucusLoaded', 'PhaseChanged') order by version`,
      )
      const begun = rows.map(
        (row): PhaseBegun => ({
          at: String(row.at),
          phase: row.type === 'CaucusLoaded' ? 'setup' : (row.phase as Phase),
        }),
      )
      return begun.slice(rows.findLastIndex(({ type }) => type === 'CaucusLoaded'))
    },
    heard: (person, at, sids) => ask(HEARD, jsonList(sids), person, at, person, at),
    keepOtherPhase: (texts, item) => unlessTaken('inbox.sid', otherPhaseInserts(texts, item)),
    unanswered: () => ask(UNANSWERED),
    async dropOvertaken() {
      await database.batchWrite([statement(DROP_OVERTAKEN)])
    },
    queueAnswers: (answers, due) => unlessTaken('outbox.id', [queued(answers, due)]),
  }
}

/** Each part has its index; `kind <> 'stranger'` is what lets the second use inbox_heard. A stranger's text has no precinct. */
const HEARD = `select sid, carrier from inbox where sid in (select value from json_each(?))
  union all select sid, carrier from inbox where person = ? and at > ? and kind <> 'stranger'
  union all select sid, carrier from inbox
    where precinct in (select precinct from bindings where person = ?) and at > ?`

/** Five statements for any number of texts: D1 counts them. The receipts go first, as ever; `earlier` is their stored kind. */
function otherPhaseInserts(
  texts: readonly OtherPhaseText[],
  item: OutboxTrouble,
): readonly [Statement, ...Statement[]] {
  const json = JSON.stringify(texts)
  // The list leads: the inbox may hold millions.
  const each = `json_each(?) as t cross join inbox on inbox.sid = t.value ->> 'sid'`
  return [
    statement(
      `insert into inbox (sid, carrier, person, at, precinct, kind, answered)
       select value ->> 'sid', value ->> 'carrier', value ->> 'person', value ->> 'at',
         (select case when count(*) = 1 then min(precinct) end from bindings where person = value ->> 'person'),
         'earlier', 0 from json_each(?)`,
      json,
    ),
    statement(`insert into texts (seq, body, reply) select inbox.seq, t.value ->> 'body', '' from ${each}`, json),
    statement(
      `insert into people (person, phone) select value ->> 'person', value ->> 'from' from json_each(?) where true
       on conflict (person) do nothing`,
      json,
    ),
    statement(
      `insert into media (seq, n, url, type) select inbox.seq, m.key, m.value ->> 'url', m.value ->> 'type'
       from ${each} cross join json_each(t.value, '$.media') as m`,
      json,
    ),
    insertTrouble(item),
  ]
}

/**
 * Whether this phone has had a newer answer about the same precinct: an answer that says where the report stands makes the
 * ones before it old news. A question about no precinct is old news only where the phone has one precinct.
 */
const OVERTAKEN = `exists (select 1 from inbox as newer
  where newer.person = inbox.person and newer.answered = 1 and newer.seq > inbox.seq
    and newer.kind in ('report', 'fix', 'toss', 'approve', 'keep', 'reject', 'status')
    and (newer.precinct = inbox.precinct or (inbox.precinct is null
      and (select count(*) from bindings where bindings.person = inbox.person) <= 1)))`

const UNANSWERED = `select inbox.sid as sid, texts.reply as reply from inbox join texts on texts.seq = inbox.seq
  where inbox.carrier = 'twilio:list' and inbox.answered = 1
    and not exists (select 1 from outbox where outbox.id = 'list/' || inbox.sid)
    and not ${OVERTAKEN} order by inbox.seq`

const DROP_OVERTAKEN = `update outbox set state = 'dropped', error = 'answered since'
  where id >= 'list/' and id < 'list0' and state = 'waiting' and tried_at is null
    and exists (select 1 from inbox where inbox.sid = outbox.cause and ${OVERTAKEN})`

/** Priority 2: behind headquarters' proposals, for which people wait now; before reminders. */
const queued = (answers: readonly object[], due: string) =>
  statement(
    `insert into outbox (id, person, body, due, priority, precinct, cause)
     select 'list/' || inbox.sid, inbox.person, t.value ->> 'body', ?, 2, inbox.precinct, inbox.sid
     from json_each(?) as t cross join inbox on inbox.sid = t.value ->> 'sid'`,
    due,
    JSON.stringify(answers),
  )
