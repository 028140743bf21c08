import { exact, fourDecimals } from '../../math/fraction.ts'
import { inSlices } from '../slices.ts'
import type { Sums } from '../tally.ts'
import type { View } from '../view.ts'
import { candidateId, countyUnit, precinctUnit, stateUnit } from './nist-parts.ts'
import { sdeText } from './sde-text.ts'

/** The one contest: for each group its counts, delegates and SDE, by precinct, county and state. Written group by group. */
export async function nistContest(view: View) {
  const selections: ReturnType<typeof selectionOf>[] = []
  for await (const groups of inSlices(view.order, 1))
    selections.push(...groups.map((group) => selectionOf(group, view)))
  return {
    '@type': 'ElectionResults.CandidateContest',
    '@id': 'contest',
    Name: 'Presidential preference',
    ElectionDistrictId: stateUnit,
    VoteVariation: 'proportional',
    VotesAllowed: 1,
    SubUnitsReported: view.state.reported,
    TotalSubUnits: view.setting.places.length,
    ContestSelection: selections,
  }
}

const selectionOf = (group: string, view: View) => ({
  '@type': 'ElectionResults.CandidateSelection',
  '@id': `selection-${view.order.indexOf(group) + 1}`,
  CandidateIds: [candidateId(view, group)],
  VoteCounts: [
    ...inSums(view.state, group, stateUnit),
    ...view.counties.flatMap(({ sums, slug }) => (sums.reported > 0 ? inSums(sums, group, countyUnit(slug)) : [])),
    ...view.setting.places.flatMap((place) => inPrecinct(place.id, group, view)),
  ],
})

type VoteCounts = Readonly<Record<string, string | number>>

function inSums(sums: Sums, group: string, unit: string): VoteCounts[] {
  const sde = sums.sde.size === 0 ? null : fourDecimals(sums.sde.get(group) ?? exact(0))
  return counts(unit, sums.initial[group] ?? 0, sums.final[group] ?? 0, sums.delegates[group] ?? 0, sde)
}

function inPrecinct(id: View['setting']['places'][number]['id'], group: string, view: View): VoteCounts[] {
  const entry = view.entries.get(id)
  if (entry === undefined || ![entry.initial, entry.final, entry.delegates].some((part) => (part?.[group] ?? 0) > 0))
    return []
  const worth = view.worth(entry)
  const n = entry.delegates[group] ?? 0
  const sde = worth && sdeText(worth, n)
  return counts(precinctUnit(id), entry.initial?.[group] ?? 0, entry.final?.[group] ?? 0, n, sde)
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
