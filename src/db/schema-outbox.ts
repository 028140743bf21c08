import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Person, PrecinctId } from '../bot/ids.ts'
import type { Outgoing } from '../bot/ports.ts'

/** The tables of what leaves: the outbox, what the carrier says of it, and what a day has used. As in schema.ts. */

export const outbox = sqliteTable('outbox', {
  id: text().primaryKey(),
  person: text().$type<Person>().notNull(),
  body: text().notNull(),
  due: text().notNull(),
  priority: integer().$type<Outgoing['priority']>().notNull(),
  precinct: text().$type<PrecinctId>(),
  cause: text().notNull(),
  state: text().$type<'waiting' | 'leased' | 'sent' | 'failed' | 'dropped'>().notNull().default('waiting'),
  attempts: integer().notNull().default(0),
  leaseUntil: text('lease_until'),
  carrierSid: text('carrier_sid').unique(),
  delivery: text(),
  error: text(),
  sentAt: text('sent_at'),
  /** Who holds it while it is being sent. */
  lease: text(),
  /** When it was first handed to a carrier: it may have left since. */
  triedAt: text('tried_at'),
  gateway: text(),
  /** Before it was postponed; null where it never was. */
  firstDue: text('first_due'),
  segments: integer(),
})

export const answeredDays = sqliteTable('answered_days', {
  since: text().primaryKey(),
  segments: integer().notNull(),
  upto: integer().notNull(),
})

export const deliveries = sqliteTable(
  'deliveries',
  {
    sid: text().notNull(),
    state: text().notNull(),
    code: integer(),
    reference: text(),
    at: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sid, t.state] })],
)
