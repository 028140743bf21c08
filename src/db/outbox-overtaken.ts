import type { Statement } from './database.ts'
import { statement } from './plain-sql.ts'

/**
 * An answer that did not arrive is repeated minutes later, and meanwhile its phone may have gone on. Where it had a newer
 * answer since, the old one would tell her what is no longer so: it is not sent. Each answer stands alone, so nothing is
 * lost; if the newest does not arrive either, that one is repeated. Proposals of headquarters' are nobody's answer.
 */
export const overtaken = (now: string): Statement =>
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
