import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Person, Phase, PrecinctId, ReportingPhase } from '../bot/ids.ts'
import type { ReminderRow, Role, SecondRow } from '../hq/ports.ts'

/** The console's tables as drizzle's types see them; migrations/0010_console.sql makes them. See schema.ts. */

const person = (name: string) => text(name).$type<Person>()
const precinct = (name: string) => text(name).$type<PrecinctId>()

export const accounts = sqliteTable('hq_accounts', {
  id: person('id').primaryKey(),
  name: text().notNull(),
  role: text().$type<Role>().notNull(),
  password: text(),
  totp: text(),
  totpStep: integer('totp_step').notNull(),
  madeBy: person('made_by'),
  resetBy: person('reset_by'),
  madeAt: text('made_at').notNull(),
  blockedAt: text('blocked_at'),
  seenEvent: integer('seen_event').notNull(),
})

export const recovery = sqliteTable('hq_recovery', {
  id: text().primaryKey(),
  account: person('account').notNull(),
  usedAt: text('used_at'),
})

export const invitations = sqliteTable('hq_invitations', {
  id: text().primaryKey(),
  account: person('account').notNull(),
  madeBy: person('made_by'),
  endsAt: text('ends_at').notNull(),
  usedAt: text('used_at'),
})

export const sessions = sqliteTable('hq_sessions', {
  id: text().primaryKey(),
  account: person('account').notNull(),
  madeAt: text('made_at').notNull(),
  seenAt: text('seen_at').notNull(),
  endsAt: text('ends_at').notNull(),
  endedAt: text('ended_at'),
})

export const devices = sqliteTable('hq_devices', {
  id: text().primaryKey(),
  account: person('account').notNull(),
  madeAt: text('made_at').notNull(),
})

export const attempts = sqliteTable('hq_attempts', {
  id: text().primaryKey(),
  failures: integer().notNull(),
  since: text().notNull(),
  lockedUntil: text('locked_until'),
})

export const seconds = sqliteTable('hq_seconds', {
  id: text().primaryKey(),
  kind: text().$type<SecondRow['kind']>().notNull(),
  phase: text().$type<ReportingPhase>().notNull(),
  precinct: precinct('precinct').notNull(),
  revision: integer().notNull(),
  madeBy: person('made_by').notNull(),
  reason: text().notNull(),
  at: text().notNull(),
  second: person('second'),
  outcome: text().$type<SecondRow['outcome']>(),
  endedAt: text('ended_at'),
})

export const reminders = sqliteTable('hq_reminders', {
  id: text().primaryKey(),
  title: text().notNull(),
  phase: text().$type<Phase>().notNull(),
  stage: text().$type<ReminderRow['stage']>().notNull(),
  county: text(),
  audience: text().notNull(),
  en: text().notNull(),
  es: text().notNull(),
  due: text().notNull(),
  againAfter: integer('again_after'),
  callsAfter: integer('calls_after'),
  step: integer().notNull(),
  state: text().$type<ReminderRow['state']>().notNull(),
  madeBy: person('made_by').notNull(),
  second: person('second'),
  people: integer().notNull(),
  segments: integer().notNull(),
  madeAt: text('made_at').notNull(),
  endedAt: text('ended_at'),
})

export const sends = sqliteTable('hq_sends', {
  id: text().primaryKey(),
  reminder: text().notNull(),
  step: integer().notNull(),
  person: person('person').notNull(),
  precinct: precinct('precinct').notNull(),
  phase: text().$type<Phase>().notNull(),
  stage: text().notNull(),
  segments: integer().notNull(),
  at: text().notNull(),
})

export const calls = sqliteTable('hq_calls', {
  id: text().primaryKey(),
  precinct: precinct('precinct').notNull(),
  phase: text().$type<Phase>().notNull(),
  why: text().notNull(),
  at: text().notNull(),
  outcome: text(),
  madeBy: person('made_by'),
  endedAt: text('ended_at'),
})

export const settings = sqliteTable('hq_settings', { id: text().primaryKey(), value: text().notNull() })
