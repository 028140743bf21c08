import type { View } from '../view.ts'
import { statusOf } from './json.ts'
import { nistContest } from './nist-contest.ts'
import { candidateId, stateUnit, text } from './nist-parts.ts'
import { nistUnits } from './nist-units.ts'

/**
 * `results.nist.json`: the NIST Election Results Reporting format, SP 1500-100 version 2. A caucus is an election of
 * Type `other`; initial and final alignment are Rounds 1 and 2 of `total`; delegates are `seats`; SDE are `other`. The
 * format cannot say viability, ties, games of chance or who approved: those are in results.json and in the ledger.
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
    Notes: `Unofficial. ${view.state.reported} of ${view.setting.places.length} precincts. Update ${last?.sequence ?? 0}.`,
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
        Candidate: view.order.map((group) => ({
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
  const corrects = view.history.some((one) => one.sequence === view.last?.sequence && one.before !== null)
  return corrects ? 'correction' : statusOf(view)
}
