import { canonicalJson } from '../../keys/hash-chain.ts'
import type { ResultsClock, ResultsReader } from '../ports.ts'
import { alertHq } from './alarms.ts'
import type { PublisherState } from './publisher-state.ts'
import { stateTotals, subtotalsOf, totalsJson } from './totals.ts'

interface Deps {
  readonly reader: ResultsReader
  readonly clock: ResultsClock
}

const EVERY_MS = 60_000

/**
 * Once a minute nothing is taken on trust: the setting is read again, whatever the log says of it, and the sums of the
 * last snapshot are counted again from all of its reports. Where they are others, headquarters hear of it, and the next
 * snapshot amends them.
 */
export async function recountTotals(state: PublisherState, deps: Deps): Promise<void> {
  const now = Date.parse(deps.clock.now())
  if (now - state.recountedAt < EVERY_MS) return
  state.recountedAt = now
  await deps.reader.settingAnew()
  const { inputs, last } = state
  // Under another setting the sums were others: a snapshot of that is due by itself.
  if (inputs === null || last === null || last.setting !== inputs.hash) return
  const subtotals = await subtotalsOf(state.published.values(), inputs.sdeRates)
  if (
    canonicalJson(totalsJson(stateTotals(subtotals, inputs.sdeRates, inputs.ballotOrder))) ===
    canonicalJson(last.totals)
  )
    return
  state.subtotals = subtotals
  state.amend = true
  const detail = `The totals of update ${last.sequence} are not the sum of its reports, counted again. The next update corrects them.`
  await alertHq(`recount/${state.phase}/${last.sequence}`, null, detail, state, deps)
}
