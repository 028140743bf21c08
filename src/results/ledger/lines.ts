import * as z from 'zod'
import type { PrecinctEvent } from '../../bot/event.ts'
import { ruleOptions } from '../../math/rules.ts'
import type { RuleSet } from '../../math/types.ts'

/**
 * The lines of a ledger, as docs/ledger.md describes them: shapes for whoever reads one, types for whoever writes one.
 * A ledger comes from anywhere. A line of another shape is not computed with: the arithmetic is for whole numbers, and
 * for no more people than there are.
 */

const count = z.int().min(0).max(99_999)
const natural = z.int().min(0)
const text = z.string()
const groups = z.record(text, count)
const tallies = z.array(z.strictObject({ group: text, count })).max(100)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const version = z.int().min(1)
/** In the one spelling that its bytes have: unused bits at the end may not differ. */
const base64 = z.string().refine((spelled) => Buffer.from(spelled, 'base64url').toString('base64url') === spelled)
const approvedSnapshot = {
  revision: natural,
  rules: text,
  seats: count,
  attendance: count,
  delegates: groups,
  findings: z.array(text),
}

/**
 * The contents of every event of a precinct's stream that can stand open: a published report can rest on it, or it can
 * withdraw one. Null for an event that always stands closed.
 */
const eventShapes = {
  AttendanceReported: z.strictObject({ count }),
  AlignmentReported: z.strictObject({
    alignment: z.enum(['initial', 'final']),
    counts: tallies,
    total: natural.nullable(),
  }),
  TossReported: z.strictObject({
    winners: z.array(text),
    among: z.array(text),
    cards: z.record(text, text).nullable(),
  }),
  ReportApproved: z.strictObject({ ...approvedSnapshot, by: text, confirmed: z.boolean() }),
  ReportKept: z.strictObject({ ...approvedSnapshot, by: text }),
  ReportHeld: z.strictObject({ by: text, reason: text }),
  ReportReleased: z.strictObject({ by: text, second: text.nullable(), reason: text }),
  CorrectionOverridden: z.strictObject({ ...approvedSnapshot, id: text, by: text, second: text, reason: text }),
  DelegatesClaimed: null,
  ListKept: null,
  AttendanceAsked: null,
  ReportProposed: null,
  ProposalRejected: null,
  CodeRefused: null,
  CodeRetired: null,
  CorrectionProposed: null,
  CorrectionVoided: null,
} satisfies Record<PrecinctEvent['type'], z.ZodType | null>

type EventShapes = typeof eventShapes
/** As JSON has it: a branded name or number is a plain one. A literal, unlike a name, is a key that must be there. */
type Plain<T> = T extends string
  ? Record<never, never> extends Record<T, 0>
    ? string
    : T
  : T extends number
    ? number
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** The types of events whose shape above holds more, less or other than src/bot/event.ts says. */
type Unlike = {
  [T in keyof EventShapes]: EventShapes[T] extends z.ZodType<infer Data>
    ? Same<Plain<Data>, Plain<Extract<PrecinctEvent, { type: T }>['data']>> extends true
      ? never
      : T
    : never
}[keyof EventShapes]
/** Does not compile while a shape is unlike its event; the message names the event. */
const checkedShapes: EventShapes & Record<Unlike, never> = eventShapes

/** An event that can stand open in a ledger. */
export type OpenEvent = Extract<
  PrecinctEvent,
  { type: { [T in keyof EventShapes]: EventShapes[T] extends null ? never : T }[keyof EventShapes] }
>
export const canStandOpen = (event: PrecinctEvent): event is OpenEvent => checkedShapes[event.type] !== null

/** The event of an open line; null where the line's contents are not those of an event of its type. */
export function eventOf({ type, data }: OpenLine): OpenEvent | null {
  const shape = Object.hasOwn(checkedShapes, type) ? checkedShapes[type as PrecinctEvent['type']] : null
  return shape?.safeParse(data).success ? ({ type, data } as OpenEvent) : null
}

/** An event on which a published report rests: whole, with the salt that opens its hash. */
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
/** Any other event: that it was recorded, and a hash from which its contents cannot be guessed. */
const closedLine = z.strictObject({ line: z.literal('event'), stream: text, version, salted: hash, hash })

/** What is signed for each snapshot: all of it, but that each change stands as the event by which it came about. */
const statement = z.strictObject({
  phase: z.enum(['practice', 'live']),
  sequence: version,
  at: text,
  events: natural,
  /** Precinct, and the version of the event that made its report public; null where it was withdrawn. */
  changes: z.array(z.tuple([text, version.nullable()])),
  reported: natural,
  of: natural,
  totals: z.strictObject({
    initial: z.record(text, natural),
    final: z.record(text, natural),
    delegates: z.record(text, natural),
    sde: z.record(text, text),
  }),
  setting: hash,
  root: hash,
  order: z.union([hash, z.literal('')]),
  /** Chains the statements, so that no update can be left out afterwards. */
  previous: z.union([hash, z.literal('')]),
})
const snapshotLine = statement.extend({
  line: z.literal('snapshot'),
  signature: base64.nullable(),
  key: base64.nullable(),
})

const options = Object.entries(ruleOptions).map(([option, values]) => [option, z.literal([...values])] as const)
const rules = z.strictObject({
  name: text,
  ...Object.fromEntries(options),
  reports: z.array(z.enum(['attendance', 'initial', 'final'])),
}) as unknown as z.ZodType<RuleSet>
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
  pools: z.record(text, natural),
})
const countyLine = z.strictObject({
  line: z.literal('county'),
  county: text,
  countyDelegates: natural,
  stateDelegates: natural,
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

/** The setting of the next update is not in the record any more: it stands here by its hash. */
const unkeptLine = z.strictObject({ line: z.literal('unkept'), setting: hash })

type Line<Shape extends z.ZodType> = Plain<z.infer<Shape>>
export type OpenLine = Line<typeof openLine>
export type ClosedLine = Line<typeof closedLine>
export type SignedStatement = Line<typeof statement>
export type SnapshotLine = Line<typeof snapshotLine>
/** What the numbers are computed with: the first lines of a ledger, and later those that changed. */
export type SettingLine = Line<typeof caucusLine> | Line<typeof countyLine> | Line<typeof precinctLine>
export type UnkeptLine = Line<typeof unkeptLine>
export type LedgerLine = OpenLine | ClosedLine | SnapshotLine | SettingLine | UnkeptLine

const anyLine = z.union([openLine, closedLine, snapshotLine, caucusLine, countyLine, precinctLine, unkeptLine])

/** True where the value is one of the lines that a ledger is made of. */
export const isLedgerLine = (value: unknown): value is LedgerLine => anyLine.safeParse(value).success
