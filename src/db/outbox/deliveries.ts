import { phoneStream } from '../../bot/ids.ts'
import type { Consequence, DeliveryStore, Subject } from '../../sms/ports.ts'
import type { Database } from '../connection/database.ts'
import { queryOn, rowsAs, statement } from '../connection/sql.ts'
import { streamReader } from '../event-store/read.ts'
import { appendWithOptOut, insertTrouble } from './store.ts'

/** What carriers say about our texts, on SQL. News and its consequences are one commit. @throws (each method) StoreError */
export function deliveryStore(database: Database): DeliveryStore {
  const ask = queryOn(database)
  const stream = streamReader(database)
  return {
    phone: (person) => stream(phoneStream(person)),
    async subject({ sid, reference }) {
      const [sent, answered] = await database.batchRead([ofOutbox(sid, reference), ofAnswer(reference)])
      return rowsAs<Subject>([...(sent ?? []), ...(answered ?? [])])[0] ?? null
    },
    async ended({ sid, state }, final) {
      const others = await ask(
        `select 1 from deliveries where sid = ? and state <> ? and state in (${final.map(() => '?').join()})`,
        ...[sid, state, ...final],
      )
      return others.length > 0
    },
    async note(news, from, { again, alert }, optOut) {
      const before = from.map(() => '?').join() || 'null'
      const appended = await appendWithOptOut(
        database,
        [
          statement(
            'insert into deliveries (sid, state, code, reference, at) values (?, ?, ?, ?, ?)',
            news.sid,
            news.state,
            news.code,
            news.reference,
            news.at,
          ),
        ],
        [
          // News of its delivery means that the text left, even where the sender died before it could say so.
          statement(
            `update outbox set delivery = ?, error = ?, carrier_sid = ?, state = 'sent', sent_at = coalesce(sent_at, ?), lease = null, lease_until = null
             where (carrier_sid = ? or (carrier_sid is null and id = ?)) and (delivery is null or delivery in (${before}))`,
            news.state,
            news.code === null ? null : String(news.code),
            news.sid,
            news.at,
            news.sid,
            news.reference,
            ...from,
          ),
          ...(again === null ? [] : [repeated(news.sid, again)]),
          ...(alert === null ? [] : [insertTrouble(alert)]),
        ],
        optOut,
      )
      return appended !== 'conflict'
    },
  }
}

/** Sends the text again, unless news of its arrival came at the same moment. */
const repeated = (sid: string, { id, due, subject }: NonNullable<Consequence['again']>) =>
  statement(
    `insert into outbox (id, person, body, due, priority, precinct, cause, attempts) select ?, ?, ?, ?, ?, ?, ?, ?
     where not exists (select 1 from deliveries where sid = ? and state in ('delivered', 'read'))
     on conflict (id) do nothing`,
    ...[id, subject.person, subject.body, due, subject.priority, subject.precinct, id, subject.attempts],
    sid,
  )

const ofOutbox = (sid: string, reference: string | null) =>
  statement(
    `select 'outbox' as kind, person, precinct, priority, body, attempts, coalesce(sent_at, tried_at) as handed_over from outbox
     where carrier_sid = ? or (carrier_sid is null and id = ?)`,
    sid,
    reference,
  )

const ofAnswer = (reference: string | null) =>
  statement(
    `select 'answer' as kind, person, precinct, 0 as priority, reply as body, 1 as attempts, at as handed_over
     from inbox join texts on texts.seq = inbox.seq where sid = ? and answered = 1`,
    reference,
  )
