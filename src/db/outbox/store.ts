import { phoneStream } from '../../bot/ids.ts'
import type { Leased, OptOut, OutboxResult, OutboxStore, OutboxTrouble } from '../../sms/ports.ts'
import type { Database, Statement } from '../connection/database.ts'
import { type Query, queryOn, statement, textOrNull } from '../connection/sql.ts'
import { appendToLog } from '../event-store/append.ts'
import { streamReader } from '../event-store/read.ts'
import { upsertRow } from '../event-store/read-table-rows.ts'

/**
 * An answer that did not arrive is repeated minutes later. If its phone has had a newer answer by then, the old one would
 * tell the chair what is no longer so, and is dropped. Each answer stands alone, so nothing is lost; if the newest does not
 * arrive either, that one is repeated. Proposals of headquarters are not answers.
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

/** When the repeated text left: an answer in a response, or a text of the outbox. The id `again/<sid>` names it. */
const FIRST_LEFT = `(select max(left_at) from (
  select answer.at as left_at from deliveries join inbox as answer on answer.sid = deliveries.reference
    where deliveries.sid = substr(outbox.id, 7)
  union all select coalesce(first.sent_at, first.tried_at) from outbox as first where first.carrier_sid = substr(outbox.id, 7)))`

/** So many answers are counted anew each time, before their count is stored. */
const FOLD = 500

/** Every answer fits in two parts of GSM-7 (src/bot/say/segments.ts), so its length tells. Erased texts count as nothing. */
const ANSWERS = `select coalesce(sum(case when reply = '' then 0 when length(reply) <= 160 then 1 when length(reply) <= 306 then 2 else 3 end), 0)
  from inbox join texts on texts.seq = inbox.seq
  where inbox.seq > (select coalesce(max(upto), 0) from answered_days) and answered = 1 and carrier <> 'twilio:list' and at >= ?`

/**
 * Segments since the begin of a day: texts that the outbox sent, and answers that left in the response to a text. Answers to
 * texts from the carrier's list are in the outbox.
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

/** One statement, so that two processes at once count nothing twice. */
const folded = (since: string) =>
  statement(
    `insert into answered_days (since, segments, upto) select ?, (${ANSWERS}), (select coalesce(max(seq), 0) from inbox) where true
     on conflict (since) do update set segments = answered_days.segments + excluded.segments, upto = excluded.upto`,
    since,
    since,
  )

/** The outbox on SQL, for both databases. Every step is one statement or one list, all or none. @throws (each method) StoreError */
export function outboxStore(database: Database): OutboxStore {
  const ask = queryOn(database)
  const stream = streamReader(database)
  return {
    phone: (person) => stream(phoneStream(person)),
    async lease(worker, now, until, limit, least) {
      await database.batchWrite([overtaken(now), take(worker, now, until, limit, least)])
      const texts = await ask<Leased>(LEASED, worker)
      return texts.map((text) => ({
        ...text,
        phaseOver: Boolean(text.phaseOver),
        optedOut: Boolean(text.optedOut),
      }))
    },
    async trying(id, worker, now, by) {
      await database.batchWrite([tried(id, worker, now, by)])
      const mine = await ask('select 1 from outbox where id = ? and lease = ? and lease_until > ?', id, worker, now)
      return mine.length === 1
    },
    async settle(id, worker, settled, optOut) {
      const alert = settled.kind === 'failed' ? settled.alert : null
      const rows = [settle(id, worker, settled), ...(alert === null ? [] : [insertTrouble(alert)])]
      return (await appendWithOptOut(database, [], rows, optOut)) !== 'conflict'
    },
    async unclaimed(id, sids) {
      const some = sids.slice(0, MOST_ALIKE)
      if (some.length === 0) return null
      const claimed = new Set((await claims(ask, id, some)).map(({ sid }) => String(sid)))
      return some.find((sid) => !claimed.has(sid)) ?? null
    },
    spent: (since) => spentSince(database, since),
    async lastSent() {
      return textOrNull((await ask('select max(sent_at) as at from outbox'))[0]?.at)
    },
    async backlog(now) {
      const [row] = await ask(
        `select count(*) as waiting, min(due) as oldest from outbox where state in ('waiting', 'leased') and due <= ?`,
        now,
      )
      return { waiting: Number(row?.waiting ?? 0), oldest: textOrNull(row?.oldest) }
    },
    async alert(trouble) {
      await database.batchWrite([insertTrouble(trouble)])
    },
  }
}

