import { createHash } from 'node:crypto'
import type { ReportingPhase } from '../bot/ids.ts'
import { settingLines } from './ledger/setting-lines.ts'
import type { Setting } from './ports.ts'
import { orderOf } from './setting.ts'
import { inSlices } from './slices.ts'
import { type Worths, worthsOf } from './worth.ts'

/** What everything is computed with: a setting, looked up by name and hashed. Made once a setting. */
export interface Basis {
  readonly setting: Setting
  /** sha256 over the setting as the ledger writes it. */
  readonly hash: string
  /** Ballot order of the groups. */
  readonly order: readonly string[]
  readonly worths: Worths
}

const LINES = 500

export async function basisOf(setting: Setting, phase: ReportingPhase): Promise<Basis> {
  const hash = createHash('sha256')
  for await (const lines of inSlices(settingLines(setting, phase), LINES)) hash.update(lines.join(''), 'utf8')
  return { setting, hash: hash.digest('hex'), order: orderOf(setting, phase), worths: worthsOf(setting) }
}
