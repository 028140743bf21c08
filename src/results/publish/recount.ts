import { canonicalJson } from '../../keys/chain.ts'
import type { ResultsClock, ResultsReader } from '../ports.ts'
import { alertHq } from './alarms.ts'
import { countedFrom, sumsOf } from './areas.ts'
import type { PublisherState } from './publisher-state.ts'
import { totalsOf } from './tally.ts'

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
export async function recount(memory: PublisherState, deps: Deps): Promise<void> {
  const now = Date.parse(deps.clock.now())
  if (now - memory.recounted < EVERY_MS) return
  memory.recounted = now
  await deps.reader.settingAnew()
  const { basis, last } = memory
  // Under another setting the sums were others: a snapshot of that is due by itself.
  if (basis === null || last === null || last.setting !== basis.hash) return
  const areas = await countedFrom(memory.shown.values(), basis.worths)
  if (canonicalJson(totalsOf(sumsOf(areas, basis.worths, basis.order))) === canonicalJson(last.totals)) return
  memory.areas = areas
  memory.amend = true
  const detail = `The totals of update ${last.sequence} are not the sum of its reports, counted again. The next update corrects them.`
  await alertHq(`recount/${memory.phase}/${last.sequence}`, null, detail, memory, deps)
}
