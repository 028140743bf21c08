import { integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Language } from '../bot/event.ts'
import type { Person, Phase, PrecinctId, ReportingPhase } from '../bot/ids.ts'
import type { Alert, Binding, Outgoing, Stage } from '../bot/ports.ts'
import type { ReminderRow, Role, SecondRow } from '../hq/ports.ts'

/**
 * The tables as drizzle's types see them. What holds them up (STRICT, checks, triggers, foreign keys, indexes) is in
 * migrations/, written by hand, since drizzle-kit knows neither STRICT nor triggers; a test compares the columns.
 */

export const caucus = sqliteTable('caucus', {
  id: integer().primaryKey(),
  config: text().notNull(),
  /** The hash of the event that loaded it: tells one configuration from another. */
  loaded: text().notNull(),
  phase: text().$type<Phase>().notNull(),
  phaseVersion: integer('phase_version').notNull(),
  loadedAt: text('loaded_at').notNull(),
})

export const counties = sqliteTable('counties', {
  name: text().primaryKey(),
  countyDelegates: integer('county_delegates'),
  stateDelegates: integer('state_delegates'),
})

export const precincts = sqliteTable('precincts', {
  id: text().$type<PrecinctId>().primaryKey(),
  county: text().notNull(),
  name: text().notNull(),
  district: text().notNull(),
  delegates: integer().notNull(),
  language: text().$type<Language>().notNull(),
  timezone: text(),
  kind: text(),
  registered: integer(),
  pool: text(),
})

export const people = sqliteTable('people', {
  person: text().$type<Person>().primaryKey(),
  phone: text().notNull(),
  name: text(),
})

export const bindings = sqliteTable(
  'bindings',
  {
    person: text().$type<Person>().notNull(),
    precinct: text().$type<PrecinctId>().notNull(),
    kind: text().$type<Binding['kind']>().notNull(),
    until: text(),
  },
  (t) => [primaryKey({ columns: [t.person, t.precinct] })],
)

export const pins = sqliteTable('pins', {
  hash: text().primaryKey(),
  precinct: text().$type<PrecinctId>().notNull(),
  usedBy: text('used_by').$type<Person>(),
  usedAt: text('used_at'),
})

export const events = sqliteTable(
  'events',
  {
    /** The order in which events were recorded, over all streams; may have gaps. */
    seq: integer().primaryKey(),
    stream: text().notNull(),
    version: integer().notNull(),
    type: text().notNull(),
    data: text().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
    cause: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [unique().on(t.stream, t.version)],
)

export const inbox = sqliteTable('inbox', {
  seq: integer().primaryKey(),
  sid: text().notNull().unique(),
  carrier: text().notNull(),
  person: text().$type<Person>().notNull(),
  at: text().notNull(),
  precinct: text().$type<PrecinctId>(),
  kind: text().notNull(),
  answered: integer().notNull(),
})

export const texts = sqliteTable('texts', {
  seq: integer().primaryKey(),
  body: text().notNull(),
  reply: text().notNull(),
})

export const media = sqliteTable(
  'media',
  {
    seq: integer().notNull(),
    n: integer().notNull(),
    url: text().notNull(),
    type: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.seq, t.n] })],
)

export const reports = sqliteTable(
  'reports',
  {
    phase: text().$type<ReportingPhase>().notNull(),
    precinct: text().$type<PrecinctId>().notNull(),
    version: integer().notNull(),
    stage: text().$type<Stage>().notNull(),
    revision: integer().notNull(),
    number: integer().notNull(),
    at: text().notNull(),
    draft: text().notNull(),
    record: text(),
    published: text(),
  },
  (t) => [primaryKey({ columns: [t.phase, t.precinct] })],
)

export const phones = sqliteTable('phones', {
  person: text().$type<Person>().primaryKey(),
  version: integer().notNull(),
  language: text().$type<Language>(),
  checkedIn: text('checked_in'),
  optedOut: integer('opted_out', { mode: 'boolean' }).notNull(),
})

export const queue = sqliteTable('queue', {
  id: text().primaryKey(),
  kind: text().$type<Alert['kind']>().notNull(),
  phase: text().$type<Phase>().notNull(),
  precinct: text().$type<PrecinctId>(),
  person: text().$type<Person>(),
  at: text().notNull(),
  detail: text().notNull(),
  owner: text(),
  takenAt: text('taken_at'),
  outcome: text(),
  endedAt: text('ended_at'),
})

export const snapshots = sqliteTable(
  'snapshots',
  {
    phase: text().$type<ReportingPhase>().notNull(),
    sequence: integer().notNull(),
    at: text().notNull(),
    body: text().notNull(),
    root: text().notNull(),
    signature: text(),
  },
  (t) => [primaryKey({ columns: [t.phase, t.sequence] })],
)

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
