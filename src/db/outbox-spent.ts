import type { Database } from './database.ts'
import { statement } from './plain-sql.ts'

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
export async function spentSince(database: Database, since: string): Promise<number> {
  const [sent, counted, fresh, end] = await database.together([
    statement('select coalesce(sum(coalesce(segments, 1)), 0) as n from outbox where sent_at >= ?', since),
    statement('select segments as n from answered_days where since = ?', since),
    statement(`select (${ANSWERS}) as n`, since),
    statement(
      'select coalesce(max(seq), 0) as n, (select coalesce(max(upto), 0) from answered_days) as upto from inbox',
    ),
  ])
  const number = (rows: readonly Readonly<Record<string, unknown>>[] | undefined) => Number(rows?.[0]?.n ?? 0)
  if (number(end) - Number(end?.[0]?.upto ?? 0) > FOLD) await database.atomically([folded(since)])
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
