import { exact, fourDecimals } from '../../math/fraction.ts'
import { inBatches } from '../batches.ts'
import type { RosterPrecinct } from '../ports.ts'
import { attendanceOf, sdeText } from '../publish/sde-per-delegate.ts'
import { type ExactTotals, finalCounts } from '../publish/totals.ts'
import type { View } from '../view.ts'
import { statusOf } from './json.ts'

/** How things are called inside the file: units, candidates, texts. */

const stateUnit = 'state'
const countyUnit = (slug: string): string => `county-${slug}`
const precinctUnit = (id: string): string => `precinct-${id}`

/** A plain text in the format's wrapping. */
const text = (content: string) => ({
  '@type': 'ElectionResults.InternationalizedText',
  Text: [{ '@type': 'ElectionResults.LanguageString', Language: 'en', Content: content }],
})

const candidateId = (view: View, group: string): string => `candidate-${view.ballotOrder.indexOf(group) + 1}`

/** The state, its counties and their precincts, each with how much of it has reported. */
function nistUnits(view: View) {
  const { caucus, places } = view.setting
  const units = view.counties.map((county) => ({
    '@type': 'ElectionResults.ReportingUnit',
    '@id': countyUnit(county.slug),
    ...(county.pool ? { Type: 'other', OtherType: 'satellite pool' } : { Type: 'county' }),
    Name: text(county.name),
    ComposingGpUnitIds: county.places.map((p) => precinctUnit(p.id)),
    SubUnitsReported: county.totals.reported,
    TotalSubUnits: county.places.length,
    CountStatus: [status(county.totals.reported, county.places.length)],
  }))
  const state = {
    '@type': 'ElectionResults.ReportingUnit',
    '@id': stateUnit,
    Type: 'state',
    Name: text(caucus.state ?? caucus.name),
    ComposingGpUnitIds: view.counties.map((county) => countyUnit(county.slug)),
    SubUnitsReported: view.totals.reported,
    TotalSubUnits: places.length,
    CountStatus: [status(view.totals.reported, places.length)],
  }
  return [state, ...units, ...places.map((place) => precinctOf(place, view))]
}

function precinctOf(place: RosterPrecinct, view: View) {
  const report = view.reports.get(place.id)
  return {
    '@type': 'ElectionResults.ReportingUnit',
    '@id': precinctUnit(place.id),
    ...(place.pool === null ? { Type: 'precinct' } : { Type: 'other', OtherType: 'satellite caucus' }),
    Name: text(place.name),
    ExternalIdentifier: [
      {
        '@type': 'ElectionResults.ExternalIdentifier',
        Type: 'other',
        OtherType: 'caucus precinct code',
        Value: place.id,
      },
    ],
    CountStatus: [status(report === undefined ? 0 : 1, 1)],
    ...(report !== undefined && { VotersParticipated: attendanceOf(report) }),
  }
}

function status(reported: number, of: number) {
  const Status = reported === 0 ? 'not-processed' : reported < of ? 'in-process' : 'completed'
  return { '@type': 'ElectionResults.CountStatus', Status, Type: 'total' }
}

/** The one contest: for each group its counts, delegates and SDE, by precinct, county and state. Written group by group. */
async function nistContest(view: View) {
  const selections: ReturnType<typeof selectionOf>[] = []
  for await (const groups of inBatches(view.ballotOrder, 1))
    selections.push(...groups.map((group) => selectionOf(group, view)))
  return {
    '@type': 'ElectionResults.CandidateContest',
    '@id': 'contest',
    Name: 'Presidential preference',
    ElectionDistrictId: stateUnit,
    VoteVariation: 'proportional',
    VotesAllowed: 1,
    SubUnitsReported: view.totals.reported,
    TotalSubUnits: view.setting.places.length,
    ContestSelection: selections,
  }
}

const selectionOf = (group: string, view: View) => ({
  '@type': 'ElectionResults.CandidateSelection',
  '@id': `selection-${view.ballotOrder.indexOf(group) + 1}`,
  CandidateIds: [candidateId(view, group)],
  VoteCounts: [
    ...inTotals(view.totals, group, stateUnit),
    ...view.counties.flatMap(({ totals, slug }) =>
      totals.reported > 0 ? inTotals(totals, group, countyUnit(slug)) : [],
    ),
    ...view.setting.places.flatMap((place) => inPrecinct(place.id, group, view)),
  ],
})

