import * as z from 'zod'
import { ruleOptions } from '../../math/rules.ts'

/**
 * What a line may hold. A ledger comes from anywhere: what is not of this shape is not computed with (the arithmetic is
 * for whole numbers, and for no more people than there are).
 */

const count = z.int().min(0).max(99_999)
const many = z.int().min(0)
const text = z.string()
const groups = z.record(text, count)
const tallies = z.array(z.strictObject({ group: text, count })).max(100)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const version = z.int().min(1)
/** In the one spelling that its bytes have: unused bits at the end may not differ. */
const base64 = z.string().refine((said) => Buffer.from(said, 'base64url').toString('base64url') === said)
const seen = {
  revision: many,
  rules: text,
  seats: count,
  attendance: count,
  delegates: groups,
  findings: z.array(text),
}

/** The contents of the events that can stand open. */
const events = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('AttendanceReported'), data: z.strictObject({ count }) }),
  z.strictObject({
    type: z.literal('AlignmentReported'),
    data: z.strictObject({ alignment: z.enum(['initial', 'final']), counts: tallies, total: many.nullable() }),
  }),
  z.strictObject({
    type: z.literal('TossReported'),
    data: z.strictObject({ winners: z.array(text), among: z.array(text), cards: z.record(text, text).nullable() }),
  }),
  z.strictObject({
    type: z.literal('ReportApproved'),
    data: z.strictObject({ ...seen, by: text, confirmed: z.boolean() }),
  }),
  z.strictObject({ type: z.literal('ReportKept'), data: z.strictObject({ ...seen, by: text }) }),
  z.strictObject({ type: z.literal('ReportHeld'), data: z.strictObject({ by: text, reason: text }) }),
  z.strictObject({
    type: z.literal('ReportReleased'),
    data: z.strictObject({ by: text, second: text.nullable(), reason: text }),
  }),
  z.strictObject({
    type: z.literal('CorrectionOverridden'),
    data: z.strictObject({ ...seen, id: text, by: text, second: text, reason: text }),
  }),
])

const openLine = z.strictObject({
  line: z.literal('event'),
  stream: text,
  version,
  type: text,
  data: z.unknown(),
  at: text,
  actor: text,
  salt: hash,
  hash,
})
const closedLine = z.strictObject({ line: z.literal('event'), stream: text, version, salted: hash, hash })
const totals = z.strictObject({
  initial: z.record(text, many),
  final: z.record(text, many),
  delegates: z.record(text, many),
  sde: z.record(text, text),
})
const snapshotLine = z.strictObject({
  line: z.literal('snapshot'),
  phase: z.enum(['practice', 'live']),
  sequence: version,
  at: text,
  events: many,
  changes: z.array(z.tuple([text, version.nullable()])),
  reported: many,
  of: many,
  totals,
  setting: hash,
  root: hash,
  order: z.union([hash, z.literal('')]),
  previous: z.union([hash, z.literal('')]),
  signature: base64.nullable(),
  key: base64.nullable(),
})

const options = Object.entries(ruleOptions).map(([option, values]) => [option, z.literal([...values])] as const)
const rules = z.strictObject({
  name: text,
  ...Object.fromEntries(options),
  reports: z.array(z.enum(['attendance', 'initial', 'final'])),
})
const caucusLine = z.strictObject({
  line: z.literal('caucus'),
  format: z.literal('caucusline-ledger'),
  version: z.literal(1),
  name: text,
  date: text,
  phase: z.enum(['practice', 'live']),
  practice: z.boolean(),
  rules,
  groups: z.array(text),
  pools: z.record(text, many),
})
const countyLine = z.strictObject({
  line: z.literal('county'),
  county: text,
  countyDelegates: many,
  stateDelegates: many,
})
const precinctLine = z.strictObject({
  line: z.literal('precinct'),
  id: text,
  county: text,
  name: text,
  district: text,
  delegates: count,
  pool: text.nullable(),
})

const anyLine = z.union([openLine, closedLine, snapshotLine, caucusLine, countyLine, precinctLine])

/** True where the value is one of the lines that a ledger is made of. */
export const isLine = (value: unknown): boolean => anyLine.safeParse(value).success

/** True where an open event holds what an event of its type holds. */
export const isEvent = (type: string, data: unknown): boolean => events.safeParse({ type, data }).success
