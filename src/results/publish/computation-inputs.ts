import { createHash } from 'node:crypto'
import type { ReportingPhase } from '../../bot/ids.ts'
import { settingLines } from '../ledger/ledger.ts'
import type { ResultsSetting } from '../ports.ts'
import { orderOf } from '../setting.ts'
import { type SdeRates, sdeRates } from './sde-per-delegate.ts'
import { inTimeSlices } from './time-slices.ts'

/** What everything is computed with: a setting, looked up by name and hashed. Made once a setting. */
export interface ComputationInputs {
  readonly setting: ResultsSetting
  /** sha256 over the setting as the ledger writes it. */
  readonly hash: string
  /** Ballot order of the groups. */
  readonly order: readonly string[]
  readonly worths: SdeRates
}

const LINES = 500

export async function computationInputs(setting: ResultsSetting, phase: ReportingPhase): Promise<ComputationInputs> {
  const hash = createHash('sha256')
  for await (const lines of inTimeSlices(settingLines(setting, phase), LINES)) hash.update(lines.join(''), 'utf8')
  return { setting, hash: hash.digest('hex'), order: orderOf(setting, phase), worths: sdeRates(setting) }
}
