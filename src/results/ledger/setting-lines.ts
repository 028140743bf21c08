import type { ReportingPhase } from '../../bot/ids.ts'
import type { RuleSet } from '../../math/types.ts'
import { canonicalJson } from '../../seal/chain.ts'
import type { County, Place, Setting } from '../ports.ts'
import { orderOf } from '../setting.ts'

/** The first lines of a ledger: what the numbers are computed with. */
export type SettingLine =
  | {
      readonly line: 'caucus'
      readonly format: 'caucusline-ledger'
      readonly version: 1
      readonly name: string
      readonly date: string
      readonly phase: ReportingPhase
      readonly practice: boolean
      readonly rules: RuleSet
      readonly groups: readonly string[]
      readonly pools: Readonly<Record<string, number>>
    }
  | ({ readonly line: 'county' } & County)
  | ({ readonly line: 'precinct' } & Pick<Place, 'id' | 'county' | 'name' | 'district' | 'delegates' | 'pool'>)

/** One line of canonical JSON each, with its line end. */
export function* settingLines(setting: Setting, phase: ReportingPhase): Generator<string> {
  for (const line of lines(setting, phase)) yield `${canonicalJson(line)}\n`
}

function* lines(setting: Setting, phase: ReportingPhase): Generator<SettingLine> {
  const { caucus, counties, places, pools } = setting
  const { name, date, rules } = caucus
  const about = { name, date, phase, practice: phase === 'practice', rules, groups: orderOf(setting, phase), pools }
  yield { line: 'caucus', format: 'caucusline-ledger', version: 1, ...about }
  for (const { county, countyDelegates, stateDelegates } of counties)
    yield { line: 'county', county, countyDelegates, stateDelegates }
  for (const { id, county, name: called, district, delegates, pool } of places)
    yield { line: 'precinct', id, county, name: called, district, delegates, pool }
}
