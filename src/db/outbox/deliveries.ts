import type { Person, PrecinctId } from '../../bot/ids.ts'
import type { Outgoing } from '../../bot/ports.ts'
import type { Consequence, DeliveryStore, Subject } from '../../sms/ports.ts'
import type { Database, RawRow } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { alerted, statement, textOrNull } from '../connection/sql.ts'
import { optOuts, phoneStreamWriter } from '../event-store/phone-stream.ts'

/** What carriers say about our texts, on SQL. News and its consequences are one commit. */
export function deliveryStore(database: Database): DeliveryStore {
  const optOutOf = optOuts(database.db)
  return {
    ...phoneStreamWriter(database),
    async subject({ sid, reference }) {
      const [sent, answered] = await database.batchRead([ofOutbox(sid, reference), ofAnswer(reference)])
      const [found] = [...(sent ?? []), ...(answered ?? [])]
      return found === undefined ? null : subjectOf(found)
    },
    async ended({ sid, state }, final) {
      const [found] = await database.batchRead([
        statement(
          `select 1 from deliveries where sid = ? and state <> ? and state in (${final.map(() => '?').join()})`,
          ...[sid, state, ...final],
        ),
      ])
      return (found ?? []).length > 0
    },
    async note(news, from, { again, alert }, optOut) {
      const known = from.map(() => '?').join()
      const follows = `(carrier_sid = ? or (carrier_sid is null and id = ?)) and (delivery is null or delivery in (${known || 'null'}))`
      try {
        await database.batchWrite([
          statement(
            'insert into deliveries (sid, state, code, reference, at) values (?, ?, ?, ?, ?)',
            news.sid,
            news.state,
            news.code,
            news.reference,
            news.at,
          ),
          // Who is told of a text's delivery knows that it left, even where the sender died before it could say so.
          statement(
            `update outbox set delivery = ?, error = ?, carrier_sid = ?, state = 'sent', sent_at = coalesce(sent_at, ?), lease = null, lease_until = null where ${follows}`,
            news.state,
            news.code === null ? null : String(news.code),
            news.sid,
            news.at,
            news.sid,
            news.reference,
            ...from,
          ),
          ...(again === null ? [] : [repeated(news.sid, again)]),
          ...(alert === null ? [] : [alerted(alert)]),
          ...optOutOf(optOut),
        ])
        return true
      } catch (error) {
        const trouble = storeError(error)
        if (trouble.constraint?.startsWith('events.')) return false
        if (trouble.constraint?.startsWith('deliveries.')) return true
        throw trouble
      }
    },
  }
}

/** Not where word of its arrival came at the very same moment. */
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
    `select 'outbox' as kind, person, precinct, priority, body, attempts, coalesce(sent_at, tried_at) as left_at from outbox
     where carrier_sid = ? or (carrier_sid is null and id = ?)`,
    sid,
    reference,
  )

const ofAnswer = (reference: string | null) =>
  statement(
    `select 'answer' as kind, person, precinct, 0 as priority, reply as body, 1 as attempts, at as left_at
     from inbox join texts on texts.seq = inbox.seq where sid = ? and answered = 1`,
    reference,
  )

const subjectOf = (row: RawRow): Subject => ({
  kind: row.kind === 'outbox' ? 'outbox' : 'answer',
  person: String(row.person) as Person,
  precinct: textOrNull(row.precinct) as PrecinctId | null,
  priority: Number(row.priority) as Outgoing['priority'],
  body: String(row.body),
  attempts: Number(row.attempts),
  handedOver: textOrNull(row.left_at),
})
