import { ballotOrder } from '../bot/caucus.ts'
import type { ReportingPhase } from '../bot/ids.ts'
import type { ResultsSetting } from './ports.ts'

/** Ballot order of the groups of a phase. */
export const ballotOrderOf = (setting: ResultsSetting, phase: ReportingPhase): readonly string[] =>
  ballotOrder(setting.caucus, phase)
