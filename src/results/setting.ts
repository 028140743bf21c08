import type { Phase, ReportingPhase } from '../bot/ids.ts'
import type { ResultsSetting } from './ports.ts'

/** The phase whose reports the public sees: practice until the caucus goes live. */
export const shownPhase = (phase: Phase): ReportingPhase =>
  phase === 'live' || phase === 'closed' ? 'live' : 'practice'

/** Ballot order of the groups of a phase. */
export const ballotOrderOf = (setting: ResultsSetting, phase: ReportingPhase): readonly string[] =>
  (phase === 'live' ? setting.caucus.vocabulary : setting.caucus.practice).candidates.map((c) => c.name)