type VoteCounts = Readonly<Record<string, string | number>>

function inTotals(totals: ExactTotals, group: string, unit: string): VoteCounts[] {
  const sde = totals.sde.size === 0 ? null : fourDecimals(totals.sde.get(group) ?? exact(0))
  return counts(unit, totals.initial[group] ?? 0, totals.final[group] ?? 0, totals.delegates[group] ?? 0, sde)
}

function inPrecinct(id: View['setting']['places'][number]['id'], group: string, view: View): VoteCounts[] {
  const report = view.reports.get(id)
  if (
    report === undefined ||
    ![report.initial, report.final, report.delegates].some((part) => (part?.[group] ?? 0) > 0)
  )
    return []
  const sdePerDelegate = view.sdePerDelegate(report)
  const n = report.delegates[group] ?? 0
  const sde = sdePerDelegate && sdeText(sdePerDelegate, n)
  return counts(precinctUnit(id), report.initial?.[group] ?? 0, finalCounts(report)[group] ?? 0, n, sde)
}

/** SDE are numbers in this format; four decimals fit one exactly enough to be printed back. */
function counts(unit: string, initial: number, final: number, delegates: number, sde: string | null): VoteCounts[] {
  const count = { '@type': 'ElectionResults.VoteCounts', GpUnitId: unit }
  return [
    { ...count, Type: 'total', Round: 1, Count: initial },
    { ...count, Type: 'total', Round: 2, Count: final },
    { ...count, Type: 'seats', Count: delegates },
    ...(sde === null ? [] : [{ ...count, Type: 'other', OtherType: 'state-delegate-equivalents', Count: Number(sde) }]),
  ]
}

/**
 * `results.nist.json`: the NIST Election Results Reporting format, SP 1500-100 version 2. A caucus is an election of
 * Type `other`; initial and final alignment are Rounds 1 and 2 of `total`; delegates are `seats`; SDE are `other`.
 * Round 2 carries the first count of a precinct that held no second one. The format cannot say viability, ties, games of chance or who approved: those are in results.json and in the ledger.
 */
export async function nistReport(view: View) {
  const { caucus, issuer } = view.setting
  const { last } = view
  const generated = (last?.at ?? `${caucus.date}T00:00:00Z`).replace(/\.\d+Z$/, 'Z')
  return {
    '@type': 'ElectionResults.ElectionReport',
    Format: 'precinct-level',
    GeneratedDate: generated,
    Issuer: issuer?.name ?? caucus.name,
    IssuerAbbreviation: issuer?.abbreviation ?? caucus.state ?? 'caucus',
    IsTest: view.practice,
    ...(view.practice && { TestType: 'practice' }),
    Notes: `Unofficial. ${view.totals.reported} of ${view.setting.places.length} precincts. Update ${last?.sequence ?? 0}.`,
    SequenceStart: last?.sequence ?? 0,
    SequenceEnd: last?.sequence ?? 0,
    Status: nistStatus(view),
    VendorApplicationId: 'caucusline-1',
    GpUnit: nistUnits(view),
    Election: [
      {
        '@type': 'ElectionResults.Election',
        Type: 'other',
        OtherType: 'caucus',
        Name: text(caucus.name),
        ElectionScopeId: stateUnit,
        StartDate: caucus.date,
        EndDate: caucus.date,
        Candidate: view.ballotOrder.map((group) => ({
          '@type': 'ElectionResults.Candidate',
          '@id': candidateId(view, group),
          BallotName: text(group),
        })),
        Contest: [await nistContest(view)],
      },
    ],
  }
}

/** `correction` where the last update changed what had been public. */
function nistStatus(view: View): 'correction' | ReturnType<typeof statusOf> {
  const corrects = view.changes.some((change) => change.sequence === view.last?.sequence && change.before !== null)
  return corrects ? 'correction' : statusOf(view)
}
