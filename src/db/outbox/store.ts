import type { Person, Phone, PrecinctId } from '../../bot/ids.ts'
import type { Outgoing } from '../../bot/ports.ts'
import type { Leased, OutboxResult, OutboxStore } from '../../sms/ports.ts'
import type { Database, RawRow, Statement } from '../connection/database.ts'
import { storeError } from '../connection/errors.ts'
import { alerted, statement, textOrNull } from '../connection/sql.ts'
import { optOuts, phoneStreamWriter } from '../event-store/phone-stream.ts'

/**
 * An answer that did not arrive is repeated minutes later, and meanwhile its phone may have gone on. Where it had a newer
 * answer since, the old one would tell her what is no longer so: it is not sent. Each answer stands alone, so nothing is
 * lost; if the newest does not arrive either, that one is repeated. Proposals of headquarters' are nobody's answer.
 */
const overtaken = (now: string): Statement =>
  statement(
    `update outbox set state = 'dropped', error = 'newer answer since', lease = null, lease_until = null
     where id >= 'again/' and id < 'again0' and state in ('waiting', 'leased') and priority = 0 and due <= ?
       and (lease_until is null or lease_until <= ?)
       and (exists (select 1 from inbox where inbox.person = outbox.person and inbox.answered = 1 and inbox.at > ${FIRST_LEFT})
         or exists (select 1 from outbox as newer where newer.person = outbox.person and newer.priority <= 1
           and newer.id not like 'again/%' and newer.sent_at > ${FIRST_LEFT}))`,
    now,
    now,
  )

/** When the text left that this one repeats: an answer in a response, or a text of the outbox. The id names it (deliveries.ts). */
const FIRST_LEFT = `(select max(left_at) from (
  select answer.at as left_at from deliveries join inbox as answer on answer.sid = deliveries.reference
    where deliveries.sid = substr(outbox.id, 7)
  union all select coalesce(first.sent_at, first.tried_at) from outbox as first where first.carrier_sid = substr(outbox.id, 7)))`

/** Answers that are counted anew at each look, before the count is written down. */
const FOLD = 500

/** Every answer fits in two parts of GSM-7 (src/bot/say/segments.ts), so its length tells; what was erased cost nothing. */
const ANSWERS = `select coalesce(sum(case when reply = '' then 0 when length(reply) <= 160 then 1 when length(reply) <= 306 then 2 else 3 end), 0)
  from inbox join texts on texts.seq = inbox.seq
  where inbox.seq > (select coalesce(max(upto), 0) from answered_days) and answered = 1 and carrier <> 'twilio:list' and at >= ?`

/**
 * Segments since then, the day's begin: what the outbox sent, and the answers that left in the response to a text. Those
 * to texts from the carrier's list are in the outbox.
 */
async function spentSince(database: Database, since: string): Promise<number> {
  const [sent, counted, fresh, end] = await database.batchRead([
    statement('select coalesce(sum(coalesce(segments, 1)), 0) as n from outbox where sent_at >= ?', since),
    statement('select segments as n from answered_days where since = ?', since),
    statement(`select (${ANSWERS}) as n`, since),
    statement(
      'select coalesce(max(seq), 0) as n, (select coalesce(max(upto), 0) from answered_days) as upto from inbox',
    ),
  ])
  const number = (rows: readonly Readonly<Record<string, unknown>>[] | undefined) => Number(rows?.[0]?.n ?? 0)
  if (number(end) - Number(end?.[0]?.upto ?? 0) > FOLD) await database.batchWrite([folded(since)])
  return number(sent) + number(counted) + number(fresh)
}

/** One statement, so that two who do it at once count nothing twice. */
const folded = (since: string) =>
  statement(
    `insert into answered_days (since, segments, upto) select ?, (${ANSWERS}), (select coalesce(max(seq), 0) from inbox) where true
     on conflict (since) do update set segments = answered_days.segments + excluded.segments, upto = excluded.upto`,
    since,
    since,
  )

/** The outbox on SQL: one body for both databases. Every step is one statement or one list, all or none. */
export function outboxStore(database: Database): OutboxStore {
  const optOutOf = optOuts(database.db)
  const rows = async (one: Statement): Promise<readonly RawRow[]> => (await database.batchRead([one]))[0] ?? []
  return {
    ...phoneStreamWriter(database),
    async lease(who, now, until, limit, least) {
      await database.batchWrite([overtaken(now), take(who, now, until, limit, least)])
      return (await rows(held(who))).map(leasedOf)
    },
    async trying(id, who, now, by) {
      await database.batchWrite([tried(id, who, now, by)])
      return (
        (await rows(statement('select 1 from outbox where id = ? and lease = ? and lease_until > ?', id, who, now)))
          .length === 1
      )
    },
    async settle(id, who, settled, optOut) {
      const alert = settled.kind === 'failed' ? settled.alert : null
      const noted = [...(alert === null ? [] : [alerted(alert)]), ...optOutOf(optOut)]
      try {
        await database.batchWrite([settle(id, who, settled), ...noted])
        return true
      } catch (error) {
        const trouble = storeError(error)
        if (trouble.constraint?.startsWith('events.')) return false
        throw trouble
      }
    },
    async unclaimed(id, sids) {
      const some = sids.slice(0, MOST_ALIKE)
      if (some.length === 0) return null
      const claimed = new Set((await rows(claims(id, some))).map(({ sid }) => String(sid)))
      return some.find((sid) => !claimed.has(sid)) ?? null
    },
    spent: (since) => spentSince(database, since),
    async lastSent() {
      return textOrNull((await rows(statement('select max(sent_at) as at from outbox')))[0]?.at)
    },
    async backlog(now) {
      const [row] = await rows(
        statement(
          `select count(*) as n, min(due) as oldest from outbox where state in ('waiting', 'leased') and due <= ?`,
          now,
        ),
      )
      return { waiting: Number(row?.n ?? 0), oldest: row?.oldest == null ? null : String(row.oldest) }
    },
    async alert(trouble) {
      await database.batchWrite([alerted(trouble)])
    },
  }
}

