import { integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { Language } from '../bot/event.ts'
import type { Person, Phase, PrecinctId, ReportingPhase } from '../bot/ids.ts'
import type { Alert, Binding, Stage } from '../bot/ports.ts'

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
