import { exact, fourDecimals, fractionText } from '../../math/fraction.ts'
import type { NationalResult } from '../../math/national.ts'
import type { PublishedReport } from '../publish/snapshot.ts'
import { type ExactTotals, isCarried } from '../publish/totals.ts'
import type { PublishedChange, View } from '../view.ts'
import type { ResultsFile } from './results-schema.ts'

/** `results.json`: all that is published, as data. Its shape is in docs/results.schema.json; `version` changes with it. */
export function resultsJson(view: View): ResultsFile {
  const { caucus } = view.setting
  const { last } = view
  return {
    format: 'caucusline-results',
    version: 1,
    caucus: { name: caucus.name, date: caucus.date, state: caucus.state, rules: caucus.rules.name },
    phase: view.phase,
    practice: view.practice,
    status: statusOf(view),
    sequence: last?.sequence ?? 0,
    generated: last?.at ?? null,
    reported: view.totals.reported,
    of: view.setting.places.length,
    carried: [...view.reports.values()].filter(isCarried).length,
    root: last?.root ?? null,
    signature: last?.signature ?? null,
    key: last?.key ?? null,
    groups: [...view.ballotOrder],
    totals: totalsBy(view.totals, view.ballotOrder),
    national: view.national && nationalOf(view.national),
    counties: view.counties.map(({ name, slug, places, totals }) => ({
      name,
      path: `/counties/${slug}`,
      reported: totals.reported,
      of: places.length,
      totals: totalsBy(totals, view.ballotOrder),
    })),
    precincts: view.setting.places.map((place) => ({
      id: place.id,
      name: place.name,
      county: place.county,
      district: place.district,
      pool: place.pool,
      delegates_to_elect: place.delegates,
      path: `/precincts/${place.id}`,
      report: reportOf(view.reports.get(place.id), view),
    })),
    corrections: view.changes.filter((change) => change.before !== null).map(correctionOf),
  }
}

/** Unofficial always; complete when every precinct is in. */
export const statusOf = (view: View): 'unofficial-partial' | 'unofficial-complete' =>
  view.totals.reported < view.setting.places.length ? 'unofficial-partial' : 'unofficial-complete'

type GroupTotals = ResultsFile['totals'][string]

/** Groups that anybody stood for; `sde` null where counties are not known. */
function totalsBy(totals: ExactTotals, ballotOrder: readonly string[]): Record<string, GroupTotals> {
  const named = ballotOrder.filter(
    (g) => (totals.initial[g] ?? 0) + (totals.final[g] ?? 0) + (totals.delegates[g] ?? 0) > 0,
  )
  return Object.fromEntries(
    named.map((g) => {
      const sde = totals.sde.size === 0 ? null : (totals.sde.get(g) ?? exact(0))
      const values = {
        initial: totals.initial[g] ?? 0,
        final: totals.final[g] ?? 0,
        delegates: totals.delegates[g] ?? 0,
      }
      return [g, { ...values, sde: sde && fourDecimals(sde), sde_exact: sde && fractionText(sde) }]
    }),
  )
}

function reportOf(report: PublishedReport | undefined, view: View): ResultsFile['precincts'][number]['report'] {
  if (report === undefined) return null
  const sdePerDelegate = view.sdePerDelegate(report)
  const { number, revision, at, kind, corrected, attendance, initial, final, delegates, winners, version } = report
  return {
    number,
    revision,
    at,
    kind,
    corrected,
    attendance,
    initial,
    final,
    delegates,
    winners: winners && [...winners],
    sde_per_delegate: sdePerDelegate && fractionText(sdePerDelegate),
    events: report.sources.map((source) => source.version),
    public_since_event: version,
  }
}

function nationalOf(result: NationalResult): NonNullable<ResultsFile['national']> {
  const districts = Object.fromEntries(Object.entries(result.districts).map(([name, share]) => [name, share.delegates]))
  const { delegates, complete } = result
  return { delegates, complete, districts, at_large: result.atLarge.delegates, pleo: result.pleo.delegates }
}

function correctionOf({
  precinct,
  sequence,
  at,
  before,
  entry: report,
}: PublishedChange): ResultsFile['corrections'][number] {
  return { precinct, sequence, at, from: before?.number ?? null, to: report?.number ?? null }
}