const take = (worker: string, now: string, until: string, limit: number, least: number) =>
  statement(
    `update outbox set state = 'leased', lease = ?, lease_until = ? where id in (
       select id from outbox where state in ('waiting', 'leased') and priority <= ? and due <= ?
         and (lease_until is null or lease_until <= ?) order by priority, due limit ?)`,
    worker,
    until,
    least,
    now,
    now,
    limit,
  )

const LEASED = `select outbox.id as id, people.phone as "to", outbox.person as person, body, priority,
    coalesce(first_due, outbox.due) as due, hq_sends.phase is not null and hq_sends.phase <> caucus.phase as phase_over,
    coalesce(opted_out, 0) as opted_out, outbox.precinct as precinct, precincts.timezone as timezone, attempts,
    tried_at as doubtful_since, gateway
  from outbox left join people on people.person = outbox.person left join precincts on precincts.id = outbox.precinct
    left join phones on phones.person = outbox.person left join hq_sends on hq_sends.id = outbox.id
    left join caucus on caucus.id = 1
  where outbox.lease = ? order by priority, outbox.due`

/** Stores the gateway before the text is handed over: news of its delivery may come before the sending has ended. */
const tried = (id: string, worker: string, now: string, by: { gateway: string; segments: number }) =>
  statement(
    'update outbox set attempts = attempts + 1, tried_at = coalesce(tried_at, ?), gateway = ?, segments = ? where id = ? and lease = ? and lease_until > ?',
    now,
    by.gateway,
    by.segments,
    id,
    worker,
    now,
  )

/** D1 binds at most 100 values in one statement; nobody gets the same words more often in one night. */
const MOST_ALIKE = 45

/** Which of these ids belong to other texts of ours, by the outbox or by news of their delivery. */
function claims(ask: Query, id: string, sids: readonly string[]) {
  const marks = sids.map(() => '?').join()
  return ask(
    `select carrier_sid as sid from outbox where carrier_sid in (${marks}) and id <> ?
     union all select sid from deliveries where sid in (${marks}) and reference <> ?`,
    ...sids,
    id,
    ...sids,
    id,
  )
}

/** Only the holder of the lease writes: a lease that another worker took over belongs to that worker. */
function settle(id: string, worker: string, settled: OutboxResult): Statement {
  const over = 'lease = null, lease_until = null where id = ? and lease = ?'
  switch (settled.kind) {
    case 'sent':
      return statement(
        `update outbox set state = 'sent', carrier_sid = ?, gateway = ?, sent_at = ?, error = null, ${over}`,
        settled.sid,
        settled.gateway,
        settled.at,
        id,
        worker,
      )
    case 'again':
      return statement(
        `update outbox set state = 'waiting', ${POSTPONED}, error = ?, tried_at = case when ? then tried_at end, ${over}`,
        settled.due,
        settled.code === null ? null : String(settled.code),
        settled.doubtful ? 1 : 0,
        id,
        worker,
      )
    case 'failed':
      return statement(
        `update outbox set state = ?, error = ?, ${over}`,
        settled.state,
        settled.code === null ? null : String(settled.code),
        id,
        worker,
      )
    case 'broken':
      return statement(
        `update outbox set state = 'waiting', ${POSTPONED}, attempts = attempts + 1, ${over}`,
        settled.due,
        id,
        worker,
      )
    case 'returned':
      return settled.due === null
        ? statement(`update outbox set state = 'waiting', ${over}`, id, worker)
        : statement(`update outbox set state = 'waiting', ${POSTPONED}, ${over}`, settled.due, id, worker)
  }
}

/** The first due time is kept: how late a text is counts from there. */
const POSTPONED = 'first_due = coalesce(first_due, due), due = ?'

/** An item in headquarters' queue, once by its id, in the present phase. */
export const insertTrouble = ({ id, kind, precinct, person, at, detail }: OutboxTrouble): Statement =>
  statement(
    `insert into queue (id, kind, phase, precinct, person, at, detail) select ?, ?, phase, ?, ?, ?, ? from caucus where id = 1
     on conflict (id) do nothing`,
    id,
    kind,
    precinct,
    person,
    at,
    detail,
  )

/** A text's fate, with what a carrier's refusal puts on the phone's own record: a conflict where that has grown. */
export const appendWithOptOut = (
  database: Database,
  receipt: readonly Statement[],
  rows: readonly Statement[],
  optOut: OptOut | null,
) =>
  appendToLog(database, {
    receipt,
    appends: optOut === null ? [] : [optOut.append],
    rows: optOut === null ? rows : [...rows, upsertRow(optOut.row)],
  })
