import * as z from 'zod'

/** The shape of results.json, from which docs/results.schema.json is made: `vitest -u test/results/feeds.test.ts`. */

const count = z.int().min(0)
const groups = z.record(z.string(), count)
const path = z.string().startsWith('/')
const fraction = z.string().regex(/^\d+\/\d+$/)

const totals = z.record(
  z.string(),
  z.strictObject({
    initial: count.describe('People in the initial alignment.'),
    final: count.describe('People in the final alignment; in the initial one of precincts that held no second count.'),
    delegates: count.describe('Delegates to county conventions.'),
    sde: z.string().nullable().describe('State delegate equivalents, four decimals, half up. For reading.'),
    sde_exact: fraction.nullable().describe('The same as an exact fraction. For computing.'),
  }),
)

const report = z.strictObject({
  number: z.int().min(1).describe("1 for the precinct's first report on record."),
  revision: count,
  at: z.iso.datetime(),
  kind: z
    .enum(['approved', 'released', 'overridden'])
    .describe('Who made it public: the chair; headquarters; two people at headquarters without the chair.'),
  corrected: z.boolean().describe('An earlier report of this precinct had been public.'),
  attendance: count.nullable().describe('Null where the chair gave none: then the initial alignment stands for it.'),
  initial: groups.nullable(),
  final: groups
    .nullable()
    .describe('Null where no second count was held: then the initial alignment is carried into the final totals.'),
  delegates: groups,
  winners: z.array(z.string()).nullable().describe('Who won a game of chance, or the one delegate.'),
  sde_per_delegate: fraction.nullable(),
  events: z
    .array(z.int().min(1))
    .describe("Versions of the events in the precinct's stream of the ledger on which this rests."),
  public_since_event: z.int().min(1),
})

export const resultsFile = z.strictObject({
  format: z.literal('caucusline-results'),
  version: z.literal(1),
  caucus: z.strictObject({ name: z.string(), date: z.iso.date(), state: z.string().nullable(), rules: z.string() }),
  phase: z.enum(['practice', 'live']),
  practice: z.boolean().describe('True: rehearsed, invented, not a result.'),
  status: z.enum(['unofficial-partial', 'unofficial-complete']),
  sequence: count.describe('Number of the update; 0 before the first. Higher is newer.'),
  generated: z.iso.datetime().nullable(),
  reported: count,
  of: count,
  carried: count.describe(
    'Published precincts that held no second count: their initial alignment is in the final totals.',
  ),
  root: z.string().nullable().describe("sha256 over the ends of all precincts' chains: see the ledger."),
  signature: z.string().nullable(),
  key: z.string().nullable(),
  groups: z.array(z.string()).describe('All groups in ballot order.'),
  totals,
  national: z
    .strictObject({
      delegates: groups,
      complete: z.boolean().describe('False while a lot must be drawn.'),
      districts: z.record(z.string(), groups),
      at_large: groups,
      pleo: groups,
    })
    .nullable()
    .describe('Projected from what is published; null where the configuration names no national delegates.'),
  counties: z.array(z.strictObject({ name: z.string(), path, reported: count, of: count, totals })),
  precincts: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      county: z.string(),
      district: z.string(),
      pool: z.string().nullable(),
      delegates_to_elect: count,
      path,
      report: report.nullable().describe('Null while none is published.'),
    }),
  ),
  corrections: z.array(
    z.strictObject({
      precinct: z.string(),
      sequence: count,
      at: z.iso.datetime(),
      from: count.nullable(),
      to: count.nullable(),
    }),
  ),
})

export type ResultsFile = z.infer<typeof resultsFile>

/** The same as JSON Schema, 2020-12. */
export const resultsSchema = (): unknown => ({
  ...z.toJSONSchema(resultsFile),
  $id: 'results.schema.json',
  title: 'Caucusline results',
})