const take = (who: string, now: string, until: string, limit: number, least: number) =>
  statement(
    `update outbox set state = 'leased', lease = ?, lease_until = ? where id in (
       select id from outbox where state in ('waiting', 'leased') and priority <= ? and due <= ?
         and (lease_until is null or lease_until <= ?) order by priority, due limit ?)`,
    who,
    until,
    least,
    now,
    now,
    limit,
  )

const held = (who: string) =>
  statement(
    `select outbox.id as id, outbox.person as person, body, priority, coalesce(first_due, outbox.due) as due,
       outbox.precinct as precinct, attempts, tried_at, gateway, people.phone as phone, precincts.timezone as timezone,
       coalesce(opted_out, 0) as out, hq_sends.phase is not null and hq_sends.phase <> caucus.phase as over
     from outbox left join people on people.person = outbox.person left join precincts on precincts.id = outbox.precinct
       left join phones on phones.person = outbox.person left join hq_sends on hq_sends.id = outbox.id
       left join caucus on caucus.id = 1
     where outbox.lease = ? order by priority, outbox.due`,
    who,
  )

/** Who carries it is known from here on: word of its delivery may come before the sending has ended. */
const tried = (id: string, who: string, now: string, by: { gateway: string; segments: number }) =>
  statement(
    'update outbox set attempts = attempts + 1, tried_at = coalesce(tried_at, ?), gateway = ?, segments = ? where id = ? and lease = ? and lease_until > ?',
    now,
    by.gateway,
    by.segments,
    id,
    who,
    now,
  )

/** D1 binds at most 100 values in one statement; nobody gets the same words more often in one night. */
const MOST_ALIKE = 45

/** Which of them are known to be other texts of ours: by who sent them, or by the word of their delivery. */
function claims(id: string, sids: readonly string[]): Statement {
  const marks = sids.map(() => '?').join()
  return statement(
    `select carrier_sid as sid from outbox where carrier_sid in (${marks}) and id <> ?
     union all select sid from deliveries where sid in (${marks}) and reference <> ?`,
    ...sids,
    id,
    ...sids,
    id,
  )
}

/** Only the holder settles: a lease that was taken over is another's. */
function settle(id: string, who: string, settled: OutboxResult): Statement {
  const over = 'lease = null, lease_until = null where id = ? and lease = ?'
  switch (settled.kind) {
    case 'sent':
      return statement(
        `update outbox set state = 'sent', carrier_sid = ?, gateway = ?, sent_at = ?, error = null, ${over}`,
        settled.sid,
        settled.gateway,
        settled.at,
        id,
        who,
      )
    case 'again':
      return statement(
        `update outbox set state = 'waiting', ${POSTPONED}, error = ?, tried_at = case when ? then tried_at end, ${over}`,
        settled.due,
        settled.code === null ? null : String(settled.code),
        settled.doubtful ? 1 : 0,
        id,
        who,
      )
    case 'failed':
      return statement(
        `update outbox set state = ?, error = ?, ${over}`,
        settled.state,
        settled.code === null ? null : String(settled.code),
        id,
        who,
      )
    case 'broken':
      return statement(
        `update outbox set state = 'waiting', ${POSTPONED}, attempts = attempts + 1, ${over}`,
        settled.due,
        id,
        who,
      )
    case 'returned':
      return settled.due === null
        ? statement(`update outbox set state = 'waiting', ${over}`, id, who)
        : statement(`update outbox set state = 'waiting', ${POSTPONED}, ${over}`, settled.due, id, who)
  }
}

/** What it was asked for at first is kept: it is by that that a text is late. */
const POSTPONED = 'first_due = coalesce(first_due, due), due = ?'

const leasedOf = (row: RawRow): Leased => ({
  id: String(row.id),
  to: textOrNull(row.phone) as Phone | null,
  person: String(row.person) as Person,
  body: String(row.body),
  priority: Number(row.priority) as Outgoing['priority'],
  due: String(row.due),
  phaseOver: Number(row.over) === 1,
  optedOut: Number(row.out) === 1,
  precinct: textOrNull(row.precinct) as PrecinctId | null,
  timezone: textOrNull(row.timezone),
  attempts: Number(row.attempts),
  doubtfulSince: textOrNull(row.tried_at),
  gateway: textOrNull(row.gateway),
})
